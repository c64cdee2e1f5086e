/** A canvas that writes down what it is told, for tests of painters. */
import type { Pen } from "../viewer/timeline/pen";

export type Rect = { x: number; y: number; w: number; h: number; fill: string };

export class Recorder implements Pen {
  fillStyle: Pen["fillStyle"] = "";
  strokeStyle: Pen["strokeStyle"] = "";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  font = "";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "middle";
  readonly rects: Rect[] = [];
  readonly texts: { text: string; x: number; y: number }[] = [];
  readonly lines: { x: number; y: number }[][] = [];
  strokes = 0;

  fillRect(x: number, y: number, w: number, h: number): void {
    this.rects.push({ x, y, w, h, fill: String(this.fillStyle) });
  }
  fillText(text: string, x: number, y: number): void {
    this.texts.push({ text, x, y });
  }
  measureText(text: string): TextMetrics {
    const width = text.length * 6;
    return {
      width,
      actualBoundingBoxAscent: 0,
      actualBoundingBoxDescent: 0,
      actualBoundingBoxLeft: 0,
      actualBoundingBoxRight: width,
      alphabeticBaseline: 0,
      emHeightAscent: 0,
      emHeightDescent: 0,
      fontBoundingBoxAscent: 0,
      fontBoundingBoxDescent: 0,
      hangingBaseline: 0,
      ideographicBaseline: 0,
    };
  }
  beginPath(): void {
    this.lines.push([]);
  }
  moveTo(x: number, y: number): void {
    this.lineTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.lines.at(-1)?.push({ x, y });
  }
  closePath(): void {}
  fill(): void {}
  stroke(): void {
    this.strokes += 1;
  }
  save(): void {}
  restore(): void {}
}
