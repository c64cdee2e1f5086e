/**
 * The one clock of the viewer: which frame is on screen, and moving it. The file's own frame times decide, read at
 * the player's position; see `presented.ts` for what the picture itself shows. Runs only while the recording plays or
 * a seek is under way.
 */
import { FrameTable } from './frames';
import { Presented, type Picturing } from './presented';

/** What the clock needs of a `<video>`. */
export type Player = Pick<
  HTMLVideoElement,
  'currentTime' | 'duration' | 'paused' | 'ended' | 'seeking' | 'playbackRate' | 'play' | 'pause' | 'addEventListener' | 'removeEventListener'
> & Pick<Picturing, 'requestVideoFrameCallback' | 'cancelVideoFrameCallback'>;

/** The browser's next-frame callbacks, replaceable in tests. */
export interface Ticker {
  request(callback: (now: number) => void): number;
  cancel(id: number): void;
}

/** What is on screen. */
export interface Moment {
  /**
   * Milliseconds on the player's clock. Still: where the frame begins, or the time within it that was asked for
   * exactly. Moving: the player's own time.
   */
  readonly ms: number;
  /** -1 when the frame times are unknown. */
  readonly frame: number;
  /** The frame that the picture shows: during a seek still the old one. -1 when it is not known. */
  readonly shown: number;
  readonly playing: boolean;
  /** Speed; negative when shuttling back. */
  readonly rate: number;
}

const EVENTS = ['play', 'pause', 'ended', 'seeking', 'seeked', 'timeupdate', 'ratechange', 'loadeddata', 'durationchange'] as const;
const FASTEST = 4;
// a step where the frame times are not known yet, in seconds
const UNKNOWN_FRAME = 0.04;
const browserTicker: Ticker = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (id) => cancelAnimationFrame(id),
};

/** Before anything is known. */
export const NOTHING_SHOWN: Moment = { ms: 0, frame: -1, shown: -1, playing: false, rate: 1 };

export class PlaybackClock {
  private moment: Moment = NOTHING_SHOWN;
  private readonly listeners = new Set<(moment: Moment) => void>();
  private loop: number | undefined;
  private target: number | undefined;
  private exact: { frame: number; ms: number } | undefined;
  private backwards = 0;
  private lastNow: number | undefined;
  private frames = new FrameTable(new Float64Array());
  private readonly wake = (): void => this.tick();
  private readonly settled = (): void => this.settle();
  private readonly presented: Presented;

  constructor(
    private readonly player: Player,
    private readonly ticker: Ticker = browserTicker,
    agent = navigator.userAgent,
  ) {
    this.presented = new Presented(player, agent, this.wake);
    for (const name of EVENTS) player.addEventListener(name, this.wake);
    player.addEventListener('seeked', this.settled);
  }

  /** The frame times, once they are known. */
  setFrames(frames: FrameTable): void {
    this.frames = frames;
    this.tick();
  }

  get now(): Moment {
    return this.moment;
  }

  get frameTable(): FrameTable {
    return this.frames;
  }

  /** Calls back on every change until the returned function is called. */
  subscribe(listener: (moment: Moment) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Shows the frame at a time. While the player is still seeking only the latest wish is kept. */
  seek(ms: number): void {
    const index = this.frames.at(ms / 1000);
    this.go(index < 0 ? Math.max(0, ms / 1000) : this.frames.middle(index));
  }

  /** Shows the frame at a time and stands at the time itself: sound begins within a frame. */
  seekExactly(ms: number): void {
    const frame = this.frames.at(ms / 1000);
    this.seek(ms);
    this.exact = frame < 0 ? undefined : { frame, ms };
    this.tick();
  }

  /** Shows a frame by its index. */
  seekFrame(index: number): void {
    if (this.frames.count > 0) this.go(this.frames.middle(index));
  }

  /** So many frames on or back, counted from the one that was asked for last. */
  step(frames: number): void {
    this.stop();
    const index = this.frames.at(this.position());
    if (index >= 0) this.seekFrame(index + frames);
    else this.go(Math.max(0, this.position() + frames * UNKNOWN_FRAME));
  }

  /** So many milliseconds on or back. */
  skip(ms: number): void {
    this.seek(Math.max(0, this.position() * 1000 + ms));
  }

  async play(rate = this.player.playbackRate): Promise<void> {
    this.backwards = 0;
    this.player.playbackRate = rate;
    try {
      await this.player.play();
    } catch {
      // a pause came first, or the recording cannot be played: the player's own error event says which
      this.tick();
    }
  }

  stop(): void {
    this.backwards = 0;
    this.player.pause();
    this.tick();
  }

  toggle(): Promise<void> {
    if (this.moment.playing) {
      this.stop();
      return Promise.resolve();
    }
    return this.play();
  }

  /** L and J: on or back, each press twice as fast, up to four times. */
  shuttle(direction: 1 | -1): Promise<void> {
    const same = this.moment.playing && Math.sign(this.moment.rate) === direction;
    const speed = same ? Math.min(FASTEST, Math.abs(this.moment.rate) * 2) : 1;
    if (direction > 0) return this.play(speed);
    this.player.pause();
    this.backwards = speed;
    this.lastNow = undefined;
    this.tick();
    return Promise.resolve();
  }

  setRate(rate: number): void {
    this.player.playbackRate = rate;
    this.tick();
  }

  dispose(): void {
    for (const name of EVENTS) this.player.removeEventListener(name, this.wake);
    this.player.removeEventListener('seeked', this.settled);
    if (this.loop !== undefined) this.ticker.cancel(this.loop);
    this.presented.dispose();
    this.listeners.clear();
  }

  /** Seconds that are shown or, during a seek, will be. */
  private position(): number {
    return this.target ?? this.player.currentTime;
  }

  private go(seconds: number): void {
    const busy = this.player.seeking;
    this.target = seconds;
    this.exact = undefined;
    if (!busy) this.player.currentTime = seconds;
    this.tick();
  }

  private settle(): void {
    const { target } = this;
    if (target !== undefined && Math.abs(target - this.player.currentTime) > 1e-3 && target < this.end()) {
      this.player.currentTime = target;
      return;
    }
    this.target = undefined;
    this.tick();
  }

  private end(): number {
    return Number.isFinite(this.player.duration) ? this.player.duration : Infinity;
  }

  private tick(now?: number): void {
    const { player } = this;
    const playing = this.backwards > 0 || (!player.paused && !player.ended);
    if (this.backwards > 0) this.shuttleBack(now);
    const seconds = this.position();
    const frame = this.frames.at(seconds);
    if (playing || this.exact?.frame !== frame) this.exact = undefined;
    const still = frame >= 0 && !playing;
    const ms = this.exact?.ms ?? (still ? this.frames.start(frame) * 1000 : seconds * 1000);
    const rate = this.backwards > 0 ? -this.backwards : player.playbackRate;
    const last = this.moment;
    const shown = this.presented.frame(this.frames, last.shown);
    if (last.ms !== ms || last.frame !== frame || last.shown !== shown || last.playing !== playing || last.rate !== rate) {
      this.moment = { ms, frame, shown, playing, rate };
      for (const listener of this.listeners) listener(this.moment);
    }
    if (playing && this.loop === undefined) {
      this.loop = this.ticker.request((time) => {
        this.loop = undefined;
        this.tick(time);
      });
    }
  }

  /** No webview plays backwards: each turn seeks as far back as the time since the last one. */
  private shuttleBack(now: number | undefined): void {
    if (now === undefined || this.player.seeking) return;
    const passed = this.lastNow === undefined ? 0 : (now - this.lastNow) / 1000;
    this.lastNow = now;
    const seconds = Math.max(0, this.player.currentTime - passed * this.backwards);
    if (seconds === 0) this.backwards = 0;
    if (passed > 0) this.player.currentTime = seconds;
  }
}
