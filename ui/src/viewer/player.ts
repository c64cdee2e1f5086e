/**
 * The video and its clock. Without a picture that can be played it is a clock alone, so that the timeline
 * still works. Told on every animation frame in which something changed.
 */
import { FrameTable } from "./clock";

export type Moment = { seconds: number; playing: boolean; rate: number };
type Listener = (moment: Moment) => void;

const RATES = [1, 2, 4];

export class Player {
  frames = new FrameTable(new Float64Array());
  /** Length in seconds, for the clock without a picture. */
  length = 0;
  #video: HTMLVideoElement | null = null;
  #seconds = 0;
  #rate = 0;
  #playable = false;
  #listeners = new Set<Listener>();
  #ticking = 0;
  #lastTick = 0;
  #told: Moment | null = null;

  attach(video: HTMLVideoElement): () => void {
    this.#video = video;
    const wake = () => this.#wake();
    const ready = () => {
      this.#playable = true;
      if (this.#seconds > 0) video.currentTime = this.#seconds;
      wake();
    };
    const ended = () => this.pause();
    const broken = () => {
      this.#playable = false;
      this.pause();
    };
    video.addEventListener("loadedmetadata", ready);
    video.addEventListener("seeked", wake);
    video.addEventListener("timeupdate", wake);
    video.addEventListener("ended", ended);
    video.addEventListener("error", broken);
    return () => {
      video.removeEventListener("loadedmetadata", ready);
      video.removeEventListener("seeked", wake);
      video.removeEventListener("timeupdate", wake);
      video.removeEventListener("ended", ended);
      video.removeEventListener("error", broken);
      cancelAnimationFrame(this.#ticking);
      this.#ticking = 0;
      this.#video = null;
    };
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.moment);
    return () => void this.#listeners.delete(listener);
  }

  get moment(): Moment {
    return { seconds: this.#seconds, playing: this.#rate !== 0, rate: this.#rate };
  }

  /** The frame that is shown: its own time from the file, and when the next one comes. In milliseconds. */
  get shown(): { index: number; start: number; end: number } {
    if (!this.frames.known) return { index: 0, start: this.#seconds * 1000, end: this.#seconds * 1000 };
    const index = this.frames.indexAt(this.#seconds);
    const start = this.frames.startOf(index) * 1000;
    const next = index + 1 < this.frames.times.length ? this.frames.startOf(index + 1) * 1000 : start;
    return { index, start, end: next };
  }

  get playable(): boolean {
    return this.#playable;
  }

  /** The table can come after the picture. */
  setFrames(times: Float64Array): void {
    this.frames = new FrameTable(times);
    this.#told = null;
    this.#wake();
  }

  mute(silent: boolean): void {
    if (this.#video) this.#video.muted = silent;
  }

  toggle(): void {
    if (this.#rate === 0) this.#run(1);
    else this.pause();
  }

  /** J and L: another press in the same direction is faster. */
  shuttle(direction: 1 | -1): void {
    const at = Math.sign(this.#rate) === direction ? RATES.indexOf(Math.abs(this.#rate)) : -1;
    this.#run(direction * (RATES[Math.min(RATES.length - 1, at + 1)] ?? 1));
  }

  pause(): void {
    this.#rate = 0;
    this.#video?.pause();
    this.#wake();
  }

  seek(seconds: number): void {
    const end = this.frames.known ? this.frames.middleOf(this.frames.times.length - 1) : this.length;
    this.#seconds = Math.min(Math.max(0, seconds), Math.max(0, end));
    if (this.#video && this.#playable) this.#video.currentTime = this.#seconds;
    this.#wake();
  }

  /** Seeks so that the frame at this time is shown whole, not the seam before it. */
  seekFrame(seconds: number): void {
    this.seek(this.frames.known ? this.frames.middleOf(this.frames.indexAt(seconds)) : seconds);
  }

  step(count: number): void {
    this.pause();
    if (this.frames.known) this.seek(this.frames.step(this.#seconds, count));
    else this.seek(this.#seconds + count * 0.04);
  }

  skip(seconds: number): void {
    this.seekFrame(this.#seconds + seconds);
  }

  #run(rate: number): void {
    if (!this.#playable) return;
    this.#rate = rate;
    const video = this.#video;
    if (!video) return;
    if (rate > 0) {
      if (video.ended) video.currentTime = 0;
      video.playbackRate = rate;
      void video.play().catch(() => this.pause());
    } else {
      video.pause(); // no player runs backwards: the clock does, and the picture follows
    }
    this.#lastTick = performance.now();
    this.#wake();
  }

  #wake(): void {
    if (this.#ticking === 0) this.#ticking = requestAnimationFrame((now) => this.#tick(now));
  }

  #tick(now: number): void {
    this.#ticking = 0;
    const video = this.#video;
    if (this.#rate < 0 && video) {
      const to = this.#seconds + (this.#rate * (now - this.#lastTick)) / 1000;
      if (to <= 0) this.pause();
      this.#seconds = Math.max(0, to);
      if (!video.seeking) video.currentTime = this.#seconds;
    } else if (video && this.#playable && !video.seeking) {
      this.#seconds = video.currentTime;
    }
    this.#lastTick = now;
    this.#tell();
    if (this.#rate !== 0) this.#wake();
  }

  #tell(): void {
    const now = this.moment;
    const before = this.#told;
    if (before?.seconds === now.seconds && before.rate === now.rate) return;
    this.#told = now;
    for (const listener of this.#listeners) listener(now);
  }
}
