import { askAhead, takeAhead } from './ahead';
import type {
  All,
  AllGpuMetrics,
  Catalog,
  ComparisonAnswer,
  GpuList,
  Health,
  Problem,
} from './types';

export const base = '/api/v1/system';

/// A request that brought no data. `status` is the HTTP status, or `null` where no answer came.
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number | null,
    /// How long the server asks to wait, in milliseconds.
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/// Everything about the machine, with the GPU `gpuId`, or the first one for `null`.
export function getAll(gpuId: number | null, signal: AbortSignal): Promise<All> {
  return get<All>(gpuId === null ? '/all' : `/all?gpu_id=${gpuId}`, signal);
}

/// The metrics of every GPU.
export function getEveryGpu(signal: AbortSignal): Promise<AllGpuMetrics> {
  return get<AllGpuMetrics>('/gpu-metrics/all', signal);
}

/// The metrics of every GPU, and how they compare.
export function getComparison(signal: AbortSignal): Promise<ComparisonAnswer> {
  return get<ComparisonAnswer>('/gpu-metrics/compare', signal);
}

/// What every GPU is.
export function getGpuList(signal: AbortSignal): Promise<GpuList> {
  return get<GpuList>('/gpu-list', signal);
}

/// What can be measured, and how each metric is counted.
export function getCatalog(signal: AbortSignal): Promise<Catalog> {
  return get<Catalog>('/catalog', signal);
}

/// How mimon itself fares.
export function getHealth(signal: AbortSignal): Promise<Health> {
  return get<Health>('/health', signal);
}

/// The answer to a GET of `path` below the API's base.
export async function get<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await send(path, signal);
  const body = await parse(response, signal);
  if (response.ok && typeof body === 'object' && body !== null) return body as T;
  if (response.ok) throw new ApiError('The server answered with something other than JSON.', null);
  throw new ApiError(describe(response, body), response.status, retryAfter(response));
}

/// Asked for ahead too, by the program that the page of the fleet is no part of.
export const hostsPath = '/hosts?format=columns';

const request: RequestInit = {
  credentials: 'same-origin',
  cache: 'no-store',
  headers: { Accept: 'application/json' },
};

/// Asks for `path` below the API's base before what wants it is there; the next `get` takes the answer.
export function prepare(path: string): void {
  askAhead(path, () => fetch(base + path, request));
}

async function send(path: string, signal: AbortSignal): Promise<Response> {
  try {
    return await (takeAhead(path) ?? fetch(base + path, { ...request, signal }));
  } catch {
    if (signal.aborted) throw signal.reason;
    throw new ApiError('The server cannot be reached.', null);
  }
}

async function parse(response: Response, signal: AbortSignal): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    if (signal.aborted) throw signal.reason;
    return undefined;
  }
}

function describe(response: Response, body: unknown): string {
  const problem = (body ?? {}) as Partial<Problem>;
  return problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
