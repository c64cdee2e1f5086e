/**
 * Paints one channel of a curve: a 1.5 px line over a soft fill, broken where nothing was measured. Several
 * samples in one pixel become its smallest and largest value, so a peak is never lost.
 */
import type { CurveColumns } from '../../api/columns';
import { lowerBound, pixelsPerMs, type Brush, type Piece, type View } from './brush';

export interface CurveStyle {
  readonly line: string;
  /** Empty for a line alone. */
  readonly fill: string;
  /** CSS pixels. */
  readonly width: number;
  /** CSS pixels kept free above and below. */
  readonly inset: number;
}

interface Point {
  x: number;
  low: number;
  high: number;
}

// more points than these are drawn pixel by pixel instead of as a path
const FEW = 64;
// steps of the share of a pixel that a line covers
const SHARES = 8;

export class CurvePainter {
  constructor(private readonly style: CurveStyle) {}

  /** `top` and `bottom`: the values at the edges. */
  paint(brush: Brush, view: View, pieces: readonly Piece<CurveColumns>[], channel: string, top: number, bottom = 0): void {
    const inset = this.style.inset * view.dpr;
    const room = view.height - 2 * inset;
    const y = (value: number) => inset + room * (1 - Math.max(0, Math.min(1, (value - bottom) / (top - bottom || 1))));
    const found = runs(view, pieces, channel);
    const many = found.reduce((sum, run) => sum + run.length, 0) > FEW;
    for (const run of found) {
      if (run.length === 1) this.paintDot(brush, view, run, y);
      else if (many) this.paintPixels(brush, view, run, y);
      else this.paintPath(brush, view, run, y);
    }
  }

  /** A single sample between gaps: a dot, because a line needs two. */
  private paintDot(brush: Brush, view: View, [point]: readonly Point[], y: (value: number) => number): void {
    if (!point) return;
    brush.fillStyle = this.style.line;
    const side = Math.max(2, Math.ceil(this.style.width * view.dpr));
    brush.fillRect(Math.round(point.x - side / 2), Math.round(y(point.high) - side / 2), side, Math.max(side, Math.round(y(point.low) - y(point.high))));
  }

  private paintPath(brush: Brush, view: View, run: readonly Point[], y: (value: number) => number): void {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return;
    if (this.style.fill !== '') {
      brush.beginPath();
      brush.moveTo(first.x, view.height);
      for (const point of run) brush.lineTo(point.x, y(point.high));
      brush.lineTo(last.x, view.height);
      brush.closePath();
      brush.fillStyle = this.style.fill;
      brush.fill();
    }
    brush.beginPath();
    run.forEach((point, i) => {
      if (i === 0) brush.moveTo(point.x, y(point.high));
      else brush.lineTo(point.x, y(point.high));
      if (point.low !== point.high) brush.lineTo(point.x, y(point.low));
    });
    brush.strokeStyle = this.style.line;
    brush.lineWidth = this.style.width * view.dpr;
    brush.lineJoin = 'round';
    brush.stroke();
  }

  /**
   * Every column of pixels from the least to the greatest height that the line has in it; the pixels at both ends as
   * strong as the share of them that is covered. A path looks the same and takes many times as long to draw.
   */
  private paintPixels(brush: Brush, view: View, run: readonly Point[], y: (value: number) => number): void {
    const half = (this.style.width * view.dpr) / 2;
    for (const [i, point] of run.entries()) {
      const next = run[i + 1];
      if (!next) break;
      const [from, to] = [y(point.low), y(next.high)];
      const slope = (to - from) / (next.x - point.x);
      const at = (x: number) => from + slope * (Math.max(point.x, Math.min(next.x, x)) - point.x);
      // the column of the next point is drawn with that one
      const end = Math.min(view.width, i + 2 < run.length ? Math.floor(next.x) : Math.floor(next.x) + 1);
      for (let x = Math.max(0, Math.floor(point.x)); x < end; x++) {
        const [left, right] = [at(x), at(x + 1)];
        let [top, bottom] = [Math.min(left, right), Math.max(left, right)];
        if (x === Math.floor(point.x)) {
          const before = run[i - 1];
          // where the line enters the column in which the point lies
          const entered = before ? y(point.high) + ((y(before.low) - y(point.high)) * (point.x - x)) / (point.x - before.x) : y(point.high);
          top = Math.min(top, y(point.high), entered);
          bottom = Math.max(bottom, from, entered);
        }
        this.paintColumn(brush, view, x, top - half, bottom + half);
      }
    }
  }

  private paintColumn(brush: Brush, view: View, x: number, top: number, bottom: number): void {
    const [first, last] = [Math.ceil(top), Math.floor(bottom)];
    if (this.style.fill !== '') {
      brush.fillStyle = this.style.fill;
      brush.fillRect(x, last, 1, view.height - last);
    }
    brush.fillStyle = this.style.line;
    if (last > first) brush.fillRect(x, first, 1, last - first);
    for (const [row, share] of [[first - 1, first - top], [last, bottom - last]] as const) {
      const strength = Math.round(share * SHARES) / SHARES;
      if (strength === 0) continue;
      brush.globalAlpha = strength;
      brush.fillRect(x, row, 1, 1);
    }
    brush.globalAlpha = 1;
  }
}

/** Stretches without a gap, at most one point per pixel, with one sample beyond each edge so that lines leave the view. */
export function runs(view: View, pieces: readonly Piece<CurveColumns>[], channel: string): Point[][] {
  const scale = pixelsPerMs(view);
  const out: Point[][] = [];
  let run: Point[] = [];
  let ended = false;
  const close = () => {
    if (run.length > 0) out.push(run);
    run = [];
  };
  for (const { columns } of pieces) {
    const bounds = columns.channels.get(channel);
    if (!bounds || ended) continue;
    const { time } = columns;
    for (let i = Math.max(0, lowerBound(time, view.from) - 1); i < time.length && !ended; i++) {
      const low = bounds.low[i] ?? Number.NaN;
      const high = bounds.high[i] ?? Number.NaN;
      const exact = ((time[i] ?? 0) - view.from) * scale;
      ended = exact > view.width;
      if (Number.isNaN(high)) {
        close();
        continue;
      }
      const last = run.at(-1);
      if (last && Math.floor(last.x) === Math.floor(exact)) {
        last.low = Math.min(last.low, low);
        last.high = Math.max(last.high, high);
      } else run.push({ x: exact, low, high });
    }
  }
  close();
  return out;
}

/** The largest value of a channel; 0 when nothing was measured. */
export function peak(columns: CurveColumns, channel: string): number {
  let most = 0;
  for (const value of columns.channels.get(channel)?.high ?? []) if (value > most) most = value;
  return most;
}

/** The ends of the scale of a curve: from 0 where nothing is negative, else as far below 0 as above. */
export function scaleEnds(columns: CurveColumns, channel: string): [top: number, bottom: number] {
  let least = 0;
  for (const value of columns.channels.get(channel)?.low ?? []) if (value < least) least = value;
  const top = roundUp(Math.max(peak(columns, channel), -least));
  return [top, least < 0 ? -top : 0];
}

/** A round number at or above `value`, for the upper end of a scale. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value * 0.999999) ?? 10) * power;
}
