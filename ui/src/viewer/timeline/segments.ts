/**
 * Paints intervals. What an item looks like depends on its width on screen: box with text, box, bar, and below
 * 2 pixels a strip whose strength is the share of the pixel that is covered. Never a path of many rectangles:
 * whole-pixel `fillRect` with neighbours merged, so the cost follows the width and not the number of items.
 */
import type { SegmentColumns } from '../../api/columns';
import { lowerBound, pixelsPerMs, type Brush, type Piece, type View } from './brush';

export interface SegmentStyle {
  readonly edge: string;
  readonly fill: string;
  readonly text: string;
  /** CSS font, without the size. */
  readonly family: string;
  /** CSS pixels kept free above and below. */
  readonly inset: number;
}

/** Words in a box; empty for none. */
export type LabelOf = (columns: SegmentColumns, index: number) => string;
/** A picture at the left end of a wide box. */
export type BoxPictureOf = (columns: SegmentColumns, index: number) => ImageBitmap | undefined;

const PICTURE_PX = 96;
const TEXT_PX = 24;
const BOX_PX = 6;
const BAR_PX = 2;
const FAINTEST = 0.55;
const LEVELS = 4;

// How much of the recording the items before an index cover: one pass per answer, then any pixel is two look-ups.
const covered = new WeakMap<SegmentColumns, Float64Array>();

function coverage(columns: SegmentColumns): Float64Array {
  const known = covered.get(columns);
  if (known) return known;
  const sums = new Float64Array(columns.items + 1);
  for (let i = 0; i < columns.items; i++) {
    sums[i + 1] = (sums[i] ?? 0) + (columns.end[i] ?? 0) - (columns.start[i] ?? 0);
  }
  covered.set(columns, sums);
  return sums;
}

export class SegmentsPainter {
  private runFrom = 0;
  private runTo = 0;
  private runLevel = 0;

  constructor(
    private readonly style: SegmentStyle,
    private readonly labelOf: LabelOf = () => '',
    private readonly pictureOf: BoxPictureOf = () => undefined,
  ) {}

  paint(brush: Brush, view: View, pieces: readonly Piece<SegmentColumns>[]): void {
    // wide boxes first: what is short stays visible where it lies on one, and rectangles come in one go
    for (const wide of [true, false]) pieces.forEach((piece, nth) => this.paintPiece(brush, view, piece, nth > 0, wide));
  }

  private paintPiece(brush: Brush, view: View, { from, columns }: Piece<SegmentColumns>, follows: boolean, wide: boolean): void {
    const scale = pixelsPerMs(view);
    const { start, end, items } = columns;
    let i = lowerBound(start, follows ? Math.max(from, view.from - columns.longest) : view.from - columns.longest);
    this.runTo = this.runFrom = -1;
    while (i < items && (start[i] ?? 0) < view.to) {
      const begin = start[i] ?? 0;
      const x0 = Math.floor((begin - view.from) * scale);
      const x1 = Math.floor(((end[i] ?? 0) - view.from) * scale);
      if (x1 - x0 >= BAR_PX * view.dpr) {
        if (x1 > 0 && x1 - x0 >= TEXT_PX * view.dpr === wide) {
          this.flush(brush, view);
          this.item(brush, view, columns, i, x0, x1);
        }
        i++;
        continue;
      }
      const next = Math.max(i + 1, lowerBound(start, view.from + (x0 + 1) / scale, i));
      if (!wide && (x0 >= 0 || x1 > 0)) {
        const sums = coverage(columns);
        this.pixel(brush, view, Math.max(0, x0), ((sums[next] ?? 0) - (sums[i] ?? 0)) * scale);
      }
      i = next;
    }
    this.flush(brush, view);
  }

  /** One pixel of the strip; neighbours of the same strength become one rectangle. */
  private pixel(brush: Brush, view: View, x: number, share: number): void {
    const level = Math.ceil(Math.min(1, share) * LEVELS) || 1;
    const to = x + Math.max(1, Math.round(view.dpr));
    if (x <= this.runTo && level === this.runLevel && this.runTo >= 0) {
      this.runTo = Math.max(this.runTo, to);
      return;
    }
    this.flush(brush, view);
    this.runFrom = x;
    this.runTo = to;
    this.runLevel = level;
  }

  private flush(brush: Brush, view: View): void {
    if (this.runTo <= this.runFrom) return;
    brush.fillStyle = this.style.edge;
    brush.globalAlpha = FAINTEST + ((1 - FAINTEST) * (this.runLevel - 1)) / (LEVELS - 1);
    const inset = Math.round(this.style.inset * view.dpr);
    brush.fillRect(this.runFrom, inset, this.runTo - this.runFrom, view.height - 2 * inset);
    brush.globalAlpha = 1;
    this.runTo = this.runFrom = -1;
  }

  private item(brush: Brush, view: View, columns: SegmentColumns, index: number, from: number, to: number): void {
    const { dpr } = view;
    const line = Math.max(1, Math.round(dpr));
    const inset = Math.round(this.style.inset * dpr);
    const height = view.height - 2 * inset;
    const margin = 8 * line;
    const x0 = Math.max(-margin, from);
    const x1 = Math.min(view.width + margin, to) - (to - from > 3 * dpr ? line : 0);
    if (to - from < BOX_PX * dpr) {
      brush.fillStyle = this.style.edge;
      brush.fillRect(x0, inset, Math.max(1, x1 - x0), height);
      return;
    }
    if (to - from < TEXT_PX * dpr) {
      brush.fillStyle = this.style.fill;
      brush.fillRect(x0, inset, x1 - x0, height);
      brush.fillStyle = this.style.edge;
      brush.fillRect(x0, inset, x1 - x0, line);
      brush.fillRect(x0, inset + height - line, x1 - x0, line);
      brush.fillRect(x0, inset, line, height);
      brush.fillRect(x1 - line, inset, line, height);
      return;
    }
    brush.beginPath();
    brush.roundRect(x0 + line / 2, inset + line / 2, x1 - x0 - line, height - line, 3 * dpr);
    brush.fillStyle = this.style.fill;
    brush.fill();
    brush.strokeStyle = this.style.edge;
    brush.lineWidth = line;
    brush.stroke();
    const left = Math.max(0, x0);
    const right = Math.min(view.width, x1);
    const picture = right - left >= PICTURE_PX * dpr ? this.pictureOf(columns, index) : undefined;
    const taken = picture ? this.picture(brush, view, picture, left) : 0;
    this.words(brush, view, this.labelOf(columns, index), left + taken, right);
  }

  /** Returns the width that it takes. */
  private picture(brush: Brush, view: View, picture: ImageBitmap, x: number): number {
    const { dpr } = view;
    const height = view.height - 2 * Math.round((this.style.inset + 2) * dpr);
    const width = Math.round((picture.width / Math.max(1, picture.height)) * height);
    brush.drawImage(picture, Math.round(x + 3 * dpr), Math.round((this.style.inset + 2) * dpr), width, height);
    return width + Math.round(2 * dpr);
  }

  /** Only when it fits with 2 pixels on each side; never cut. */
  private words(brush: Brush, view: View, text: string, x0: number, x1: number): void {
    if (text === '') return;
    const { dpr } = view;
    brush.font = `${10.5 * dpr}px ${this.style.family}`;
    if (brush.measureText(text).width + 4 * dpr > x1 - x0 - 4 * dpr) return;
    brush.textBaseline = 'middle';
    brush.textAlign = 'left';
    brush.fillStyle = this.style.text;
    brush.fillText(text, x0 + 6 * dpr, Math.round(view.height / 2) + 0.5 * dpr);
  }
}
