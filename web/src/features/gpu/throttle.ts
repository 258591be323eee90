const words: Record<string, string> = {
  gpu_idle: 'Nothing to run',
  applications_clocks: 'Application clock setting',
  sw_power_cap: 'Power limit',
  hw_slowdown: 'Hardware slowdown',
  sync_boost: 'Other GPUs of its group',
  sw_thermal_slowdown: 'Heat (driver)',
  hw_thermal_slowdown: 'Heat (hardware)',
  hw_power_brake_slowdown: "The machine's power supply",
  display_clock_setting: 'Display clock setting',
};

const harmless = new Set([
  'gpu_idle',
  'applications_clocks',
  'sync_boost',
  'display_clock_setting',
]);

/// A throttle reason in words; one that is not known yet reads as the driver names it.
export function throttleWords(reason: string): string {
  return words[reason] ?? reason.replaceAll('_', ' ');
}

/// Whether the reason costs speed that somebody may want back.
export function isConcern(reason: string): boolean {
  return !harmless.has(reason);
}
