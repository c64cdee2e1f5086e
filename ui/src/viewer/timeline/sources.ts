/** Which columns each row is painted from: one set of windows a track, and the chosen channel of each curve. */
import type { Columns } from '../../api/columns';
import type { Row } from '../rows';
import type { RowData } from './row-painter';
import type { Scale } from './scale';
import { TrackWindows, type Wanted } from './windows';

/** Which track, or which channel of one object of a track of objects. */
export interface Source {
  readonly track: string;
  readonly object?: number;
  readonly channel?: string;
}

export type FetchTrack = (source: Source, wanted: Wanted, signal: AbortSignal) => Promise<Columns>;

const keyOf = ({ track, object, channel }: Source) => (object === undefined ? track : `${track} ${object} ${channel ?? ''}`);

// 14 bytes an item: up to here intervals are read whole instead of merged, so a strip knows what is covered.
const SEGMENTS_READ_WHOLE = 16_384;
// shorter than anybody waits for, longer than a width lasts while zooming
const SETTLE_MS = 200;

/** The channel of a row until another one is chosen. */
export function firstChannel({ curve, objects }: Pick<Row, 'curve' | 'objects'>): string {
  const keys = curve?.channels.map(({ key }) => key) ?? [];
  return objects && keys.includes(objects.channel) ? objects.channel : (keys[0] ?? '');
}

export class Sources {
  private readonly windows = new Map<string, TrackWindows>();
  private readonly channels = new Map<string, string>();
  private readonly objects = new Map<string, number>();

  constructor(
    private readonly fetch: FetchTrack,
    private readonly unreadWords: string,
    private readonly changed: () => void,
  ) {}

  setChannel(row: string, channel: string): void {
    this.channels.set(row, channel);
  }

  /** Whose curve a row of a track of objects shows. */
  setObject(row: string, object: number): void {
    this.objects.set(row, object);
  }

  /** The whole curve of a row, perhaps merged; `undefined` until it has come. */
  curve(row: Row): Columns | undefined {
    const source = this.curveOf(row);
    return source && this.windows.get(keyOf(source))?.whole;
  }

  /** The columns of a whole track, perhaps merged; `undefined` until they have come. */
  whole(track: string): Columns | undefined {
    return this.windows.get(track)?.whole;
  }

  /** What is there for a row, after asking for what is not. */
  of(row: Row, scale: Scale, width: number): Pick<RowData, 'segments' | 'curve' | 'whole' | 'channel' | 'subject' | 'unread'> {
    const wanted = (source: Source | undefined, fewest: number) => {
      const windows = source && this.windowsOf(source, fewest);
      windows?.want(scale.from, scale.to, width, scale.duration);
      return windows;
    };
    const segments = wanted(row.segments && { track: row.segments.key }, SEGMENTS_READ_WHOLE);
    const curve = wanted(this.curveOf(row), 0);
    return {
      segments: segments?.pieces(scale.from, scale.to, scale.duration) ?? [],
      curve: curve?.pieces(scale.from, scale.to, scale.duration) ?? [],
      whole: curve?.whole,
      channel: this.channelOf(row),
      subject: this.objectOf(row),
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

  private channelOf(row: Row): string {
    return this.channels.get(row.key) ?? firstChannel(row);
  }

  private objectOf(row: Row): number | undefined {
    return this.objects.get(row.key) ?? row.objects?.subjects[0]?.object;
  }

  private curveOf(row: Row): Source | undefined {
    if (!row.curve) return undefined;
    const object = this.objectOf(row);
    return row.objects && object !== undefined ? { track: row.curve.key, object, channel: this.channelOf(row) } : { track: row.curve.key };
  }

  private windowsOf(source: Source, fewest: number): TrackWindows {
    const key = keyOf(source);
    const known = this.windows.get(key);
    if (known) return known;
    const made = new TrackWindows((wanted, signal) => this.fetch(source, wanted, signal), this.changed, fewest, SETTLE_MS);
    this.windows.set(key, made);
    return made;
  }
}
