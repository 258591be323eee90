/// Values for the parameters of an endpoint on a machine with these GPUs and mount points.
function samples(name, { gpus, mounts }) {
  if (name === 'gpu_id') return gpus;
  if (name === 'gpu_ids') return gpus.length > 0 ? [gpus.join(','), String(gpus.at(-1))] : [];
  if (name === 'mount_points') return mounts.length > 0 ? [mounts.slice(0, 2).join(',')] : [];
  if (name === 'format') return ['rows', 'columns'];
  throw new Error(`no sample for the parameter ${name}`);
}

/// Questions for history; its parameters depend on each other.
function historyTargets(path, { gpus }) {
  const now = Date.now();
  const exported = path.endsWith('/export');
  const questions = [
    '',
    'range=1h&stats=min,max',
    `range=5m&resolution=10s${exported ? '' : '&max_points=10'}`,
    `start_time=${new Date(now - 60_000).toISOString()}&end_time=${Math.ceil(now / 1000)}`,
    exported ? 'range=1h&format=csv' : 'range=1h&format=columns&stats=avg,min,max',
  ];
  if (path.includes('gpu')) questions.push(`gpu_id=${gpus.join(',')}&metrics=temperature`);
  return questions.map((question) => `${path}?${question}`);
}

/// The targets that exercise one operation: each parameter with each sample, and none where that
/// is allowed.
export function targetsOf(path, operation, machine) {
  const parameters = operation.parameters ?? [];
  if (parameters.some(({ name }) => name === 'range')) return historyTargets(path, machine);
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
