/** When frames are shown. The file's own times decide, never a frame number divided by a rate. */
import { lowerBound } from "./timeline/view";

export class FrameTable {
  /** Seconds on the player's clock, ascending. */
  readonly times: Float64Array;

  constructor(times: Float64Array) {
    this.times = times;
  }

  get known(): boolean {
    return this.times.length > 0;
  }

  /** The frame shown at a time: the last that began not after it. */
  indexAt(seconds: number): number {
    // players round their clock: a time a hair before a frame is that frame
    return Math.max(0, lowerBound(this.times, seconds + 1e-6) - 1);
  }

  startOf(index: number): number {
    return this.times[Math.min(this.times.length - 1, Math.max(0, index))] ?? 0;
  }

  /** The middle of a frame's interval: seeking there shows exactly this frame. */
  middleOf(index: number): number {
    const at = Math.min(this.times.length - 1, Math.max(0, index));
    const start = this.startOf(at);
    const next = this.times[at + 1] ?? start + (start - (this.times[at - 1] ?? start));
    return (start + next) / 2;
  }

  /** Where to seek so that the frame `count` after the one at `seconds` is shown. */
  step(seconds: number, count: number): number {
    return this.middleOf(this.indexAt(seconds) + count);
  }
}
