/// What published dashboards ask, with their variables filled in.

const gpu = (name) => `${name}{Hostname=~"$Hostname",gpu=~"$gpu"}`;
const byGpu = (name) => `max(${gpu(name)}) by (Hostname, gpu, UUID)`;

/// NVIDIA's dashboard for dcgm-exporter, number 12239 at grafana.com.
export const dcgmPanels = {
  'GPU Temperature': byGpu('DCGM_FI_DEV_GPU_TEMP'),
  'GPU Avg. Temp': `avg(${gpu('DCGM_FI_DEV_GPU_TEMP')})`,
  'GPU Power Usage': byGpu('DCGM_FI_DEV_POWER_USAGE'),
  'GPU Power Total': `sum(max(${gpu('DCGM_FI_DEV_POWER_USAGE')}) by (gpu))`,
  'GPU SM Clocks': byGpu('DCGM_FI_DEV_SM_CLOCK'),
  'GPU Utilization': byGpu('DCGM_FI_DEV_GPU_UTIL'),
  'GPU Utilization (profiling)': `max(${gpu('DCGM_FI_PROF_GR_ENGINE_ACTIVE')}) by (Hostname, gpu, GPU_I_ID, GPU_I_PROFILE)`,
  'Tensor Core Utilization': `max(${gpu('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE')}) by (Hostname, gpu, GPU_I_ID, GPU_I_PROFILE)`,
  'GPU Framebuffer Mem Used': byGpu('DCGM_FI_DEV_FB_USED'),
};

const node = (name, more = '') => `${name}{instance=~"$node",job=~"$job"${more}}`;
const cpu = (mode) => `rate(${node('node_cpu_seconds_total', mode && `,mode=${mode}`)}[1m])`;
const cores = `count(count(${node('node_cpu_seconds_total')}) by (cpu))`;
const mem = (field) => node(`node_memory_${field}_bytes`);
const root = ',mountpoint="/",fstype!="rootfs"';

/// Node Exporter Full, number 1860 at grafana.com: its overview and its basic graphs.
export const nodePanels = {
  'CPU Busy': `100 * (1 - avg(${cpu('"idle"')}))`,
  'Sys Load': `scalar(${node('node_load1')}) * 100 / ${cores}`,
  'CPU System Load (5m avg)': `avg(${node('node_load5')}) / ${cores} * 100`,
  'RAM Used': `(1 - (${mem('MemAvailable')} / ${mem('MemTotal')})) * 100`,
  'CPU Cores': cores,
  'RAM Total': mem('MemTotal'),
  'SWAP Total': mem('SwapTotal'),
  Uptime: `${node('node_time_seconds')} - ${node('node_boot_time_seconds')}`,
  'CPU Basic: system': `sum by (instance)(${cpu('"system"')}) / on (instance) group_left sum by (instance)(${cpu()})`,
  'CPU Basic: user': `sum by (instance)(${cpu('"user"')})`,
  'CPU Basic: iowait': `sum by (instance)(${cpu('"iowait"')})`,
  'CPU Basic: irq': `sum by (instance)(rate(${node('node_cpu_seconds_total', ',mode=~".*irq"')}[1m]))`,
  'CPU Basic: idle': `sum by (mode)(${cpu('"idle"')})`,
  'Memory Basic: used': `${mem('MemTotal')} - ${mem('MemFree')} - (${mem('Cached')} + ${mem('Buffers')} + ${mem('SReclaimable')})`,
  'Memory Basic: swap used': `${mem('SwapTotal')} - ${mem('SwapFree')}`,
  'Network Traffic Basic: received': `rate(${node('node_network_receive_bytes_total')}[1m]) * 8`,
  'Network Traffic Basic: sent': `rate(${node('node_network_transmit_bytes_total')}[1m]) * 8`,
  'Network errors': `rate(${node('node_network_receive_errs_total')}[1m])`,
  'Context switches': `rate(${node('node_context_switches_total')}[1m])`,
  Processes: node('node_procs_running'),
  'System load': node('node_load15'),
};

/// The same dashboard's, where the machine has a disk or a file system of its own.
export const diskPanels = {
  'Disk IOps: reads': `rate(${node('node_disk_reads_completed_total')}[1m])`,
  'Disk IOps: writes': `rate(${node('node_disk_writes_completed_total')}[1m])`,
  'Disk R/W: read': `rate(${node('node_disk_read_bytes_total')}[1m])`,
  'Disk R/W: written': `rate(${node('node_disk_written_bytes_total')}[1m])`,
};

export const filesystemPanels = {
  'Root FS Used': `100 - ((${node('node_filesystem_avail_bytes', root)} * 100) / ${node('node_filesystem_size_bytes', root)})`,
  'Disk Space Used Basic': `100 - ((${node('node_filesystem_avail_bytes', ",device!~'rootfs'")} * 100) / ${node('node_filesystem_size_bytes', ",device!~'rootfs'")})`,
};

/// A panel's query with the dashboard's variables filled in.
export function filled(query, variables) {
  return query.replaceAll(/\$(\w+)/g, (whole, name) => variables[name] ?? whole);
}
