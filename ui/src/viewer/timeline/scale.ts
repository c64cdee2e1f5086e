/** Which stretch of the recording the timeline shows, and the arithmetic between times and pixels. */

/** The narrowest stretch: 10 ms across the whole width. */
export const NARROWEST_MS = 10;

export class Scale {
  private start = 0;
  private length = 1000;
  private pixels = 1;

  /** `duration`: length of the recording in milliseconds. Shows all of it. */
  constructor(private total: number) {
    this.fit();
  }

  get from(): number {
    return this.start;
  }

  get to(): number {
    return this.start + this.length;
  }

  get span(): number {
    return this.length;
  }

  get width(): number {
    return this.pixels;
  }

  get duration(): number {
    return this.total;
  }

  /** 0 for the whole recording, 1 for the narrowest stretch: the place of a zoom control. */
  get depth(): number {
    const widest = Math.max(NARROWEST_MS, this.total);
    return widest === NARROWEST_MS ? 0 : Math.log(widest / this.length) / Math.log(widest / NARROWEST_MS);
  }

  resize(pixels: number): void {
    this.pixels = Math.max(1, pixels);
  }

  setDuration(total: number): void {
    const all = this.length >= this.total;
    this.total = total;
    if (all) this.fit();
    else this.show(this.start, this.length);
  }

  x(ms: number): number {
    return ((ms - this.start) / this.length) * this.pixels;
  }

  ms(x: number): number {
    return this.start + (x / this.pixels) * this.length;
  }

  fit(): void {
    this.show(0, this.total);
  }

  /** `factor` > 1 shows less; the time under pixel `x` stays there. */
  zoom(factor: number, x: number): void {
    const held = this.ms(x);
    const length = this.clampLength(this.length / factor);
    this.show(held - (x / this.pixels) * length, length);
  }

  setDepth(depth: number, x: number): void {
    const widest = Math.max(NARROWEST_MS, this.total);
    this.zoom(this.length / (widest * (NARROWEST_MS / widest) ** Math.max(0, Math.min(1, depth))), x);
  }

  pan(pixels: number): void {
    this.show(this.start + (pixels / this.pixels) * this.length, this.length);
  }

  /** Shows `length` milliseconds from `from`, within the recording. */
  show(from: number, length: number): void {
    this.length = this.clampLength(length);
    this.start = Math.max(0, Math.min(from, this.total - this.length));
  }

  /** Moves the least that brings a stretch into view, with a little room around it. */
  reveal(from: number, to = from): void {
    const room = this.length * 0.08;
    if (from >= this.start && to <= this.to) return;
    if (to - from > this.length || from < this.start) this.show(from - room, this.length);
    else this.show(to + room - this.length, this.length);
  }

  /** Puts a time at one third of the width. */
  follow(ms: number): void {
    this.show(ms - this.length / 3, this.length);
  }

  private clampLength(length: number): number {
    const widest = Math.max(NARROWEST_MS, this.total);
    return Math.max(NARROWEST_MS, Math.min(widest, length));
  }
}
