/** Records what painters draw; for tests only. */
import type { Brush } from './brush';

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
  style: string;
  alpha: number;
}

export class FakeBrush implements Brush {
  fillStyle: string | CanvasGradient | CanvasPattern = '';
  strokeStyle: string | CanvasGradient | CanvasPattern = '';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  globalAlpha = 1;
  font = '';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  textAlign: CanvasTextAlign = 'start';
  rects: Rect[] = [];
  texts: { text: string; x: number }[] = [];
  /** Points of each path that was begun. */
  paths: { x: number; y: number; move: boolean }[][] = [];
  strokes = 0;
  fills = 0;
  rounds = 0;
  images = 0;

  get calls(): number {
    return this.rects.length + this.strokes + this.fills + this.texts.length + this.images;
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    this.rects.push({ x, y, w, h, style: String(this.fillStyle), alpha: this.globalAlpha });
  }

  beginPath(): void {
    this.paths.push([]);
  }

  moveTo(x: number, y: number): void {
    this.paths.at(-1)?.push({ x, y, move: true });
  }

  lineTo(x: number, y: number): void {
    this.paths.at(-1)?.push({ x, y, move: false });
  }

  closePath(): void {}

  roundRect(): void {
    this.rounds++;
  }

  fill(): void {
    this.fills++;
  }

  stroke(): void {
    this.strokes++;
  }

  drawImage(): void {
    this.images++;
  }

  fillText(text: string, x: number): void {
    this.texts.push({ text, x });
  }

  measureText(text: string): TextMetrics {
    const width = text.length * 6;
    return {
      width, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2, actualBoundingBoxLeft: 0, actualBoundingBoxRight: width,
      alphabeticBaseline: 0, emHeightAscent: 8, emHeightDescent: 2, fontBoundingBoxAscent: 8, fontBoundingBoxDescent: 2,
      hangingBaseline: 0, ideographicBaseline: 0,
    };
  }
}
