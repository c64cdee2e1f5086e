/** The whole recording in 24 pixels: every interval, the window that the tracks show, and the playhead. */
import type { SegmentColumns } from '../../api/columns';
import type { Brush, View } from './brush';
import type { Palette } from './palette';
import { SegmentsPainter } from './segments';

export interface Shown {
  readonly from: number;
  readonly to: number;
  readonly playhead: number;
}

export class OverviewPainter {
  private readonly bars: SegmentsPainter;

  constructor(private readonly palette: Palette) {
    this.bars = new SegmentsPainter({ edge: palette.signal, fill: palette.signalFill, text: palette.text, family: palette.family, inset: 7 });
  }

  /** `speech` as bars, the beginnings of `shots` as ticks at the upper edge. */
  paint(brush: Brush, view: View, shots: SegmentColumns | undefined, speech: SegmentColumns | undefined, shown: Shown): void {
    const { dpr } = view;
    const line = Math.max(1, Math.round(dpr));
    const x = (ms: number) => Math.round(((ms - view.from) / Math.max(1, view.to - view.from)) * view.width);
    brush.globalAlpha = 1;
    brush.fillStyle = this.palette.sunken;
    brush.fillRect(0, 0, view.width, view.height);
    if (speech) this.bars.paint(brush, view, [{ from: -Infinity, columns: speech }]);
    if (shots) this.ticks(brush, view, shots, x, line);
    const whole = shown.from <= view.from && shown.to >= view.to;
    if (!whole) this.window(brush, view, x(shown.from), x(shown.to), line);
    brush.fillStyle = this.palette.playhead;
    brush.fillRect(x(shown.playhead), 0, Math.max(line, Math.round(1.5 * dpr)), view.height);
  }

  private ticks(brush: Brush, view: View, shots: SegmentColumns, x: (ms: number) => number, line: number): void {
    brush.fillStyle = this.palette.control;
    let last = -1;
    for (let i = 0; i < shots.items; i++) {
      const at = x(shots.start[i] ?? 0);
      if (at === last) continue;
      brush.fillRect(at, 0, line, Math.round(5 * view.dpr));
      last = at;
    }
  }

  private window(brush: Brush, view: View, from: number, to: number, line: number): void {
    const least = 8 * view.dpr;
    const middle = (from + to) / 2;
    const left = Math.max(line, to - from < least ? middle - least / 2 : from);
    const right = Math.min(view.width - line, to - from < least ? middle + least / 2 : to);
    brush.beginPath();
    brush.roundRect(left, 2 * line, right - left, view.height - 4 * line, 3 * view.dpr);
    brush.fillStyle = this.palette.range;
    brush.fill();
    brush.strokeStyle = this.palette.accent;
    brush.lineWidth = Math.round(1.5 * view.dpr);
    brush.stroke();
  }
}
