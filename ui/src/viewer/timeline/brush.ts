/** What painters draw with and on, in device pixels, so that tests can record it. */

export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'fillRect' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineJoin' | 'globalAlpha' | 'beginPath' | 'moveTo' | 'lineTo' | 'closePath'
  | 'fillText' | 'measureText' | 'font' | 'textBaseline' | 'textAlign'
> & {
  roundRect(x: number, y: number, w: number, h: number, radius: number): void;
  fill(): void;
  stroke(): void;
  drawImage(image: CanvasImageSource, x: number, y: number, w: number, h: number): void;
};

/** The stretch that is painted and where to. */
export interface View {
  /** Milliseconds at the left edge. */
  readonly from: number;
  readonly to: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
}

/** Columns of a part of the recording; parts follow each other. */
export interface Piece<T> {
  /** Where the part begins. Items that began earlier belong to the part before, if it is painted too. */
  readonly from: number;
  readonly columns: T;
}

/** First index whose value is at least `wanted`, from `low` on. */
export function lowerBound(values: Int32Array, wanted: number, low = 0): number {
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const pixelsPerMs = (view: View): number => view.width / Math.max(1e-9, view.to - view.from);
