import type { components } from './schema.gen';

type Schemas = components['schemas'];

/// The shapes of the HTTP contract, generated from the server's OpenAPI document. A value that the
/// hardware does not give is `null`.
export type All = Schemas['All'];
export type GpuInfo = Schemas['GpuInfo'];
export type GpuMetrics = Schemas['GpuMetrics'];
export type GpuMetricsList = Schemas['GpuMetricsList'];
export type GpuProcess = Schemas['GpuProcess'];
export type SystemMetrics = Schemas['SystemMetrics'];
export type DiskUsage = Schemas['DiskUsage'];
export type DiskRates = Schemas['DiskRates'];
export type NetworkRates = Schemas['NetworkRates'];
export type Problem = Schemas['Problem'];

export type GpuState = GpuMetrics['state'];
