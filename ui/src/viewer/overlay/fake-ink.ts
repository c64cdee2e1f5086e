/** Records what the overlay draws; for tests only. */
import { FakeBrush } from '../timeline/fake-brush';
import type { Ink } from './pen';

export interface Stroked {
  style: string;
  width: number;
  dash: number[];
  alpha: number;
}

export class FakeInk extends FakeBrush implements Ink {
  lineCap: CanvasLineCap = 'butt';
  dash: number[] = [];
  stroked: Stroked[] = [];
  arcs: { x: number; y: number; radius: number; style: string }[] = [];
  boxes: [number, number, number, number][] = [];

  clearRect(): void {}

  rect(x: number, y: number, w: number, h: number): void {
    this.boxes.push([x, y, w, h]);
  }

  arc(x: number, y: number, radius: number): void {
    this.arcs.push({ x, y, radius, style: String(this.fillStyle) });
  }

  setLineDash(dash: number[]): void {
    this.dash = [...dash];
  }

  override stroke(): void {
    super.stroke();
    this.stroked.push({ style: String(this.strokeStyle), width: this.lineWidth, dash: this.dash, alpha: this.globalAlpha });
  }
}
