import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/// What /proc and Debian's own tools say of this machine, read without mimon's code.

const words = (line) => line.trim().split(/\s+/);

/// Ticks of the clock since the start, of all CPUs: busy and in all.
export function cpuTimes() {
  const [, ...times] = words(readFileSync('/proc/stat', 'utf8').split('\n')[0]);
  // Guest time is part of user time already.
  const [user, nice, system, idle, iowait, irq, softirq, steal] = times.map(Number);
  const total = user + nice + system + idle + iowait + irq + softirq + steal;
  return { busy: total - idle - iowait, total };
}

/// Bytes read and written by each block device.
export function diskBytes() {
  const devices = new Map();
  for (const line of readFileSync('/proc/diskstats', 'utf8').trimEnd().split('\n')) {
    const fields = words(line);
    devices.set(fields[2], { read: Number(fields[5]) * 512, write: Number(fields[9]) * 512 });
  }
  return devices;
}

/// Bytes received and sent by each network interface.
export function networkBytes() {
  const devices = new Map();
  for (const line of readFileSync('/proc/net/dev', 'utf8').trimEnd().split('\n').slice(2)) {
    const [name, rest] = line.split(/:\s*/);
    const fields = words(rest);
    devices.set(name.trim(), { recv: Number(fields[0]), sent: Number(fields[8]) });
  }
  return devices;
}

/// The columns of `free -b`.
export function freeBytes() {
  const [, memory, swap] = execFileSync('free', ['-b'], { env: { LC_ALL: 'C' } })
    .toString()
    .split('\n')
    .map((line) => words(line).slice(1).map(Number));
  return {
    ram: { total: memory[0], used: memory[1], free: memory[2], available: memory[5] },
    swap: { total: swap[0], used: swap[1], free: swap[2] },
  };
}

/// What `df` says of the file system mounted at `point`.
export function dfBytes(point) {
  const columns = '--output=size,used,avail';
  const [, line] = execFileSync('df', ['-B1', columns, point], { env: { LC_ALL: 'C' } })
    .toString()
    .split('\n');
  const [total, used, free] = words(line).map(Number);
  return { total, used, free };
}
