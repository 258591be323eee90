#include "api/familiar_names.h"

namespace mimon::api {
namespace {

constexpr double kMebi = 1.0 / (1 << 20);
constexpr auto kGpu = DeviceKind::gpu;
constexpr auto kHost = DeviceKind::host;
constexpr auto kCore = DeviceKind::core;
constexpr auto kDisk = DeviceKind::disk;
constexpr auto kNetwork = DeviceKind::network;
constexpr auto kMount = DeviceKind::mount;

constexpr Familiar kDcgm[] = {
    {kGpu, "clock.sm", "DCGM_FI_DEV_SM_CLOCK", "SM clock frequency (in MHz)."},
    {kGpu, "clock.memory", "DCGM_FI_DEV_MEM_CLOCK", "Memory clock frequency (in MHz)."},
    {kGpu, "temperature.memory", "DCGM_FI_DEV_MEMORY_TEMP", "Memory temperature (in C)."},
    {kGpu, "temperature", "DCGM_FI_DEV_GPU_TEMP", "GPU temperature (in C)."},
    {kGpu, "power.usage", "DCGM_FI_DEV_POWER_USAGE", "Power draw (in W)."},
    {kGpu, "power.energy", "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
     "Total energy consumption since boot (in mJ).", 1000, true},
    {kGpu, "pcie.replays", "DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "Total number of PCIe retries.", 1,
     true},
    {kGpu, "utilization", "DCGM_FI_DEV_GPU_UTIL", "GPU utilization (in %)."},
    {kGpu, "utilization.memory", "DCGM_FI_DEV_MEM_COPY_UTIL", "Memory utilization (in %)."},
    {kGpu, "encoder", "DCGM_FI_DEV_ENC_UTIL", "Encoder utilization (in %)."},
    {kGpu, "decoder", "DCGM_FI_DEV_DEC_UTIL", "Decoder utilization (in %)."},
    {kGpu, "xid.last", "DCGM_FI_DEV_XID_ERRORS", "Value of the last XID error encountered."},
    {kGpu, "memory.free", "DCGM_FI_DEV_FB_FREE", "Framebuffer memory free (in MiB).", kMebi},
    {kGpu, "memory.used", "DCGM_FI_DEV_FB_USED", "Framebuffer memory used (in MiB).", kMebi},
    {kGpu, "memory.reserved", "DCGM_FI_DEV_FB_RESERVED", "Framebuffer memory reserved (in MiB).",
     kMebi},
    {kGpu, "remapped_rows.uncorrectable", "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS",
     "Number of remapped rows for uncorrectable errors.", 1, true},
    {kGpu, "remapped_rows.correctable", "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS",
     "Number of remapped rows for correctable errors.", 1, true},
    {kGpu, "remapped_rows.failed", "DCGM_FI_DEV_ROW_REMAP_FAILURE",
     "Whether remapping of rows has failed."},
    {kGpu, "utilization", "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
     "Ratio of time the graphics engine is active.", 0.01},
    {kGpu, "activity.sm", "DCGM_FI_PROF_SM_ACTIVE",
     "Ratio of cycles an SM has at least one warp assigned.", 0.01},
    {kGpu, "activity.sm_occupancy", "DCGM_FI_PROF_SM_OCCUPANCY",
     "Ratio of warps resident on an SM.", 0.01},
    {kGpu, "activity.tensor", "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
     "Ratio of cycles the tensor pipe is active.", 0.01},
    {kGpu, "activity.dram", "DCGM_FI_PROF_DRAM_ACTIVE",
     "Ratio of cycles the memory interface is active.", 0.01},
    {kGpu, "pcie.tx_rate", "DCGM_FI_PROF_PCIE_TX_BYTES", "Bytes sent over PCIe a second."},
    {kGpu, "pcie.rx_rate", "DCGM_FI_PROF_PCIE_RX_BYTES", "Bytes received over PCIe a second."},
};

constexpr Familiar kNode[] = {
    {kHost, "cpu.load_average.1m", "node_load1", "1m load average."},
    {kHost, "cpu.load_average.5m", "node_load5", "5m load average."},
    {kHost, "cpu.load_average.15m", "node_load15", "15m load average."},
    {kHost, "cpu.context_switches", "node_context_switches_total",
     "Total number of context switches.", 1, true},
    {kCore, "frequency_mhz", "node_cpu_scaling_frequency_hertz",
     "Current scaled CPU thread frequency in hertz.", 1e6},
    {kHost, "ram.oom_kills", "node_vmstat_oom_kill", "/proc/vmstat information field oom_kill.", 1,
     true},
    {kNetwork, "speed", "node_network_speed_bytes", "Network device speed in bytes a second."},
    {kHost, "processes.running", "node_procs_running", "Number of processes in runnable state."},
    {kHost, "processes.blocked", "node_procs_blocked",
     "Number of processes blocked waiting for I/O to complete."},
    {kHost, "ram.total", "node_memory_MemTotal_bytes", "Memory information field MemTotal_bytes."},
    {kHost, "ram.free", "node_memory_MemFree_bytes", "Memory information field MemFree_bytes."},
    {kHost, "ram.available", "node_memory_MemAvailable_bytes",
     "Memory information field MemAvailable_bytes."},
    {kHost, "ram.buffers", "node_memory_Buffers_bytes", "Memory information field Buffers_bytes."},
    {kHost, "ram.cached", "node_memory_Cached_bytes", "Memory information field Cached_bytes."},
    {kHost, "ram.active", "node_memory_Active_bytes", "Memory information field Active_bytes."},
    {kHost, "ram.inactive", "node_memory_Inactive_bytes",
     "Memory information field Inactive_bytes."},
    {kHost, "ram.dirty", "node_memory_Dirty_bytes", "Memory information field Dirty_bytes."},
    {kHost, "ram.writeback", "node_memory_Writeback_bytes",
     "Memory information field Writeback_bytes."},
    {kHost, "ram.anonymous", "node_memory_AnonPages_bytes",
     "Memory information field AnonPages_bytes."},
    {kHost, "ram.mapped", "node_memory_Mapped_bytes", "Memory information field Mapped_bytes."},
    {kHost, "ram.shared", "node_memory_Shmem_bytes", "Memory information field Shmem_bytes."},
    {kHost, "ram.slab_reclaimable", "node_memory_SReclaimable_bytes",
     "Memory information field SReclaimable_bytes."},
    {kHost, "ram.slab_unreclaimable", "node_memory_SUnreclaim_bytes",
     "Memory information field SUnreclaim_bytes."},
    {kHost, "ram.page_tables", "node_memory_PageTables_bytes",
     "Memory information field PageTables_bytes."},
    {kHost, "ram.committed", "node_memory_Committed_AS_bytes",
     "Memory information field Committed_AS_bytes."},
    {kHost, "ram.locked", "node_memory_Mlocked_bytes", "Memory information field Mlocked_bytes."},
    {kHost, "swap.total", "node_memory_SwapTotal_bytes",
     "Memory information field SwapTotal_bytes."},
    {kHost, "swap.free", "node_memory_SwapFree_bytes", "Memory information field SwapFree_bytes."},
    {kHost, "swap.cached", "node_memory_SwapCached_bytes",
     "Memory information field SwapCached_bytes."},
    {kDisk, "read_bytes", "node_disk_read_bytes_total",
     "The total number of bytes read successfully.", 1, true},
    {kDisk, "write_bytes", "node_disk_written_bytes_total",
     "The total number of bytes written successfully.", 1, true},
    {kDisk, "read_ops", "node_disk_reads_completed_total",
     "The total number of reads completed successfully.", 1, true},
    {kDisk, "write_ops", "node_disk_writes_completed_total",
     "The total number of writes completed successfully.", 1, true},
    {kNetwork, "recv_bytes", "node_network_receive_bytes_total",
     "Network device statistic receive_bytes.", 1, true},
    {kNetwork, "sent_bytes", "node_network_transmit_bytes_total",
     "Network device statistic transmit_bytes.", 1, true},
    {kNetwork, "recv_packets", "node_network_receive_packets_total",
     "Network device statistic receive_packets.", 1, true},
    {kNetwork, "sent_packets", "node_network_transmit_packets_total",
     "Network device statistic transmit_packets.", 1, true},
    {kNetwork, "recv_errors", "node_network_receive_errs_total",
     "Network device statistic receive_errs.", 1, true},
    {kNetwork, "sent_errors", "node_network_transmit_errs_total",
     "Network device statistic transmit_errs.", 1, true},
    {kNetwork, "recv_drops", "node_network_receive_drop_total",
     "Network device statistic receive_drop.", 1, true},
    {kNetwork, "sent_drops", "node_network_transmit_drop_total",
     "Network device statistic transmit_drop.", 1, true},
    {kNetwork, "up", "node_network_up", "Value is 1 if operstate is 'up', 0 otherwise."},
    {kMount, "total", "node_filesystem_size_bytes", "Filesystem size in bytes."},
    {kMount, "free", "node_filesystem_avail_bytes",
     "Filesystem space available to non-root users in bytes."},
};

}  // namespace

std::span<const Familiar> dcgm_names() {
  return kDcgm;
}

std::span<const Familiar> node_names() {
  return kNode;
}

}  // namespace mimon::api
