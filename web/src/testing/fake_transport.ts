import type { Readings } from '@/live/readings';
import type { Interest, Status, Transport, TransportListener } from '@/live/transport';

/// A transport that brings what a test hands it.
export class FakeTransport implements Transport {
  listener: TransportListener | null = null;
  /// Whether it was asked for one update alone.
  single = false;
  interest: Interest | null = null;
  retries = 0;

  start(listener: TransportListener): void {
    this.listener = listener;
    this.single = false;
  }

  once(listener: TransportListener): void {
    this.listener = listener;
    this.single = true;
  }

  stop(): void {
    this.listener = null;
  }

  watch(interest: Interest): void {
    this.interest = interest;
  }

  retry(): void {
    this.retries += 1;
  }

  bring(update: Partial<Readings>): void {
    this.listener?.onUpdate(update, this.single);
    this.tell({ state: 'live' });
    if (this.single) this.stop();
  }

  tell(status: Status): void {
    this.listener?.onStatus(status);
  }
}
