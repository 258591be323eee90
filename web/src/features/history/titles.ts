import type { CatalogEntry } from '@/api/types';

const words: Record<string, string> = {
  cpu: 'CPU',
  gpu: 'GPU',
  ram: 'RAM',
  io: 'I/O',
  iowait: 'I/O Wait',
  oom: 'OOM',
  ops: 'Operations',
  fp64: 'FP64',
  fp32: 'FP32',
  fp16: 'FP16',
  pcie: 'PCIe',
  nvlink: 'NVLink',
  ecc: 'ECC',
  xid: 'XID',
  sm: 'SM',
  dram: 'DRAM',
  rpm: 'RPM',
  tx: 'Sent',
  rx: 'Received',
  recv: 'Received',
  mhz: '',
  percent: '%',
};

/// An id as a heading: `disk_io.read_rate` is 'Disk I/O Read Rate'.
export function titleOf({ id, device }: Pick<CatalogEntry, 'id' | 'device'>): string {
  const title = id
    .split(/[._]/)
    .map((word) => words[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .filter((word) => word !== '')
    .join(' ');
  return device === 'gpu' && !title.includes('GPU') ? `GPU ${title}` : title;
}
