/** Which columns each row is painted from: one set of windows a track, and the chosen channel of each curve. */
import type { Columns } from '../../api/columns';
import type { Row } from '../rows';
import type { RowData } from './row-painter';
import type { Scale } from './scale';
import { TrackWindows, type Wanted } from './windows';

export type FetchTrack = (track: string, wanted: Wanted, signal: AbortSignal) => Promise<Columns>;

// 14 bytes an item: up to here intervals are read whole instead of merged, so a strip knows what is covered.
const SEGMENTS_READ_WHOLE = 16_384;

export class Sources {
  private readonly windows = new Map<string, TrackWindows>();
  private readonly channels = new Map<string, string>();

  constructor(
    private readonly fetch: FetchTrack,
    private readonly unreadWords: string,
    private readonly changed: () => void,
  ) {}

  setChannel(row: string, channel: string): void {
    this.channels.set(row, channel);
  }

  /** The columns of a whole track, perhaps merged; `undefined` until they have come. */
  whole(track: string): Columns | undefined {
    return this.windows.get(track)?.whole;
  }

  /** What is there for a row, after asking for what is not. */
  of(row: Row, scale: Scale, width: number): Pick<RowData, 'segments' | 'curve' | 'whole' | 'channel' | 'unread'> {
    const wanted = (key: string | undefined, fewest: number) => {
      const windows = key === undefined ? undefined : this.windowsOf(key, fewest);
      windows?.want(scale.from, scale.to, width, scale.duration);
      return windows;
    };
    const segments = wanted(row.segments?.key, SEGMENTS_READ_WHOLE);
    const curve = wanted(row.curve?.key, 0);
    return {
      segments: segments?.pieces(scale.from, scale.to, scale.duration) ?? [],
      curve: curve?.pieces(scale.from, scale.to, scale.duration) ?? [],
      whole: curve?.whole,
      channel: this.channels.get(row.key) ?? row.curve?.channels[0]?.key ?? '',
      unread: segments?.error || curve?.error ? this.unreadWords : '',
    };
  }

  invalidate(): void {
    for (const windows of this.windows.values()) windows.invalidate();
  }

  dispose(): void {
    for (const windows of this.windows.values()) windows.dispose();
    this.windows.clear();
  }

  private windowsOf(key: string, fewest: number): TrackWindows {
    const known = this.windows.get(key);
    if (known) return known;
    const made = new TrackWindows((wanted, signal) => this.fetch(key, wanted, signal), this.changed, fewest);
    this.windows.set(key, made);
    return made;
  }
}
