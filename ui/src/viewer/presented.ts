/**
 * Which frame the picture shows, as exactly as the engine tells. Chromium: `requestVideoFrameCallback().mediaTime` is
 * the frame on screen, while `currentTime` is one frame late in half of all turns of a playing recording and stays
 * on the wished-for frame where a seek ended at its neighbour. WebKit: `mediaTime` is two frames late for B-frames,
 * `currentTime` with the file's frame times is right. So each engine is asked for what it tells truly.
 */
import type { FrameTable } from './frames';

/** The part of a `<video>` that tells of presented frames. */
export interface Picturing {
  readonly currentTime: number;
  readonly seeking: boolean;
  requestVideoFrameCallback?: (callback: (now: number, picture: { readonly mediaTime: number }) => void) => number;
  cancelVideoFrameCallback?: (id: number) => void;
}

/** Whether the engine's `mediaTime` is that of the frame on screen. */
export const tellsMediaTime = (agent: string): boolean => /Chrom(e|ium)\//.test(agent);

export class Presented {
  private mediaTime: number | undefined;
  private asked: number | undefined;
  private readonly trusted: boolean;

  /** `changed` is called with every frame that is presented, before the browser draws. */
  constructor(
    private readonly player: Picturing,
    agent: string,
    private readonly changed: () => void,
  ) {
    this.trusted = tellsMediaTime(agent);
    this.watch();
  }

  /** Index of the frame on screen; `before` where a seek has not shown its own yet. */
  frame(frames: FrameTable, before: number): number {
    if (this.mediaTime !== undefined) return frames.at(this.mediaTime);
    return this.player.seeking ? before : frames.at(this.player.currentTime);
  }

  dispose(): void {
    if (this.asked !== undefined) this.player.cancelVideoFrameCallback?.(this.asked);
    this.asked = undefined;
  }

  private watch(): void {
    this.asked = this.player.requestVideoFrameCallback?.((_, { mediaTime }) => {
      if (this.trusted) this.mediaTime = mediaTime;
      this.watch();
      this.changed();
    });
  }
}
