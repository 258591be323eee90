import { ApiError } from '@/api/client';
import type { Readings } from './readings';
import { type Interest, sameInterest, type Transport, type TransportListener } from './transport';

export type FetchReadings = (interest: Interest, signal: AbortSignal) => Promise<Partial<Readings>>;

export interface PollingOptions {
  /// Milliseconds from the start of one request to the start of the next.
  interval: number;
  /// Milliseconds after which a request without an answer counts as failed.
  timeout: number;
  /// Milliseconds that the wait between attempts grows to.
  longestWait: number;
}

const defaults: PollingOptions = { interval: 1000, timeout: 5000, longestWait: 15000 };

/// One failure may be a hiccup; from the second in a row on it is shown.
const failuresToShow = 2;

/// Asks for the readings again and again: one request at a time, none while the tab is hidden.
export class PollingTransport implements Transport {
  #interest: Interest = { gpuId: null, everyGpu: false, compared: false };
  #listener: TransportListener | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | null = null;
  #failures = 0;
  #once = false;
  readonly #fetch: FetchReadings;
  readonly #options: PollingOptions;

  constructor(fetchReadings: FetchReadings, options: Partial<PollingOptions> = {}) {
    this.#fetch = fetchReadings;
    this.#options = { ...defaults, ...options };
  }

  start(listener: TransportListener): void {
    this.#begin(listener, false);
  }

  once(listener: TransportListener): void {
    this.#begin(listener, true);
  }

  #begin(listener: TransportListener, once: boolean): void {
    this.stop();
    this.#listener = listener;
    this.#failures = 0;
    this.#once = once;
    listener.onStatus({ state: 'connecting' });
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#pollNow();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#listener = null;
    this.#cancel();
  }

  watch(interest: Interest): void {
    if (sameInterest(interest, this.#interest)) return;
    this.#interest = interest;
    this.#pollNow();
  }

  retry(): void {
    this.#pollNow();
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) clearTimeout(this.#timer);
    else if (this.#request === null) this.#pollNow();
  };

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#request?.abort(new Error('replaced'));
    this.#request = null;
  }

  #pollNow(): void {
    this.#cancel();
    if (this.#listener !== null && !document.hidden) void this.#poll();
  }

  async #poll(): Promise<void> {
    const request = new AbortController();
    const started = performance.now();
    const limit = setTimeout(() => {
      request.abort(new ApiError('The server did not answer in time.', null));
    }, this.#options.timeout);
    this.#request = request;
    let wait: number;
    try {
      const update = await this.#fetch(this.#interest, request.signal);
      if (this.#request !== request) return;
      wait = this.#succeeded(update, started);
    } catch (error) {
      if (this.#request !== request) return;
      wait = this.#failed(error);
    } finally {
      clearTimeout(limit);
    }
    // Whoever listens may have stopped it.
    if (this.#request !== request) return;
    this.#request = null;
    if (!document.hidden) this.#timer = setTimeout(() => this.#pollNow(), wait);
  }

  #succeeded(update: Partial<Readings>, started: number): number {
    const listener = this.#listener;
    this.#failures = 0;
    if (this.#once) this.stop();
    listener?.onUpdate(update, true);
    listener?.onStatus({ state: 'live' });
    return Math.max(0, this.#options.interval - (performance.now() - started));
  }

  #failed(error: unknown): number {
    this.#failures += 1;
    const failure = error instanceof ApiError ? error : null;
    const detail = failure?.message ?? 'The answer could not be read.';
    if (failure?.status === 401) this.#listener?.onStatus({ state: 'unauthorized', detail });
    else if (this.#failures >= failuresToShow) this.#listener?.onStatus({ state: 'lost', detail });
    const backoff = this.#options.interval * 2 ** (this.#failures - 1);
    return Math.min(failure?.retryAfter ?? backoff, this.#options.longestWait);
  }
}
