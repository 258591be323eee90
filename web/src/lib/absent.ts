/// A value that may be unknown. Unknown is never zero.
export type Maybe<T> = T | null | undefined;

export function isKnown<T>(value: Maybe<T>): value is T {
  return value !== null && value !== undefined;
}

/// `f` of the values where all are known, `null` otherwise.
export function combine(a: Maybe<number>, b: Maybe<number>, f: (a: number, b: number) => number) {
  return isKnown(a) && isKnown(b) ? f(a, b) : null;
}
