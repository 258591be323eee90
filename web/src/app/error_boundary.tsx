import { Component, type ReactNode } from 'react';
import { Notice } from '@/components/notice';

/// Keeps a fault in one page from taking the navigation with it.
export class ErrorBoundary extends Component<{ children: ReactNode }, { fault: string | null }> {
  override state = { fault: null };

  static getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.fault === null) return this.props.children;
    return (
      <Notice
        look="error"
        title="This page could not be drawn."
        action={
          <button
            type="button"
            onClick={() => this.setState({ fault: null })}
            className="cursor-pointer rounded-lg border border-slate-600 bg-slate-800 px-4 py-2"
          >
            Try again
          </button>
        }
      >
        {this.state.fault}
      </Notice>
    );
  }
}
