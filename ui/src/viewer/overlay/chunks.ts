/**
 * Tracks of objects, read in chunks of four seconds: what the playhead needs now, the next ones in the direction of
 * playing, and as many old ones as fit into a fixed number of bytes. Chunks are never merged by the program: the
 * overlay draws measured rows or nothing.
 */
import type { ObjectColumns } from '../../api/columns';

export const CHUNK_MS = 4096;
/** What is kept at most beyond the chunks that are needed now. */
export const BUDGET_BYTES = 48 * 1024 * 1024;

export type FetchObjects = (track: string, from: number, to: number, signal: AbortSignal) => Promise<ObjectColumns>;

interface Chunk {
  track: string;
  columns: ObjectColumns | undefined;
  bytes: number;
  age: number;
  asked: AbortController | undefined;
  failed: boolean;
}

/** Which way and how fast the recording plays: chunks behind are not read ahead. */
export interface Motion {
  readonly playing: boolean;
  /** Negative backwards. */
  readonly rate: number;
}

export class Chunks {
  /** In the order of use. */
  private readonly chunks = new Map<string, Chunk>();
  private age = 0;

  constructor(
    private readonly fetch: FetchObjects,
    private readonly changed: () => void,
    private readonly budget = BUDGET_BYTES,
  ) {}

  /** Bytes of all columns that are kept. */
  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.chunks.values()) sum += bytes;
    return sum;
  }

  /** Asks for what these tracks need around a time; requests that nobody needs any more are aborted. */
  want(tracks: readonly string[], ms: number, motion: Motion): void {
    const needed = new Set<string>();
    for (const nth of around(ms, motion)) {
      for (const track of tracks) {
        const key = `${track} ${nth}`;
        needed.add(key);
        this.ask(key, track, nth);
      }
    }
    for (const [key, chunk] of this.chunks) {
      if (needed.has(key)) continue;
      chunk.asked?.abort();
      chunk.asked = undefined;
      if (!chunk.columns) this.chunks.delete(key);
    }
    this.forget(needed);
  }

  /** The rows around a time, once they have come. */
  at(track: string, ms: number): ObjectColumns | undefined {
    return this.chunks.get(`${track} ${Math.floor(ms / CHUNK_MS)}`)?.columns;
  }

  /** Results have grown: what is shown stays until it has been read again. */
  invalidate(): void {
    this.age++;
    for (const chunk of this.chunks.values()) chunk.failed = false;
  }

  dispose(): void {
    for (const chunk of this.chunks.values()) chunk.asked?.abort();
    this.chunks.clear();
  }

  private ask(key: string, track: string, nth: number): void {
    const chunk = this.chunks.get(key) ?? { track, columns: undefined, bytes: 0, age: -1, asked: undefined, failed: false };
    this.chunks.delete(key);
    this.chunks.set(key, chunk);
    if (chunk.asked || chunk.failed || (chunk.columns && chunk.age === this.age)) return;
    const { age } = this;
    const asked = new AbortController();
    chunk.asked = asked;
    this.fetch(track, nth * CHUNK_MS, (nth + 1) * CHUNK_MS, asked.signal).then(
      (columns) => {
        if (asked.signal.aborted) return;
        Object.assign(chunk, { asked: undefined, columns, age, bytes: bytesOf(columns) });
        this.changed();
      },
      () => {
        if (!asked.signal.aborted) Object.assign(chunk, { asked: undefined, failed: true });
      },
    );
  }

  private forget(needed: ReadonlySet<string>): void {
    let { bytes } = this;
    for (const [key, chunk] of this.chunks) {
      if (bytes <= this.budget) return;
      if (needed.has(key)) continue;
      bytes -= chunk.bytes;
      this.chunks.delete(key);
    }
  }
}

/** The chunk of a time, then its neighbours: two more where playing goes, both sides while still. */
function around(ms: number, { playing, rate }: Motion): number[] {
  const now = Math.floor(Math.max(0, ms) / CHUNK_MS);
  const ahead = Math.max(1, Math.min(4, Math.ceil(Math.abs(rate))));
  const steps = Array.from({ length: ahead }, (_, i) => i + 1);
  if (!playing) return [now, now + 1, now - 1].filter((nth) => nth >= 0);
  return [now, ...steps.map((step) => (rate < 0 ? now - step : now + step))].filter((nth) => nth >= 0);
}

function bytesOf(columns: ObjectColumns): number {
  let bytes = columns.time.byteLength + columns.object.byteLength + columns.score.byteLength;
  for (const values of columns.channels.values()) bytes += values.byteLength;
  return bytes;
}
