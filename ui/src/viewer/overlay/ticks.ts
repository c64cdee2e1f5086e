/**
 * Which frames a pipeline looked at, and which of them stands for the frame on screen. A pipeline looks at some frames
 * only, five a second by default. Between two of them the last one's drawing is held, marked as held and never moved;
 * after one and a half times the usual distance nothing is known any more and nothing is drawn.
 */
import type { FrameTable } from '../frames';
import { lowerBound } from '../timeline/brush';

/** For how many usual distances between looks a drawing is held. */
export const HELD_FOR = 1.5;

/** The look that stands for a frame. */
export interface Look {
  /** Its time, as the rows of the tracks have it. */
  readonly ms: number;
  /** Index of the frame that was looked at. */
  readonly frame: number;
  /** Whether that is the very frame on screen. */
  readonly exact: boolean;
}

export class Ticks {
  /** The usual distance between two looks in milliseconds: the median, since some frames may be missing. */
  readonly interval: number;

  /** `times`: every look in ascending order, on the player's clock. */
  constructor(private readonly times: Int32Array) {
    this.interval = medianStep(times);
  }

  /** Whether every frame was looked at, or nearly: then a playing recording is exact throughout. */
  dense(frames: FrameTable): boolean {
    return this.times.length * 1.1 >= frames.count;
  }

  /** The last look at or before a frame, unless it is too old. */
  at(frame: number, frames: FrameTable): Look | undefined {
    if (frame < 0 || this.times.length === 0) return undefined;
    const now = frames.start(frame) * 1000;
    // times are whole milliseconds, half of them rounded up: look one further and step back
    for (let i = lowerBound(this.times, Math.floor(now) + 2) - 1; i >= 0; i--) {
      const ms = this.times[i] ?? 0;
      const looked = frames.nearest(ms / 1000);
      if (looked > frame) continue;
      const age = now - frames.start(looked) * 1000;
      return age <= HELD_FOR * this.interval + 0.5 || looked === frame ? { ms, frame: looked, exact: looked === frame } : undefined;
    }
    return undefined;
  }
}

/** The median distance of neighbours; 0 for fewer than two. */
export function medianStep(times: Int32Array): number {
  if (times.length < 2) return 0;
  const steps = new Int32Array(times.length - 1);
  for (let i = 0; i < steps.length; i++) steps[i] = (times[i + 1] ?? 0) - (times[i] ?? 0);
  return steps.sort()[steps.length >> 1] ?? 0;
}
