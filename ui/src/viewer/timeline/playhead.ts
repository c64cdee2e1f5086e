/** The line at the present moment and its flag on the ruler. Two elements that only move: no canvas is repainted for them. */

export class Playhead {
  constructor(
    private readonly line: HTMLElement,
    private readonly flag: HTMLElement,
  ) {}

  /** `x`: CSS pixels from the left edge of the tracks, which are `width` wide. */
  place(x: number, width: number, words: string): void {
    const visible = x >= -1 && x <= width + 1;
    this.line.style.visibility = visible ? 'visible' : 'hidden';
    this.flag.style.visibility = visible ? 'visible' : 'hidden';
    if (!visible) return;
    this.line.style.transform = `translateX(${x.toFixed(2)}px)`;
    const half = this.flag.offsetWidth / 2;
    const left = Math.max(0, Math.min(width - 2 * half, x - half));
    this.flag.style.transform = `translateX(${left.toFixed(2)}px)`;
    if (this.flag.textContent !== words) this.flag.textContent = words;
  }
}
