/// What the page should make of the API's answers, written anew from the guide.

const unit = (value, name, digits = 0) => `${value.toFixed(digits)}${name}`;
export const percent = (value, digits = 0) => unit(value, '%', digits);

function scaled(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = units.findLastIndex((_, index) => bytes >= 1024 ** index);
  const index = Math.max(power, 0);
  const value = bytes / 1024 ** index;
  return { index, unit: units[index], digits: index === 0 || value >= 100 ? 0 : 1, value };
}

export function bytes(count) {
  const { value, digits, unit: name } = scaled(count);
  return `${value.toFixed(digits)} ${name}`;
}

export function bytesOf(part, whole) {
  if (whole === 0) return 'none';
  const { index, value, digits, unit: name } = scaled(whole);
  return `${(part / 1024 ** index).toFixed(digits)} / ${value.toFixed(digits)} ${name}`;
}

const linkRate = (rate) =>
  rate >= 1e8 ? unit(rate / 1e9, ' GB/s', 1) : unit(rate / 1e6, ' MB/s', 1);

/// Each GPU panel's parts, by its title.
export function gpuPanels({ utilization, memory, power, clocks, pcie, ...rest }) {
  return {
    'GPU Utilization': {
      text: [percent(utilization.gpu)],
      bars: {
        Compute: percent(utilization.gpu, 1),
        Memory: bytesOf(memory.used, memory.total),
      },
    },
    Temperature: {
      text: [unit(rest.temperature, '°C', 1), `Max: ${unit(rest.temperature_max, '°C')}`],
      bars: { Temperature: unit(rest.temperature, '°C', 1) },
    },
    'Power Usage': {
      text: [unit(power.usage, ' W')],
      bars: { 'Current Draw': `${unit(power.usage, ' W', 1)} / ${unit(power.limit, ' W')}` },
    },
    'Hardware Metrics': {
      text: [
        `Max: ${clocks.gpu_max} MHz`,
        `Max: ${clocks.memory_max} MHz`,
        `↑ ${linkRate(pcie.tx_rate)}`,
        `↓ ${linkRate(pcie.rx_rate)}`,
        `Max: ${linkRate(pcie.limit)} each way · link now Gen ${pcie.generation} ×${pcie.width}`,
      ],
      bars: {
        'GPU Clock': `${clocks.gpu} MHz`,
        'Memory Clock': `${clocks.memory} MHz`,
        Encoder: percent(rest.encoder),
        Decoder: percent(rest.decoder),
      },
    },
  };
}

/// Each host panel's parts, by its title.
export function hostPanels({ cpu, ram, swap, info }, { disk_usage, disk_rates, network_rates }) {
  return {
    'System Resources': {
      text: [
        `Load ${cpu.load_average.map((load) => load.toFixed(2)).join(' ')}`,
        `↑ ${bytes(network_rates.sent_rate)}/s`,
        `↓ ${bytes(network_rates.recv_rate)}/s`,
      ],
      bars: {
        'CPU Utilization': percent(cpu.percent, 1),
        'System RAM': bytesOf(ram.used, ram.total),
        'Swap Memory': bytesOf(swap.used, swap.total),
        'Disk Read': `${bytes(disk_rates.read_rate)}/s`,
        'Disk Write': `${bytes(disk_rates.write_rate)}/s`,
      },
    },
    Storage: {
      bars: Object.fromEntries(
        disk_usage.map((mount) => [
          mount.mount_point,
          `${bytesOf(mount.used, mount.total)} (${percent(mount.percent)})`,
        ]),
      ),
    },
    'System Information': {
      facts: { Hostname: info.hostname, Kernel: info.kernel, 'Logical CPUs': String(cpu.count) },
    },
  };
}
