/**
 * Keeps the columns of one track that the timeline needs now: the whole recording once, then tiles as wide as
 * the view, with one more on each side. Requests that nobody needs any more are aborted. An answer that holds
 * every item is used at every deeper zoom, so a short recording is read exactly once.
 */
import type { Columns } from '../../api/columns';
import type { Piece } from './brush';

/** Milliseconds on the player's clock; `undefined` bounds mean the whole recording. */
export interface Wanted {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly maxItems: number;
}

export type Fetch = (wanted: Wanted, signal: AbortSignal) => Promise<Columns>;

interface Tile {
  from: number;
  to: number;
  /** How often results were said to have changed when this was read. */
  age: number;
  columns: Columns | undefined;
  asked: AbortController | undefined;
  failed: boolean;
}

const KEPT = 32;
const SHORTEST_TILE = 1024;
const ROOT = 'all';

export class TrackWindows {
  private readonly tiles = new Map<string, Tile>();
  private age = 0;
  private failure: unknown;
  private width: { span: number; since: number } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly fetch: Fetch,
    private readonly changed: () => void,
    /** Items asked for per pixel: 2 keeps minimum and maximum of a curve apart. */
    private readonly fewest = 0,
    /** A zoom passes many widths of tiles: only one that stays for so many milliseconds is read. */
    private readonly settle = 0,
  ) {}

  /** Why the last request failed, if it did. */
  get error(): unknown {
    return this.failure;
  }

  /** The columns of the whole recording, perhaps merged. */
  get whole(): Columns | undefined {
    return this.tiles.get(ROOT)?.columns;
  }

  /** Asks for what a view of `width` device pixels needs, and forgets what it does not. */
  want(from: number, to: number, width: number, duration = Infinity): void {
    const maxItems = Math.max(this.fewest, 2 * Math.ceil(width / 256) * 256);
    const needed = new Set([ROOT]);
    this.ask(ROOT, -Infinity, Infinity, maxItems);
    const root = this.tiles.get(ROOT);
    const [span, first, last] = grid(from, to);
    if (root?.columns?.reduced && span < duration && this.settled(span)) {
      for (let i = Math.max(0, first - 1); i <= last + 1 && i * span < duration; i++) {
        const key = `${span}:${i}`;
        needed.add(key);
        this.ask(key, i * span, (i + 1) * span, maxItems);
      }
    }
    for (const [key, tile] of this.tiles) {
      if (needed.has(key)) continue;
      tile.asked?.abort();
      tile.asked = undefined;
      if (!tile.columns) this.tiles.delete(key);
    }
    this.forget(needed);
  }

  /** What is there for a view: exact tiles once all have come, until then the whole recording. */
  pieces(from: number, to: number, duration = Infinity): Piece<Columns>[] {
    const root = this.tiles.get(ROOT)?.columns;
    if (!root) return [];
    const [span] = grid(from, to);
    if (!root.reduced || span >= duration) return [{ from: -Infinity, columns: root }];
    // a wider tile that is there already is still finer than the whole
    for (let width = span; width < 2 * duration; width *= 2) {
      const exact = this.covering(from, to, width);
      if (exact) return exact;
      if (width > 1e9) break;
    }
    return [{ from: -Infinity, columns: root }];
  }

  /** Results have grown: what is shown stays until it has been read again. */
  invalidate(): void {
    this.age++;
    this.failure = undefined;
    for (const tile of this.tiles.values()) tile.failed = false;
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const tile of this.tiles.values()) tile.asked?.abort();
    this.tiles.clear();
  }

  private covering(from: number, to: number, width: number): Piece<Columns>[] | undefined {
    const found: Piece<Columns>[] = [];
    for (let i = Math.max(0, Math.floor(from / width)); i <= Math.max(0, Math.floor((to - 1e-6) / width)); i++) {
      const columns = this.tiles.get(`${width}:${i}`)?.columns;
      if (!columns) return undefined;
      found.push({ from: i * width, columns });
    }
    return found;
  }

  /** Whether tiles of this width have been wanted long enough; otherwise looks again later. */
  private settled(span: number): boolean {
    if (this.settle === 0) return true;
    const now = performance.now();
    if (this.width?.span !== span) this.width = { span, since: now };
    const left = this.settle - (now - this.width.since);
    if (left <= 0) return true;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.changed, left + 1);
    return false;
  }

  private ask(key: string, from: number, to: number, maxItems: number): void {
    const tile = this.tiles.get(key) ?? { from, to, age: -1, columns: undefined, asked: undefined, failed: false };
    // put it last: the map's order is the order of use
    this.tiles.delete(key);
    this.tiles.set(key, tile);
    if (tile.asked || tile.failed || (tile.columns && tile.age === this.age)) return;
    const { age } = this;
    const asked = new AbortController();
    tile.asked = asked;
    const whole = key === ROOT;
    this.fetch({ from: whole ? undefined : from, to: whole ? undefined : to, maxItems }, asked.signal).then(
      (columns) => {
        if (asked.signal.aborted) return;
        Object.assign(tile, { asked: undefined, columns, age });
        this.failure = undefined;
        this.changed();
      },
      (failure: unknown) => {
        if (asked.signal.aborted) return;
        Object.assign(tile, { asked: undefined, failed: true });
        this.failure = failure;
        this.changed();
      },
    );
  }

  private forget(needed: ReadonlySet<string>): void {
    for (const key of this.tiles.keys()) {
      if (this.tiles.size <= KEPT) return;
      if (!needed.has(key)) this.tiles.delete(key);
    }
  }
}

/** The grid of a view: width of its tiles, a power of two at least as wide as the view, first and last tile. */
function grid(from: number, to: number): [span: number, first: number, last: number] {
  let span = SHORTEST_TILE;
  while (span < to - from) span *= 2;
  return [span, Math.max(0, Math.floor(from / span)), Math.max(0, Math.floor((to - 1e-6) / span))];
}
