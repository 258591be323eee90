import type { All, Comparison, GpuInfo } from '@/api/types';
import { fromAll } from './fetch_readings';
import type { Readings } from './readings';
import {
  type Interest,
  type Status,
  sameInterest,
  type Transport,
  type TransportListener,
} from './transport';

/// The part of a reconnecting WebSocket that is used here. It opens again by itself after it was lost.
export interface Socket {
  addEventListener(
    type: 'open' | 'message' | 'close',
    listener: (event: Event) => void,
    options: { signal: AbortSignal },
  ): void;
  send(text: string): void;
  close(): void;
}

export interface StreamSources {
  /// Opens the socket to `/ws/system-metrics`.
  open(): Socket;
  /// What carries the readings while the socket doesn't.
  fallback: Transport;
  fetchList(signal: AbortSignal): Promise<GpuInfo[]>;
  fetchComparison(signal: AbortSignal): Promise<Comparison>;
}

/// Milliseconds without a message after which an open socket counts as dead, that messages of one
/// sample are gathered for, that they wait for the comparison, and after which the list of GPUs is
/// brought anew.
const silence = 5000;
const gather = 15;
const patience = 400;
const listLife = 10_000;

interface Message {
  type: string;
  channel: string;
  timestamp: string;
  data: unknown;
}

/// Takes the readings from the server's stream, and from `fallback` until the stream speaks and
/// whenever it falls silent. Nothing is open while the tab is hidden.
export class StreamTransport implements Transport {
  #interest: Interest = { gpuId: null, everyGpu: false, compared: false };
  #listener: TransportListener | null = null;
  #socket: Socket | null = null;
  /// The socket is open; it speaks; the fallback runs.
  #ready = false;
  #streaming = false;
  #polling = false;
  #defaultGpuId: number | null = null;
  #gpus: GpuInfo[] | null = null;
  #listAt = 0;
  #channels = new Set<string>();
  #gathered: Partial<Readings> = {};
  #flush: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #requests = new AbortController();
  #comparing = false;
  #comparedAt = 0;
  readonly #sources: StreamSources;

  constructor(sources: StreamSources) {
    this.#sources = sources;
  }

  start(listener: TransportListener): void {
    this.stop();
    this.#listener = listener;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#fallBack();
    this.#open();
  }

  /// One answer is no reason to open a socket.
  once(listener: TransportListener): void {
    this.stop();
    this.#sources.fallback.once({
      onUpdate: (update, whole) => {
        this.#remember(update);
        listener.onUpdate(update, whole);
      },
      onStatus: (status) => this.#tell(listener, status),
    });
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#listener = null;
    this.#close();
    this.#polling = false;
    this.#sources.fallback.stop();
  }

  watch(interest: Interest): void {
    if (sameInterest(interest, this.#interest)) return;
    this.#interest = interest;
    this.#sources.fallback.watch(interest);
    this.#subscribe();
  }

  retry(): void {
    this.#sources.fallback.retry();
    if (!this.#streaming && this.#listener !== null) this.#reopen();
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) {
      this.#close();
    } else if (this.#listener !== null) {
      this.#fallBack();
      this.#open();
    }
  };

  #open(): void {
    if (document.hidden || this.#socket !== null) return;
    const socket = this.#sources.open();
    this.#socket = socket;
    this.#requests = new AbortController();
    const { signal } = this.#requests;
    const onMessage = (event: Event) => this.#receive((event as MessageEvent).data);
    const onOpen = () => {
      this.#ready = true;
      this.#channels.clear();
      this.#subscribe();
    };
    socket.addEventListener('open', onOpen, { signal });
    socket.addEventListener('message', onMessage, { signal });
    socket.addEventListener('close', () => this.#fallBack(), { signal });
  }

  /// A new socket does not wait for its turn, as one that was refused does.
  #reopen(): void {
    this.#close();
    this.#open();
  }

  #close(): void {
    clearTimeout(this.#flush);
    clearTimeout(this.#watchdog);
    this.#flush = undefined;
    this.#requests.abort(new Error('closed'));
    this.#socket?.close();
    this.#socket = null;
    this.#ready = false;
    this.#streaming = false;
    this.#comparing = false;
    this.#gathered = {};
  }

  #fallBack(): void {
    clearTimeout(this.#watchdog);
    const listener = this.#listener;
    this.#ready = false;
    this.#streaming = false;
    if (listener === null || this.#polling) return;
    this.#polling = true;
    this.#sources.fallback.start({
      onUpdate: (update, whole) => {
        this.#remember(update);
        listener.onUpdate(update, whole);
        this.#subscribe();
      },
      onStatus: (status) => this.#tell(listener, status),
    });
  }

  /// A page that has values does not go back to "connecting" for a change of transport.
  #tell(listener: TransportListener, status: Status): void {
    if (status.state !== 'connecting' || this.#gpus === null) listener.onStatus(status);
  }

  #remember(update: Partial<Readings>): void {
    if (update.gpus) {
      this.#gpus = update.gpus;
      this.#listAt = performance.now();
    }
    if (update.defaultGpuId !== undefined) this.#defaultGpuId = update.defaultGpuId;
  }

  /// Brings the server's idea of what is wanted in line. Before the first list it is not known.
  #subscribe(): void {
    if (!this.#ready || this.#gpus === null) return;
    const { gpuId, everyGpu } = this.#interest;
    const ids = this.#gpus.map((gpu) => gpu.gpu_id);
    const one = gpuId !== null && ids.includes(gpuId) ? gpuId : this.#defaultGpuId;
    const wanted = new Set(['system']);
    for (const id of ids) if (everyGpu || id === one) wanted.add(`gpu/${id}`);
    this.#ask('unsubscribe', this.#channels, wanted);
    this.#ask('subscribe', wanted, this.#channels);
    this.#channels = wanted;
  }

  #ask(type: string, from: ReadonlySet<string>, without: ReadonlySet<string>): void {
    const channels = [...from].filter((channel) => !without.has(channel));
    if (channels.length > 0) this.#socket?.send(JSON.stringify({ type, channels }));
  }

  #receive(text: unknown): void {
    const message = parse(text);
    if (message === null || this.#gpus === null || this.#listener === null) return;
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#fallBack();
      this.#reopen();
    }, silence);
    if (!this.#streaming) {
      this.#streaming = true;
      this.#polling = false;
      this.#sources.fallback.stop();
    }
    this.#take(message);
    this.#flush ??= setTimeout(() => this.#bring(), gather);
  }

  #take({ channel, timestamp, data }: Message): void {
    const known = this.#gathered;
    if (channel === 'system') {
      const system = data as Omit<All, 'gpu' | 'timestamp'>;
      const { gpus, defaultGpuId, gpuMetrics, gpuProcesses, ...host } = fromAll(
        { ...system, timestamp, gpu: null },
        [],
      );
      this.#gathered = { ...known, ...host };
      if (system.gpu_available !== (this.#gpus?.length !== 0))
        this.#listAt = Number.NEGATIVE_INFINITY;
      this.#compare();
    } else if (/^gpu\/\d+$/.test(channel)) {
      const gpu = data as NonNullable<All['gpu']>;
      const one = fromAll({ timestamp, gpu } as All, []);
      this.#gathered = {
        ...known,
        timestamp,
        gpuMetrics: { ...known.gpuMetrics, ...one.gpuMetrics },
        gpuProcesses: { ...known.gpuProcesses, ...one.gpuProcesses },
      };
      this.#updateList(gpu);
    }
  }

  #updateList({ gpu_count, selected_gpu_id, info }: NonNullable<All['gpu']>): void {
    const gpus = this.#gpus ?? [];
    const at = gpus.findIndex((gpu) => gpu.gpu_id === selected_gpu_id);
    const same = gpus.length === gpu_count && gpus[at]?.uuid === info.uuid;
    if (!same) this.#listAt = Number.NEGATIVE_INFINITY;
    else this.#gpus = this.#gathered.gpus = gpus.with(at, info);
  }

  #bring(): void {
    // What is marked as highest is to be the highest of the figures that are shown.
    if (this.#comparing && performance.now() - this.#comparedAt < patience) {
      this.#flush = setTimeout(() => this.#bring(), gather);
      return;
    }
    this.#flush = undefined;
    const update = this.#gathered;
    this.#gathered = {};
    if (this.#listener === null || !this.#streaming) return;
    this.#listener.onUpdate(update);
    this.#listener.onStatus({ state: 'live', via: 'stream' });
    if (performance.now() - this.#listAt >= listLife) void this.#refreshList();
  }

  async #refreshList(): Promise<void> {
    const { signal } = this.#requests;
    this.#listAt = performance.now();
    try {
      const gpus = await this.#sources.fetchList(signal);
      if (signal.aborted) return;
      const defaultGpuId = gpus[0]?.gpu_id ?? null;
      this.#remember({ gpus, defaultGpuId });
      this.#listener?.onUpdate({ gpus, defaultGpuId });
      this.#subscribe();
    } catch {
      // It is asked for again; whether the server answers at all, the stream tells.
    }
  }

  async #compare(): Promise<void> {
    if (!this.#interest.compared || this.#comparing || (this.#gpus?.length ?? 0) < 2) return;
    const { signal } = this.#requests;
    this.#comparing = true;
    this.#comparedAt = performance.now();
    try {
      const comparison = await this.#sources.fetchComparison(signal);
      if (signal.aborted) return;
      this.#gathered = { ...this.#gathered, comparison };
      this.#flush ??= setTimeout(() => this.#bring(), gather);
    } catch {
      // The last one stands until the next sample.
    } finally {
      if (!signal.aborted) this.#comparing = false;
    }
  }
}

function parse(text: unknown): Message | null {
  if (typeof text !== 'string') return null;
  try {
    const message = JSON.parse(text) as Partial<Message> | null;
    const sound = message?.type === 'metrics' && typeof message.channel === 'string';
    return sound && typeof message.timestamp === 'string' && isObject(message.data)
      ? (message as Message)
      : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
