import { createContext, useContext } from 'react';

/// Whether the values below have not come yet, so that a missing one is drawn as a placeholder
/// rather than as `N/A`.
export const Loading = createContext(false);

export function useLoading(): boolean {
  return useContext(Loading);
}

/// A grey block of the height of the text around it.
export function Placeholder({ width = '4.5em' }: { width?: string }) {
  return (
    <span
      aria-hidden="true"
      data-testid="placeholder"
      className="inline-block h-[0.8em] max-w-full animate-pulse rounded bg-slate-700/60 align-baseline"
      style={{ width }}
    />
  );
}
