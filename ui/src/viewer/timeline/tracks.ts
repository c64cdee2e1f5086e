/** What is in memory of every layer: the recording as a whole, coarsely, and what is in sight, finely. */
import type { Columns } from "../../api/columns";
import type { Layer, Row } from "../rows";
import type { TimeView } from "./view";
import { TrackWindow, type Asked } from "./windows";

export type LayerData = { near: Columns | null; whole: Columns | null };
export type ReadTrack = (track: string, asked: Asked, signal: AbortSignal) => Promise<Columns>;

type Pair = { near: TrackWindow; whole: TrackWindow };

export class TrackStore {
  readonly #pairs = new Map<string, Pair>();
  readonly #read: ReadTrack;
  readonly #changed: () => void;

  constructor(read: ReadTrack, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  want(rows: readonly Row[], view: TimeView, whole: TimeView): void {
    for (const { layers } of rows)
      for (const layer of layers) {
        const pair = this.#pairOf(layer);
        pair.whole.want(whole);
        // short recordings fit into memory whole: then nothing more is read
        if (pair.whole.data?.reduced) pair.near.want(view);
      }
  }

  dataOf(layer: Layer): LayerData {
    const pair = this.#pairs.get(layer.track);
    return { near: pair?.near.data ?? null, whole: pair?.whole.data ?? null };
  }

  failureOf(layer: Layer): unknown {
    const pair = this.#pairs.get(layer.track);
    return pair?.whole.failed ?? pair?.near.failed ?? null;
  }

  close(): void {
    for (const pair of this.#pairs.values()) {
      pair.near.close();
      pair.whole.close();
    }
  }

  #pairOf(layer: Layer): Pair {
    const known = this.#pairs.get(layer.track);
    if (known) return known;
    const read = (asked: Asked, signal: AbortSignal) => this.#read(layer.track, asked, signal);
    const pair = { near: new TrackWindow(read, this.#changed), whole: new TrackWindow(read, this.#changed) };
    this.#pairs.set(layer.track, pair);
    return pair;
  }
}
