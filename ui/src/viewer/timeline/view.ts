/** Which part of the recording is in sight: times in milliseconds on the player's clock, widths in device pixels. */

/** The closest look: 10 ms over the whole width. */
const CLOSEST_MS = 10;
/** While playing, the playhead stands at one third and the tracks move. */
const PLAYHEAD_AT = 1 / 3;

export class TimeView {
  from = 0;
  to: number;
  width = 1;
  readonly end: number;

  constructor(end: number) {
    this.end = Math.max(CLOSEST_MS, end);
    this.to = this.end;
  }

  get span(): number {
    return this.to - this.from;
  }

  get msPerPixel(): number {
    return this.span / this.width;
  }

  xOf(ms: number): number {
    return (ms - this.from) / this.msPerPixel;
  }

  timeAt(x: number): number {
    return Math.min(this.end, Math.max(0, this.from + x * this.msPerPixel));
  }

  /** Shows `span` from `from`, moved and cut so that nothing outside the recording is in sight. */
  show(from: number, span: number): void {
    const kept = Math.min(this.end, Math.max(CLOSEST_MS, span));
    this.from = Math.min(this.end - kept, Math.max(0, from));
    this.to = this.from + kept;
  }

  whole(): void {
    this.show(0, this.end);
  }

  /** Closer with a factor below 1, further with one above; what is under `x` stays there. */
  zoom(factor: number, x: number): void {
    const kept = Math.min(this.end, Math.max(CLOSEST_MS, this.span * factor));
    const at = this.from + x * this.msPerPixel;
    this.show(at - (x / this.width) * kept, kept);
  }

  pan(ms: number): void {
    this.show(this.from + ms, this.span);
  }

  /** The playhead at its place, as far as the ends of the recording allow. */
  follow(ms: number): void {
    this.show(ms - this.span * PLAYHEAD_AT, this.span);
  }

  /** Moves only if `ms` is out of sight. */
  reveal(ms: number): void {
    if (ms < this.from || ms > this.to) this.follow(ms);
  }
}

/** The first index whose value is not below `value`, in an ascending array. */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
