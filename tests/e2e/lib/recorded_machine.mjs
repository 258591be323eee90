import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './folder.mjs';

/// A Linux box as a tree for `--root`, whose counters move while it stands.
export function recordedMachine({ cores = 2 } = {}) {
  const folder = temporaryFolder();
  const write = (path, content) => {
    const file = join(folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const [path, content] of Object.entries({ ...lasting(cores), ...moving(0, cores) })) {
    write(path, content);
  }

  const started = Date.now();
  const timer = setInterval(() => {
    const seconds = (Date.now() - started) / 1000;
    for (const [path, content] of Object.entries(moving(seconds, cores))) {
      overwrite(join(folder.path, path), content);
    }
  }, 100);
  return {
    root: folder.path,
    remove() {
      clearInterval(timer);
      folder.remove();
    },
  };
}

/// In one write and in place, as a reader keeps the file open. Its length stays, since the counters
/// start with as many digits as they will have.
function overwrite(file, content) {
  const open = openSync(file, 'r+');
  writeSync(open, content, 0);
  closeSync(open);
}

const count = (start, rate) => (seconds) => Math.round(start + rate * seconds);

/// Jiffies of one CPU: user, nice, system, idle, iowait.
const busy = [
  count(2000000, 60),
  count(10000, 0),
  count(400000, 6),
  count(9000000, 33),
  count(60000, 1),
];
const calm = [
  count(1500000, 21),
  count(10000, 0),
  count(300000, 3),
  count(9500000, 75),
  count(50000, 1),
];

function cpuLine(name, counters, seconds) {
  return `${[name, ...counters.map((counter) => counter(seconds)), 0, 3000, 0, 0, 0].join(' ')}\n`;
}

/// The first core is busy, the others are calmer the further back.
function coreAt(core) {
  if (core < 2) return [busy, calm][core];
  const share = 0.2 + (0.7 * ((core * 7) % 16)) / 16;
  const [user, idle] = [Math.round(94 * share), Math.round(96 - 94 * share)];
  return [count(1500000, user), count(10000, 0), calm[2], count(9500000, idle), calm[4]];
}

const together = (all) =>
  busy.map((_, i) => (seconds) => all.reduce((sum, counters) => sum + counters[i](seconds), 0));

const readSectors = count(81920000, 40960);
const writtenSectors = count(61440000, 10240);
const received = count(9000000000, 2500000);
const sent = count(4000000000, 310000);

function moving(seconds, cores) {
  const all = Array.from({ length: cores }, (_, core) => coreAt(core));
  return {
    'proc/stat':
      cpuLine('cpu ', together(all), seconds) +
      all.map((counters, core) => cpuLine(`cpu${core}`, counters, seconds)).join('') +
      `intr ${count(50000000, 2100)(seconds)} 36 0\nctxt ${count(90000000, 3400)(seconds)}\n` +
      `btime 1767250800\nprocesses ${count(81000, 2)(seconds)}\nprocs_running 2\nprocs_blocked 0\n`,
    'proc/diskstats':
      ` 259       0 nvme0n1 ${count(500000, 320)(seconds)} 100 ${readSectors(seconds)} ` +
      `${count(400000, 96)(seconds)} ${count(300000, 80)(seconds)} 2000 ${writtenSectors(seconds)} ` +
      `${count(900000, 40)(seconds)} 0 ${count(700000, 120)(seconds)} ${count(1300000, 136)(seconds)}\n`,
    'proc/net/dev':
      'Inter-|   Receive                                                |  Transmit\n' +
      ' face |bytes    packets errs drop fifo frame compressed multicast' +
      '|bytes    packets errs drop fifo colls carrier compressed\n' +
      `enp5s0: ${received(seconds)} ${count(7000000, 1900)(seconds)} 0 3 0 0 0 12 ` +
      `${sent(seconds)} ${count(5000000, 900)(seconds)} 0 0 0 0 0 0\n`,
    'proc/vmstat':
      `pswpin ${count(10000, 0)(seconds)}\npswpout ${count(20000, 0)(seconds)}\n` +
      `pgfault ${count(900000000, 1200)(seconds)}\npgmajfault ${count(50000, 1)(seconds)}\noom_kill 0\n`,
    'proc/uptime': `${(356400 + seconds).toFixed(2)} 5600000.00\n`,
    'proc/4242/stat': processStat(4242, 'python3', count(1200000, 98)(seconds), 35000000, 3145728),
    'proc/4310/stat': processStat(4310, 'server', count(400000, 12)(seconds), 35200000, 524288),
    ...Object.fromEntries(
      ranks.map((pid) => [
        `proc/${pid}/stat`,
        processStat(pid, 'python3', count(1200000, 90 + (pid % 7))(seconds), 35000000, 3145728),
      ]),
    ),
    'proc/5120/stat': processStat(5120, 'python3', count(100000, 1)(seconds), 35300000, 393216),
  };
}

/// The other programs of the training that 4242 belongs to.
const ranks = [4243, 4244, 4245, 4246, 4247];

function processStat(pid, name, cpu, start, pages) {
  const between = '1 1 1 0 -1 4194304 0 0 0 0';
  return `${pid} (${name}) S ${between} ${cpu} 4000 0 0 20 0 8 0 ${start} 9000000000 ${pages}\n`;
}

const process = (pid, uid, command, cgroup) => ({
  [`proc/${pid}/status`]: `Name:\t${command[0]}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
  [`proc/${pid}/cmdline`]: `${command.join('\0')}\0`,
  [`proc/${pid}/cgroup`]: `0::${cgroup}\n`,
});

const training = [['/usr/bin/python3', 'train.py'], '/user.slice/user-1000.slice'];

const pressure = (some, full) =>
  `some avg10=${some} avg60=0.80 avg300=0.40 total=123456\n` +
  `full avg10=${full} avg60=0.10 avg300=0.05 total=12345\n`;

const cpuInfo = (cpu) =>
  `processor\t: ${cpu}\nmodel name\t: AMD EPYC 9254 24-Core Processor\ncpu MHz\t\t: 2900.000\n\n`;

/// What does not change.
const lasting = (cores) => ({
  'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
  'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000:Ada:/home/ada:/bin/bash\n',
  'proc/sys/kernel/hostname': 'gpu-box\n',
  'proc/sys/kernel/osrelease': '6.1.0-30-amd64\n',
  'proc/cpuinfo': Array.from({ length: cores }, (_, core) => cpuInfo(core)).join(''),
  'proc/loadavg': '1.25 0.80 0.42 3/412 81234\n',
  'proc/meminfo':
    'MemTotal:       65758428 kB\nMemFree:        12003944 kB\nMemAvailable:   40123456 kB\n' +
    'Buffers:         1200340 kB\nCached:         27123400 kB\nSwapCached:         1204 kB\n' +
    'Active:         20123400 kB\nInactive:       24012340 kB\nMlocked:           10240 kB\n' +
    'SwapTotal:       8388604 kB\nSwapFree:        7340028 kB\nDirty:              2340 kB\n' +
    'Writeback:           128 kB\nAnonPages:      15822340 kB\nMapped:          2012340 kB\n' +
    'Shmem:            904512 kB\nSReclaimable:    1800340 kB\nSUnreclaim:       800000 kB\n' +
    'PageTables:       142340 kB\nCommitted_AS:   38012340 kB\n',
  'proc/pressure/cpu': pressure('1.50', '0.00'),
  'proc/pressure/memory': pressure('0.25', '0.10'),
  'proc/pressure/io': pressure('2.75', '1.50'),
  'proc/self/mounts': '/dev/nvme0n1p2 / ext4 rw,relatime 0 0\nnas:/models /models nfs4 ro 0 0\n',
  'proc/self/cgroup': '0::/system.slice/mimon.service\n',
  '.statvfs':
    '/ 500000000000 200000000000 174500000000 30531584 29000000\n' +
    '/models 8000000000000 2000000000000 2000000000000 500000000 490000000\n',
  'sys/block/nvme0n1/size': '976773168\n',
  'sys/block/nvme0n1/removable': '0\n',
  'sys/block/nvme0n1/queue/rotational': '0\n',
  'sys/block/nvme0n1/device/model': 'Example NVMe 500GB\n',
  'sys/block/nvme0n1/device/hwmon0/name': 'nvme\n',
  'sys/block/nvme0n1/device/hwmon0/temp1_input': '41850\n',
  'sys/class/hwmon/hwmon1/name': 'k10temp\n',
  'sys/class/hwmon/hwmon1/temp1_label': 'Tctl\n',
  'sys/class/hwmon/hwmon1/temp1_input': '62375\n',
  'sys/class/net/enp5s0/address': '02:00:00:00:00:01\n',
  'sys/class/net/enp5s0/mtu': '1500\n',
  'sys/class/net/enp5s0/operstate': 'up\n',
  'sys/class/net/enp5s0/speed': '10000\n',
  'sys/class/net/enp5s0/type': '1\n',
  'sys/class/net/enp5s0/uevent': 'INTERFACE=enp5s0\nIFINDEX=2\n',
  'sys/class/net/enp5s0/device/vendor': '0x8086\n',
  ...process(4242, 1000, ...training),
  ...process(4310, 0, ['/app/server'], `/system.slice/docker-${'5e1f'.repeat(16)}.scope`),
  ...Object.assign({}, ...ranks.map((pid) => process(pid, 1000, ...training))),
  ...process(5120, 1000, ['/usr/bin/python3', '-m', 'ipykernel'], '/user.slice/user-1000.slice'),
});
