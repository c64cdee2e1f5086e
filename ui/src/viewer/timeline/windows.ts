/** The part of a track that is in memory. It reads more when the view leaves it or comes closer, never a whole file. */
import type { Columns } from "../../api/columns";
import type { TimeView } from "./view";

export type Asked = { from: number; to: number; maxItems: number };
export type Fetcher = (asked: Asked, signal: AbortSignal) => Promise<Columns>;

/** What is read beside the view on each side, in widths of the view. */
const MARGIN = 0.5;
/** Reduced data serves until the view is this much closer than when it was read. */
const CLOSER = 0.6;

export class TrackWindow {
  data: Columns | null = null;
  failed: unknown = null;
  readonly #fetch: Fetcher;
  readonly #changed: () => void;
  #covers: Asked | null = null;
  #asked: Asked | null = null;
  #stop: AbortController | null = null;

  constructor(fetch: Fetcher, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  /** Makes sure that the view is served; reads at most one thing at a time, and drops what is out of date. */
  want(view: TimeView): void {
    if (this.failed || serves(this.#covers, this.data, view)) return;
    if (this.#asked && within(this.#asked, view) && !coarser(this.#asked, view)) return;
    const margin = view.span * MARGIN;
    const asked: Asked = {
      from: Math.floor(view.from - margin),
      to: Math.ceil(view.to + margin),
      maxItems: Math.ceil(view.width * 2 * (1 + 2 * MARGIN)),
    };
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#asked = asked;
    this.#fetch(asked, stop.signal).then(
      (data) => this.#take(asked, stop, data, null),
      (error: unknown) => this.#take(asked, stop, null, error),
    );
  }

  close(): void {
    this.#stop?.abort();
  }

  #take(asked: Asked, stop: AbortController, data: Columns | null, error: unknown): void {
    if (stop.signal.aborted) return;
    this.#asked = null;
    this.failed = error;
    if (data) {
      this.data = data;
      this.#covers = asked;
    }
    this.#changed();
  }
}

const within = (asked: Asked, view: TimeView) =>
  asked.from <= Math.max(0, view.from) && asked.to >= Math.min(view.end, view.to);

const coarser = (asked: Asked, view: TimeView) =>
  view.msPerPixel < ((asked.to - asked.from) / asked.maxItems) * 2 * CLOSER;

function serves(covers: Asked | null, data: Columns | null, view: TimeView): boolean {
  if (!covers || !data || !within(covers, view)) return false;
  return !data.reduced || !coarser(covers, view);
}
