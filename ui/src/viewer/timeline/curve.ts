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

// one point in so many CSS pixels, and at least so many of them, are drawn as columns instead of a line
const DENSE = 2;
const FEW = 32;

export class CurvePainter {
  constructor(private readonly style: CurveStyle) {}

  /** `top` and `bottom`: the values at the edges. */
  paint(brush: Brush, view: View, pieces: readonly Piece<CurveColumns>[], channel: string, top: number, bottom = 0): void {
    const inset = this.style.inset * view.dpr;
    const room = view.height - 2 * inset;
    const y = (value: number) => inset + room * (1 - Math.max(0, Math.min(1, (value - bottom) / (top - bottom || 1))));
    for (const run of runs(view, pieces, channel)) this.paintRun(brush, view, run, y);
  }

  private paintRun(brush: Brush, view: View, run: readonly Point[], y: (value: number) => number): void {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return;
    const thick = this.style.width * view.dpr;
    if (run.length === 1) {
      // a single sample between gaps: a dot, because a line needs two
      brush.fillStyle = this.style.line;
      const side = Math.max(2, Math.ceil(thick));
      brush.fillRect(Math.round(first.x - side / 2), Math.round(y(first.high) - side / 2), side, Math.max(side, Math.round(y(first.low) - y(first.high))));
      return;
    }
    if (run.length * DENSE > (last.x - first.x) / view.dpr && run.length > FEW) {
      this.paintColumns(brush, view, run, y);
      return;
    }
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
    brush.lineWidth = thick;
    brush.lineJoin = 'round';
    brush.stroke();
  }

  /**
   * Columns of whole pixels from the smallest to the largest value, each as far as its neighbour. A line with as many
   * corners as the row has pixels would look the same and take many times as long to draw.
   */
  private paintColumns(brush: Brush, view: View, run: readonly Point[], y: (value: number) => number): void {
    const thick = Math.max(1, Math.round(this.style.width * view.dpr));
    let [before, after] = [Number.NaN, Number.NaN];
    const columns = run.map((point, i) => {
      const x = Math.floor(point.x);
      const width = Math.max(1, Math.floor(run[i + 1]?.x ?? point.x + 1) - x);
      const [high, low] = [Math.round(y(point.high)), Math.round(y(point.low))];
      const top = Math.min(high, Number.isNaN(after) ? high : after);
      const bottom = Math.max(low, Number.isNaN(before) ? low : before) + thick;
      [before, after] = [high, low];
      return { x, width, top, height: bottom - top };
    });
    if (this.style.fill !== '') {
      brush.fillStyle = this.style.fill;
      for (const { x, width, top, height } of columns) brush.fillRect(x, top + height, width, view.height - top - height);
    }
    brush.fillStyle = this.style.line;
    for (const { x, width, top, height } of columns) brush.fillRect(x, top, width, height);
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
