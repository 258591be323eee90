import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
export const build = process.env.MIMON_BUILD ?? `${repository}build`;

export const program = `${build}/mimon`;
export const fixtures = `${repository}tests/fixtures`;
export const golden = `${repository}tests/golden`;
export const packaging = `${repository}packaging`;
export const images = `${repository}docs/images`;

/// The stand-in NVML as a driver of today, `r470` or `old`.
export function library(variant = '') {
  return `${build}/tests/fakes/nvml/${variant ? `${variant}/` : ''}libnvidia-ml.so.1`;
}

/// Writes a day of history; built with the benchmarks.
export const dayProgram = `${build}/benchmarks/page/bench_page_day`;

/// One of the end-to-end tests' own scenarios.
export const scenario = (name) => `${repository}tests/e2e/scenarios/${name}.toml`;
