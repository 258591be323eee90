import type { CatalogEntry } from '@/api/types';
import { type Catalogue, chartId, offers } from './charts';
import { titleOf } from './titles';

export interface Offer {
  id: string;
  title: string;
  help: string;
  group: 'GPU' | 'Machine';
}

/// What can be added, in the catalogue's order, the GPU's first.
export function offersOf(catalogue: Catalogue, gpus: readonly number[]): Offer[] {
  const offered = catalogue.filter((entry) => offers(entry, gpus)).map(offerOf);
  const rank = ({ group }: Offer) => (group === 'GPU' ? 0 : 1);
  return offered.sort((a, b) => rank(a) - rank(b));
}

function offerOf(entry: CatalogEntry): Offer {
  return {
    id: chartId(entry),
    title: titleOf(entry),
    help: entry.help,
    group: entry.device === 'gpu' ? 'GPU' : 'Machine',
  };
}

/// Those that have every word of `text` somewhere; those with all in the title come first.
export function search(offers: readonly Offer[], text: string): Offer[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (hay: string) => words.every((word) => hay.toLowerCase().includes(word));
  const inTitle = offers.filter(({ title, id }) => has(`${title} ${id}`));
  const elsewhere = offers.filter(
    (offer) => !inTitle.includes(offer) && has(`${offer.title} ${offer.id} ${offer.help}`),
  );
  return [...inTitle, ...elsewhere];
}
