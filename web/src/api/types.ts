import type { components } from './schema.gen';

type Schemas = components['schemas'];

/// The shapes of the HTTP contract, generated from the server's OpenAPI document. A value that the
/// hardware does not give is `null`.
export type All = Schemas['All'];
export type GpuInfo = Schemas['GpuInfo'];
export type GpuMetrics = Schemas['GpuMetrics'];
export type AllGpuMetrics = Schemas['AllGpuMetrics'];
export type Comparison = Pick<Schemas['Comparison'], 'comparison' | 'outliers'>;
export type ComparisonAnswer = Schemas['Comparison'];
export type ComparisonRow = Schemas['ComparisonRow'];
export type Outlier = Schemas['Outlier'];
export type GpuList = Schemas['GpuList'];
export type GpuInstance = Schemas['GpuInstance'];
export type GpuProcess = Schemas['GpuProcess'];
export type SystemMetrics = Schemas['SystemMetrics'];
export type DiskUsage = Schemas['DiskUsage'];
export type DiskRates = Schemas['DiskRates'];
export type NetworkRates = Schemas['NetworkRates'];
export type DeviceInfo = Schemas['DeviceInfo'];
export type Catalog = Schemas['Catalog'];
export type CatalogEntry = Schemas['CatalogEntry'];
export type History = Schemas['History'];
export type HistoryColumn = Schemas['HistoryColumn'];
export type Health = Schemas['Health'];
export type Hosts = Schemas['Hosts'];
export type HostColumns = Schemas['HostColumns'];
export type Host = Schemas['Host'];
export type FleetGpu = Schemas['FleetGpu'];
export type HistoryOfHosts = Schemas['HistoryOfHosts'];
export type Problem = Schemas['Problem'];

export type GpuState = Schemas['DeviceState'];

/// A descriptive text of a device; `null` where it has none.
export function textOf(info: DeviceInfo | null | undefined, key: string): string | null {
  const value = info?.[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
