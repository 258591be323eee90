import { type ComponentType, type ReactNode, useSyncExternalStore } from 'react';

type WithSoon<P> = P & {
  /// What stands in its place until it is there.
  soon?: ReactNode;
};

/// A part of the program that comes on its own: when it is first drawn, or at `bring`.
export interface Part<P extends object> {
  (props: WithSoon<P>): ReactNode;
  /// Brings it; does nothing where it is there or on its way. What fails is told where it is drawn.
  bring(): void;
}

/// React's own `lazy` would keep what it brings back for 300 ms once something stood in its place.
export function part<P extends object>(load: () => Promise<ComponentType<P>>): Part<P> {
  let state: { Loaded?: ComponentType<P>; failure?: unknown } | null = null;
  const listeners = new Set<() => void>();
  const become = (next: typeof state) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const bring = () => {
    if (state !== null) return;
    state = {};
    load().then(
      (Loaded) => become({ Loaded }),
      (failure: unknown) => become({ failure }),
    );
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    bring();
    return () => listeners.delete(listener);
  };
  // biome-ignore lint/correctness/noComponentHookFactories: called at the top of modules alone.
  function Drawn({ soon = null, ...props }: WithSoon<P>): ReactNode {
    const known = useSyncExternalStore(subscribe, () => state);
    if (known?.failure) throw known.failure;
    const Loaded = known?.Loaded as ComponentType<object> | undefined;
    return Loaded ? <Loaded {...props} /> : soon;
  }
  return Object.assign(Drawn, { bring });
}
