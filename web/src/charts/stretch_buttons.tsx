import { ChevronLeft, ChevronRight, type LucideIcon, ZoomIn, ZoomOut } from 'lucide-react';
import { classes } from '@/lib/classes';
import { closer, earlier, later, type Stretch, shortest, wider } from './stretch';

interface StretchButtonsProps {
  /// What the charts show.
  stretch: Stretch;
  /// Whether that is a part of what there is to see.
  zoomed: boolean;
  onZoom(stretch: Stretch): void;
}

/// What drawing across a chart does, for those who don't have a mouse. What can't be done now keeps the
/// focus that it has.
export function StretchButtons({ stretch, zoomed, onZoom }: StretchButtonsProps) {
  const mayCloser = stretch.to - stretch.from > shortest;
  const buttons: [name: string, Icon: LucideIcon, to: Stretch, active: boolean][] = [
    ['Earlier', ChevronLeft, earlier(stretch), zoomed],
    ['Look wider', ZoomOut, wider(stretch), zoomed],
    ['Look closer', ZoomIn, closer(stretch), mayCloser],
    ['Later', ChevronRight, later(stretch), zoomed],
  ];
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Part of the range</legend>
      {buttons.map(([name, Icon, to, active]) => (
        <button
          key={name}
          type="button"
          aria-label={name}
          title={name}
          aria-disabled={!active}
          onClick={() => active && onZoom(to)}
          className={classes(
            'grid size-8 place-items-center rounded bg-slate-800',
            active
              ? 'cursor-pointer text-slate-200 hover:bg-slate-700'
              : 'cursor-default text-slate-600',
          )}
        >
          <Icon aria-hidden="true" className="size-4" />
        </button>
      ))}
    </fieldset>
  );
}
