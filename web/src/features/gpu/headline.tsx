import { Figure } from '@/components/figure';
import type { Maybe } from '@/lib/absent';
import { classes } from '@/lib/classes';

interface HeadlineProps {
  value: Maybe<number>;
  format: (value: number) => string;
  reason: string;
  className: string;
}

/// A panel's large figure.
export function Headline({ className, ...figure }: HeadlineProps) {
  return (
    <Figure
      {...figure}
      placeholder="2.5em"
      type="text"
      className={classes(
        'shrink-0 text-2xl leading-8 font-bold xl:max-2xl:text-xl xl:max-2xl:leading-8',
        className,
      )}
    />
  );
}
