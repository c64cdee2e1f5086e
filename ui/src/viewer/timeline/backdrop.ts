/** What lies behind and between the items of a row: ground, faint verticals, stripes, scale ends, selection. */
import { pixelsPerMs, type Brush, type View } from './brush';
import type { Palette } from './palette';
import { marks } from './ruler';

const CSS_STRIPE = 6;

/** The empty row with a faint vertical at every labelled mark. */
export function paintGround(brush: Brush, view: View, palette: Palette, alternate: boolean): void {
  brush.globalAlpha = 1;
  brush.fillStyle = alternate ? palette.trackAlt : palette.track;
  brush.fillRect(0, 0, view.width, view.height);
  brush.fillStyle = palette.trackLine;
  const line = Math.max(1, Math.round(view.dpr));
  for (const mark of marks(view.from, view.to - view.from, view.width / view.dpr)) {
    if (mark.label !== '') brush.fillRect(Math.round((mark.ms - view.from) * pixelsPerMs(view)), 0, line, view.height);
  }
  brush.fillRect(0, 0, view.width, line);
}

/** Diagonal stripes over what has not been measured: from `ms` to the end of the recording. */
export function paintUnmeasured(brush: Brush, view: View, palette: Palette, ms: number, end: number): void {
  const scale = pixelsPerMs(view);
  const from = Math.max(0, Math.round((ms - view.from) * scale));
  const to = Math.min(view.width, Math.round((end - view.from) * scale));
  if (to <= from) return;
  brush.fillStyle = palette.neutral;
  brush.fillRect(from, 0, to - from, view.height);
  brush.strokeStyle = palette.border;
  brush.lineWidth = view.dpr;
  const step = CSS_STRIPE * view.dpr;
  const origin = -view.from * scale;
  brush.beginPath();
  // anchored to the recording, so that the stripes move with it
  for (let x = from - view.height + (((origin - from + view.height) % step) + step) % step; x < to; x += step) {
    const left = Math.max(from, x);
    const right = Math.min(to, x + view.height);
    if (right <= left) continue;
    brush.moveTo(left, view.height - (left - x));
    brush.lineTo(right, view.height - (right - x));
  }
  brush.stroke();
}

/** Both ends of a curve's scale at the right edge, on a plate of the ground so that the curve does not cross them. */
export function paintScaleEnds(brush: Brush, view: View, ground: string, palette: Palette, top: string, bottom: string): void {
  const { dpr } = view;
  const height = Math.round(14 * dpr);
  brush.font = `${10.5 * dpr}px ${palette.family}`;
  brush.textAlign = 'right';
  brush.textBaseline = 'middle';
  for (const [words, y] of [[top, Math.round(2 * dpr)], [bottom, view.height - height - Math.round(dpr)]] as const) {
    const width = Math.ceil(brush.measureText(words).width + 8 * dpr);
    brush.fillStyle = ground;
    brush.fillRect(view.width - width, y, width, height);
    brush.fillStyle = palette.subtle;
    brush.fillText(words, view.width - 4 * dpr, y + height / 2 + 0.5 * dpr);
  }
}

/** A sentence in a row that has nothing to draw, on a plate so that stripes do not cross it. */
export function paintWords(brush: Brush, view: View, ground: string, palette: Palette, words: string): void {
  const { dpr } = view;
  brush.font = `${11.5 * dpr}px ${palette.family}`;
  brush.textAlign = 'left';
  brush.textBaseline = 'middle';
  brush.fillStyle = ground;
  const height = Math.round(18 * dpr);
  brush.fillRect(Math.round(6 * dpr), Math.round((view.height - height) / 2) + Math.round(dpr), Math.ceil(brush.measureText(words).width + 8 * dpr), height - Math.round(dpr));
  brush.fillStyle = palette.muted;
  brush.fillText(words, 10 * dpr, Math.round(view.height / 2) + 0.5 * dpr);
}

/** The chosen item: an outline of 2 pixels outside it. */
export function paintSelection(brush: Brush, view: View, palette: Palette, from: number, to: number): void {
  const scale = pixelsPerMs(view);
  const line = Math.round(2 * view.dpr);
  const x0 = Math.max(-line, Math.floor((from - view.from) * scale) - line);
  const x1 = Math.min(view.width + line, Math.ceil((to - view.from) * scale) + line);
  if (x1 < 0 || x0 > view.width) return;
  brush.fillStyle = palette.playhead;
  brush.fillRect(x0, line, x1 - x0, line);
  brush.fillRect(x0, view.height - 2 * line, x1 - x0, line);
  brush.fillRect(x0, line, line, view.height - 2 * line);
  brush.fillRect(x1 - line, line, line, view.height - 2 * line);
}

/** The ruler's marks and labels. */
export function paintRuler(brush: Brush, view: View, palette: Palette): void {
  brush.fillStyle = palette.head;
  brush.fillRect(0, 0, view.width, view.height);
  const { dpr } = view;
  const scale = pixelsPerMs(view);
  const line = Math.max(1, Math.round(dpr));
  brush.font = `${10.5 * dpr}px ${palette.family}`;
  brush.textAlign = 'left';
  brush.textBaseline = 'top';
  for (const mark of marks(view.from, view.to - view.from, view.width / dpr)) {
    const x = Math.round((mark.ms - view.from) * scale);
    const height = Math.round((mark.label === '' ? 4 : 8) * dpr);
    brush.fillStyle = palette.control;
    brush.fillRect(x, view.height - height, line, height);
    if (mark.label === '') continue;
    brush.fillStyle = palette.muted;
    brush.fillText(mark.label, x + 4 * dpr, 3 * dpr);
  }
}
