/** The display time of every frame, as the file says it: never a frame number divided by a frame rate. */

// A seek is rounded to whole microseconds by some players; a real frame is never this short.
const EPSILON = 1e-4;

export class FrameTable {
  /**
   * `times`: seconds on the player's clock, ascending. `complete`: false while the file is still being read; then
   * nothing is known of what comes after the last frame.
   */
  constructor(
    private readonly times: Float64Array,
    private readonly complete = true,
  ) {}

  get count(): number {
    return this.times.length;
  }

  /** Index of the frame that is on screen at `seconds`: the last one that began. -1 where that is not known. */
  at(seconds: number): number {
    if (!this.complete && seconds > (this.times.at(-1) ?? 0) + EPSILON) return -1;
    return this.times.length === 0 ? -1 : Math.max(0, this.before(seconds));
  }

  /** Index of the frame that begins nearest to `seconds`: which frame a time in whole milliseconds belongs to. -1 for an empty table. */
  nearest(seconds: number): number {
    const index = this.times.length === 0 ? -1 : Math.max(0, this.before(seconds));
    const next = this.times[index + 1];
    return next !== undefined && next - seconds < seconds - (this.times[index] ?? 0) ? index + 1 : index;
  }

  /** When a frame begins, in seconds. The nearest frame where there is no such index. */
  start(index: number): number {
    return this.times[this.clamp(index)] ?? 0;
  }

  /** The middle of a frame's interval: seeking there shows exactly this frame in every player tried. */
  middle(index: number): number {
    const i = this.clamp(index);
    const begin = this.times[i] ?? 0;
    const next = this.times[i + 1];
    const before = this.times[i - 1];
    const length = next !== undefined ? next - begin : before !== undefined ? begin - before : 0.04;
    return begin + length / 2;
  }

  /** The last frame that began; -1 before the first. */
  private before(seconds: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) <= seconds + EPSILON) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  clamp(index: number): number {
    return Math.max(0, Math.min(this.times.length - 1, index));
  }
}
