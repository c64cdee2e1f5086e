/** The items of all interval tracks in the order of time: what Up and Down walk and what the list shows. */
import type { SegmentColumns } from '../api/columns';
import { PRESENCE } from './people';
import { itemTitles } from './strings';

export interface ViewerEvent {
  /** Milliseconds on the player's clock. */
  readonly from: number;
  readonly to: number;
  readonly track: string;
  /** `Shot 3`. */
  readonly title: string;
  /** From 1 within its track. */
  readonly number: number;
  readonly label: string;
}

// Half a frame at 1000 frames a second: "after now" must not find the event that the playhead just went to.
const TOLERANCE = 0.5;

export class EventIndex {
  readonly all: readonly ViewerEvent[];
  private readonly starts = new Map<string, Int32Array>();

  constructor(tracks: ReadonlyMap<string, { title: string; columns: SegmentColumns }>) {
    const all: ViewerEvent[] = [];
    for (const [track, { title, columns }] of tracks) {
      this.starts.set(track, columns.start);
      const name = itemTitles[track] ?? ((n: number) => `${title} ${n}`);
      const named = Object.values(PRESENCE).includes(track);
      for (let i = 0; i < columns.items; i++) {
        const label = columns.labels[columns.label[i] ?? 0] ?? '';
        const words = named ? label.charAt(0).toUpperCase() + label.slice(1) : name(i + 1);
        all.push({ from: columns.start[i] ?? 0, to: columns.end[i] ?? 0, track, title: words, number: i + 1, label });
      }
    }
    // at the same time the longer one first: the shot, then the speech in it
    this.all = all.sort((a, b) => a.from - b.from || b.to - a.to);
  }

  /** Index of the last event that began at or before a time; -1 before the first. */
  at(ms: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.all[middle]?.from ?? 0) <= ms + TOLERANCE) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The first event that begins after a time. */
  after(ms: number): ViewerEvent | undefined {
    return this.all[this.at(ms) + 1];
  }

  /** The last event that began before a time, not at it. */
  before(ms: number): ViewerEvent | undefined {
    for (let i = this.at(ms); i >= 0; i--) {
      const event = this.all[i];
      if (event && event.from < ms - TOLERANCE) return event;
    }
    return undefined;
  }

  /** Number of the item of a track that begins at a time, from 1; 0 when the track is not listed in full. */
  numberOf(track: string, from: number): number {
    const starts = this.starts.get(track);
    if (!starts) return 0;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return starts[low] === from ? low + 1 : 0;
  }

  /** The next or previous event of a track, or of those of its items that carry one of some labels. */
  walk(track: string, ms: number, by: 1 | -1, labels?: ReadonlySet<string>): ViewerEvent | undefined {
    const own = this.all.filter((event) => event.track === track && (labels?.has(event.label) ?? true));
    if (by > 0) return own.find((event) => event.from > ms + TOLERANCE);
    return own.findLast((event) => event.from < ms - TOLERANCE);
  }
}
