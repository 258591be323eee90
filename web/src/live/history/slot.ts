/// Work of which only the newest matters: a new piece gives up the one before.
export class Slot {
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get busy(): boolean {
    return this.#abort !== null;
  }

  /// Runs `work` after `delay` milliseconds, unless something else comes first. Errors go to
  /// `failed`, but for those of work that was given up.
  run(
    work: (signal: AbortSignal) => Promise<void>,
    failed: (error: unknown) => void,
    delay = 0,
  ): void {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    const go = async () => {
      try {
        await work(abort.signal);
        this.#end(abort);
      } catch (error) {
        this.#end(abort);
        if (!abort.signal.aborted) failed(error);
      }
    };
    if (delay === 0) void go();
    else this.#timer = setTimeout(go, delay);
  }

  #end(abort: AbortController): void {
    if (this.#abort === abort) this.#abort = null;
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
  }
}
