/** Draws over a picture: every stroke has a dark casing on each side, and sizes are screen pixels whatever the zoom. */
import type { Fit } from './geometry';

/** What the overlay draws with; a part of a canvas context, so that tests can record it. */
export type Ink = Pick<
  CanvasRenderingContext2D,
  | 'clearRect' | 'fillRect' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'globalAlpha' | 'beginPath' | 'moveTo' | 'lineTo' | 'closePath'
  | 'rect' | 'roundRect' | 'arc' | 'fill' | 'stroke' | 'setLineDash' | 'fillText' | 'measureText' | 'font' | 'textBaseline' | 'textAlign'
>;

const CASING = 1.2;

export interface Stroke {
  /** CSS pixels. */
  readonly width: number;
  readonly colour: string;
  /** CSS pixels. */
  readonly dash?: readonly number[];
}

export class Pen {
  constructor(
    readonly ink: Ink,
    readonly fit: Fit,
    private readonly casing: string,
  ) {}

  /** Device pixels of a length in CSS pixels. */
  px(css: number): number {
    return css * this.fit.dpr;
  }

  x(recording: number): number {
    return this.fit.left + recording * this.fit.scaleX;
  }

  y(recording: number): number {
    return this.fit.top + recording * this.fit.scaleY;
  }

  /** Strokes what `trace` puts down: first the casing, then the line. */
  stroke({ width, colour, dash = [] }: Stroke, trace: (ink: Ink) => void): void {
    const { ink } = this;
    ink.lineCap = 'round';
    ink.lineJoin = 'round';
    ink.beginPath();
    trace(ink);
    ink.setLineDash([]);
    ink.strokeStyle = this.casing;
    ink.lineWidth = this.px(width + 2 * CASING);
    if (dash.length === 0) ink.stroke();
    else {
      // the casing of a dashed line is dashed too, or the gaps would not show
      ink.setLineDash(dash.map((length) => this.px(length)));
      ink.stroke();
    }
    ink.strokeStyle = colour;
    ink.lineWidth = this.px(width);
    ink.stroke();
    ink.setLineDash([]);
  }

  /** Round marks of a radius in CSS pixels; hollow ones show the casing in their middle. */
  dots(points: readonly (readonly [x: number, y: number])[], radius: number, colour: string, hollow = false): void {
    if (points.length === 0) return;
    const { ink } = this;
    const circles = (size: number) => {
      ink.beginPath();
      for (const [x, y] of points) {
        ink.moveTo(x + size, y);
        ink.arc(x, y, size, 0, 2 * Math.PI);
      }
      ink.fill();
    };
    ink.fillStyle = this.casing;
    circles(this.px(radius + CASING));
    ink.fillStyle = colour;
    circles(this.px(radius));
    if (!hollow) return;
    ink.fillStyle = this.casing;
    circles(this.px(radius * 0.55));
  }
}
