/// Values for the parameters of an endpoint on a machine with these GPUs and mount points.
function samples(name, { gpus, mounts }) {
  if (name === 'gpu_id') return gpus;
  if (name === 'gpu_ids') return gpus.length > 0 ? [gpus.join(','), String(gpus.at(-1))] : [];
  if (name === 'mount_points') return mounts.length > 0 ? [mounts.slice(0, 2).join(',')] : [];
  throw new Error(`no sample for the parameter ${name}`);
}

/// The targets that exercise one operation: each parameter with each sample, and none where that
/// is allowed.
export function targetsOf(path, operation, machine) {
  const parameters = operation.parameters ?? [];
  const inPath = parameters.find((parameter) => parameter.in === 'path');
  if (inPath) {
    return samples(inPath.name, machine).map((value) => path.replace(`{${inPath.name}}`, value));
  }
  const targets = parameters.some(({ required }) => required) ? [] : [path];
  for (const { name } of parameters) {
    for (const value of samples(name, machine)) {
      targets.push(`${path}?${name}=${encodeURIComponent(value)}`);
    }
  }
  return targets;
}
