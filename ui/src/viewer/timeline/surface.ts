/** A canvas that is as sharp as the screen. Its size follows its element; what is on it is painted when asked. */
import type { Brush } from './brush';
import { RasterBrush } from './raster-brush';

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
}

export type Paint = (brush: Brush, size: Size) => void;

export class Surface {
  private readonly brush: RasterBrush | undefined;
  private dpr = 1;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly paint: Paint,
  ) {
    const context = canvas.getContext('2d', { alpha: false });
    this.brush = context ? new RasterBrush(context) : undefined;
    this.resize();
  }

  /** Takes over the element's size in device pixels. */
  resize(): void {
    const { canvas } = this;
    const box = canvas.getBoundingClientRect();
    this.dpr = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(box.width * this.dpr));
    const height = Math.max(1, Math.round(box.height * this.dpr));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  }

  draw(): void {
    const { canvas, brush, dpr } = this;
    if (!brush) return;
    brush.begin();
    this.paint(brush, { width: canvas.width, height: canvas.height, dpr });
    brush.end();
  }
}
