import { ApiError } from '@/api/client';
import type { CatalogEntry, Health } from '@/api/types';
import type { Readings } from '../readings';
import type { FetchFrame, Frame } from './fetch_frame';
import { appendReadings, spliceTail, takesSamples, takesTails } from './live_frame';
import { recordingOf } from './recording';
import { Slot } from './slot';
import { type HistoryState, type Question, type Stretch, sameSeries, sameStretch } from './state';

export interface HistorySources {
  fetchFrame: FetchFrame;
  fetchCatalog(signal: AbortSignal): Promise<{ metrics: readonly CatalogEntry[] }>;
  fetchHealth(signal: AbortSignal): Promise<Health>;
  now: () => number;
}

/// Milliseconds that a zoom must have stood still, that pass between two requests for the newest
/// points, after which something that failed is tried again, and between two looks at how the recording
/// fares.
const zoomRest = 150;
const tailPause = 3000;
const retryPause = 10_000;
const healthPause = 15_000;

/// Keeps a history state in step with what is asked for and with the readings as they come.
export class HistoryKeeper {
  #question: Question | null = null;
  #serverTime: number | null = null;
  /// From when on the server knows more than the overview holds.
  #missingFrom: number | null = null;
  #mayTail = 0;
  #mayRetry = 0;
  #mayLook = 0;
  readonly #health = new Slot();
  readonly #catalog = new Slot();
  readonly #overview = new Slot();
  readonly #detail = new Slot();
  readonly #tail = new Slot();

  constructor(
    private readonly sources: HistorySources,
    private readonly get: () => HistoryState,
    private readonly set: (change: Partial<HistoryState>) => void,
  ) {}

  start(): void {
    if (this.get().catalog === null) this.#loadCatalog();
    this.#look();
  }

  ask(next: Question): void {
    const known = this.#question;
    this.#question = next;
    const anew = known === null || !sameSeries(known, next);
    if (anew || known.span !== next.span) this.#loadOverview();
    if (next.zoom === null) {
      this.#detail.cancel();
      this.set({ detail: null, busy: this.#overview.busy });
    } else if (anew || !sameStretch(known.zoom, next.zoom)) {
      this.#loadDetail(anew ? 0 : zoomRest);
    }
  }

  advance(readings: Readings): void {
    const time = timeOf(readings);
    if (time === null || time === this.#serverTime) return;
    const setBack = this.#serverTime !== null && time < this.#serverTime - 60;
    this.#serverTime = time;
    if (this.sources.now() >= this.#mayLook) this.#look();
    const { catalog, overview, error, recording } = this.get();
    if (recording?.state === 'off') return;
    if (error !== null) {
      if (this.sources.now() >= this.#mayRetry) this.retry();
      return;
    }
    if (catalog === null && !this.#catalog.busy) this.#loadCatalog();
    if (this.#question === null) return;
    if (overview !== null && !setBack) this.#follow(overview, readings, time);
    else if (!this.#overview.busy) this.#loadOverview();
  }

  retry(): void {
    this.#mayRetry = this.sources.now() + retryPause;
    if (this.get().catalog === null) this.#loadCatalog();
    this.#loadOverview();
    this.#loadDetail(0);
  }

  stop(): void {
    for (const slot of [this.#health, this.#catalog, this.#overview, this.#detail, this.#tail])
      slot.cancel();
    this.#question = null;
    this.set({ busy: false });
  }

  #look(): void {
    this.#mayLook = this.sources.now() + healthPause;
    const load = async (signal: AbortSignal) => {
      this.set({ recording: recordingOf(await this.sources.fetchHealth(signal)) });
    };
    // Without an answer the last one stands; the page as a whole says where the connection is lost.
    this.#health.run(load, () => {});
  }

  #loadCatalog(): void {
    this.#catalog.run(async (signal) => {
      const { metrics } = await this.sources.fetchCatalog(signal);
      this.set({ catalog: metrics, error: null });
    }, this.#fail);
  }

  #loadOverview(): void {
    const asked = this.#question;
    if (asked === null || this.#serverTime === null) return;
    const stretch = { from: this.#serverTime - asked.span, to: this.#serverTime };
    this.set({ busy: true });
    this.#tail.cancel();
    this.#missingFrom = null;
    this.#overview.run(async (signal) => {
      const frame = await this.#fetch(asked, stretch, { start: stretch.from }, signal);
      this.#mayTail = this.sources.now() + tailPause;
      this.set({ overview: { ...frame, ...stretch }, error: null, busy: this.#detail.busy });
    }, this.#fail);
  }

  #loadDetail(delay: number): void {
    const asked = this.#question;
    const zoom = asked?.zoom;
    if (!asked || !zoom) return;
    this.set({ busy: true });
    const load = async (signal: AbortSignal) => {
      const frame = await this.#fetch(asked, zoom, { start: zoom.from, end: zoom.to }, signal);
      this.set({ detail: { ...frame, ...zoom }, error: null, busy: this.#overview.busy });
    };
    this.#detail.run(load, this.#fail, delay);
  }

  /// The points of a coarser answer need their extremes as well; whether it is one, the length
  /// tells in most cases, and otherwise only the answer.
  async #fetch(
    { series, points }: Question,
    { from, to }: Stretch,
    times: { start: number; end?: number },
    signal: AbortSignal,
  ): Promise<Frame> {
    const question = { ...times, series, maxPoints: points };
    const coarse = to - from > points;
    const frame = await this.sources.fetchFrame({ ...question, minMax: coarse }, signal);
    if (coarse || frame.step === 1) return frame;
    return this.sources.fetchFrame({ ...question, minMax: true }, signal);
  }

  #follow(known: Frame & Stretch, readings: Readings, time: number): void {
    const span = known.to - known.from;
    const stretch = { from: time - span, to: time };
    const mayTail = this.sources.now() >= this.#mayTail && !this.#tail.busy;
    if (takesSamples(known)) {
      const { frame, missingFrom } = appendReadings(known, readings, time, stretch.from);
      this.set({ overview: { ...frame, ...stretch } });
      this.#missingFrom ??= missingFrom;
      if (this.#missingFrom !== null && mayTail)
        this.#loadTail(Math.max(this.#missingFrom, stretch.from));
    } else if (mayTail && !this.#overview.busy) {
      if (time < known.to + known.step && this.#missingFrom === null) return;
      if (!takesTails(known)) {
        this.#loadOverview();
        return;
      }
      this.set({ overview: { ...known, ...stretch } });
      // The newest point was still growing when it was brought.
      this.#loadTail(Math.max(known.times.at(-2) ?? stretch.from, stretch.from));
    }
  }

  #loadTail(start: number): void {
    const known = this.get().overview;
    if (known === null) return;
    const { series, resolution, step } = known;
    this.#missingFrom = null;
    this.#mayTail = this.sources.now() + retryPause;
    const load = async (signal: AbortSignal) => {
      const question = { series, start, resolution, minMax: step > 1 };
      const tail = await this.sources.fetchFrame(question, signal);
      this.#mayTail = this.sources.now() + tailPause;
      const { overview } = this.get();
      if (overview === null) return;
      const { from, to } = overview;
      this.set({ overview: { ...spliceTail(overview, tail, from), from, to } });
    };
    // The next readings ask again; the page as a whole says where the connection is lost.
    this.#tail.run(load, () => {
      this.#missingFrom = start;
    });
  }

  readonly #fail = (error: unknown): void => {
    const wait = error instanceof ApiError ? error.retryAfter : null;
    this.#mayRetry = this.sources.now() + (wait ?? retryPause);
    this.set({
      error: error instanceof Error ? error.message : String(error),
      busy: this.#overview.busy || this.#detail.busy,
    });
  };
}

function timeOf({ timestamp }: Readings): number | null {
  const milliseconds = timestamp === null ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(milliseconds) ? null : Math.round(milliseconds / 1000);
}
