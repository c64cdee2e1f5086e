/**
 * A brush that fills whole-pixel rectangles itself, in memory, and hands them to the canvas as one picture. A row of a long
 * recording is thousands of them, and a canvas without a graphics card takes its time for each. Paths, words and
 * pictures are the canvas' own; what was filled before them is handed over first, so the order stays.
 */
import type { Brush } from './brush';

type Style = string | CanvasGradient | CanvasPattern;

/** A colour as `getComputedStyle` writes it, as red, green, blue, alpha of 0 to 255 in one little-endian word. */
export function wordOf(style: string): number | undefined {
  const parts = /^rgba?\(([^)]+)\)$/.exec(style)?.[1]?.split(/[\s,/]+/).filter((part) => part !== '').map(Number);
  if (!parts || parts.length < 3 || parts.some(Number.isNaN)) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return word(Math.round(red), Math.round(green), Math.round(blue), Math.round(alpha * 255));
}

const word = (red: number, green: number, blue: number, alpha: number): number => ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** `over` on top of `under`; neither is premultiplied. */
export function blend(over: number, under: number): number {
  const [a, b] = [over >>> 24, under >>> 24];
  if (a === 255 || b === 0) return over;
  const alpha = a + (b * (255 - a)) / 255;
  if (alpha === 0) return 0;
  const mixed = (shift: number) => {
    const [top, bottom] = [(over >>> shift) & 255, (under >>> shift) & 255];
    return Math.round((top * a + (bottom * b * (255 - a)) / 255) / alpha);
  };
  return word(mixed(0), mixed(8), mixed(16), Math.round(alpha));
}

/** A picture in memory, and the part of it that is not handed over yet. */
class Layer {
  private picture: ImageData | undefined;
  private words = new Uint32Array(0);
  private left = 0;
  private top = 0;
  private right = 0;
  private bottom = 0;

  resize(width: number, height: number): void {
    if (this.picture?.width === width && this.picture.height === height) return;
    this.picture = new ImageData(width, height);
    this.words = new Uint32Array(this.picture.data.buffer);
    this.clean();
  }

  fill(x: number, y: number, w: number, h: number, colour: number): void {
    const { width, height } = this.picture ?? { width: 0, height: 0 };
    const [x0, y0, x1, y1] = [Math.max(0, x), Math.max(0, y), Math.min(width, x + w), Math.min(height, y + h)];
    if (x1 <= x0 || y1 <= y0) return;
    const { words } = this;
    if (colour >>> 24 === 255 && x1 === x0 + 1) for (let i = y0 * width + x0; i < y1 * width; i += width) words[i] = colour;
    else if (colour >>> 24 === 255) for (let row = y0; row < y1; row++) words.fill(colour, row * width + x0, row * width + x1);
    else this.mix(x0, y0, x1, y1, width, colour);
    this.left = Math.min(this.left, x0);
    this.top = Math.min(this.top, y0);
    this.right = Math.max(this.right, x1);
    this.bottom = Math.max(this.bottom, y1);
  }

  /** Hands over what was filled since the last time. `opaque`: it covers everything, so nothing shows through. */
  flush(context: CanvasRenderingContext2D, scratch: () => CanvasRenderingContext2D | null, opaque: boolean): void {
    const { picture, left, top } = this;
    const [width, height] = [this.right - left, this.bottom - top];
    if (!picture || !(width > 0 && height > 0)) return;
    if (opaque) context.putImageData(picture, 0, 0, left, top, width, height);
    else {
      const sheet = scratch();
      if (!sheet) return;
      sheet.putImageData(picture, 0, 0, left, top, width, height);
      const { globalAlpha } = context;
      context.globalAlpha = 1;
      context.drawImage(sheet.canvas, left, top, width, height, left, top, width, height);
      context.globalAlpha = globalAlpha;
    }
    for (let row = top; row < this.bottom; row++) this.words.fill(0, row * picture.width + left, row * picture.width + this.right);
    this.clean();
  }

  /** Nothing is waiting to be handed over, and every pixel is clear. */
  private clean(): void {
    this.left = this.top = Infinity;
    this.right = this.bottom = 0;
  }

  private mix(x0: number, y0: number, x1: number, y1: number, width: number, colour: number): void {
    const { words } = this;
    // long stretches of a row have one colour
    let [under, mixed] = [-1, 0];
    for (let row = y0; row < y1; row++) {
      for (let i = row * width + x0; i < row * width + x1; i++) {
        const here = words[i] ?? 0;
        if (here !== under) [under, mixed] = [here, blend(colour, here)];
        words[i] = mixed;
      }
    }
  }
}

const colours = new Map<string, number | undefined>();

function known(style: string): number | undefined {
  if (!colours.has(style)) colours.set(style, wordOf(style));
  return colours.get(style);
}

export class RasterBrush implements Brush {
  private readonly layer = new Layer();
  private sheet: CanvasRenderingContext2D | null | undefined;
  private style: Style = '';
  private alpha = 1;
  /** Whether everything that was filled so far lies on a ground that covers the whole canvas. */
  private grounded = false;

  constructor(private readonly context: CanvasRenderingContext2D) {}

  /** Before a painting, in the size that the canvas has now. */
  begin(): void {
    const { width, height } = this.context.canvas;
    this.layer.resize(width, height);
    this.grounded = false;
  }

  /** After a painting. */
  end(): void {
    this.flush();
  }

  get fillStyle(): Style {
    return this.style;
  }

  set fillStyle(style: Style) {
    this.style = style;
  }

  get globalAlpha(): number {
    return this.alpha;
  }

  set globalAlpha(alpha: number) {
    this.alpha = alpha;
  }

  get strokeStyle(): Style {
    return this.context.strokeStyle;
  }

  set strokeStyle(style: Style) {
    this.context.strokeStyle = style;
  }

  get lineWidth(): number {
    return this.context.lineWidth;
  }

  set lineWidth(width: number) {
    this.context.lineWidth = width;
  }

  get lineJoin(): CanvasLineJoin {
    return this.context.lineJoin;
  }

  set lineJoin(join: CanvasLineJoin) {
    this.context.lineJoin = join;
  }

  get font(): string {
    return this.context.font;
  }

  set font(font: string) {
    this.context.font = font;
  }

  get textBaseline(): CanvasTextBaseline {
    return this.context.textBaseline;
  }

  set textBaseline(baseline: CanvasTextBaseline) {
    this.context.textBaseline = baseline;
  }

  get textAlign(): CanvasTextAlign {
    return this.context.textAlign;
  }

  set textAlign(align: CanvasTextAlign) {
    this.context.textAlign = align;
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    const { layer } = this;
    const colour = typeof this.style === 'string' ? known(this.style) : undefined;
    if (colour === undefined || !Number.isInteger(x) || !Number.isInteger(y) || !Number.isInteger(w) || !Number.isInteger(h)) {
      this.own().fillRect(x, y, w, h);
      return;
    }
    const alpha = this.alpha >= 1 ? colour >>> 24 : Math.round((colour >>> 24) * this.alpha);
    const { width, height } = this.context.canvas;
    if (alpha === 255 && x <= 0 && y <= 0 && x + w >= width && y + h >= height) this.grounded = true;
    layer.fill(x, y, w, h, ((colour & 0xffffff) | (alpha << 24)) >>> 0);
  }

  beginPath(): void {
    this.context.beginPath();
  }

  moveTo(x: number, y: number): void {
    this.context.moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    this.context.lineTo(x, y);
  }

  closePath(): void {
    this.context.closePath();
  }

  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    this.context.roundRect(x, y, w, h, radius);
  }

  fill(): void {
    this.own().fill();
  }

  stroke(): void {
    this.own().stroke();
  }

  drawImage(image: CanvasImageSource, x: number, y: number, w: number, h: number): void {
    this.own().drawImage(image, x, y, w, h);
  }

  fillText(text: string, x: number, y: number): void {
    this.own().fillText(text, x, y);
  }

  measureText(text: string): TextMetrics {
    return this.context.measureText(text);
  }

  /** The canvas, for what it does itself: everything before is on it. */
  private own(): CanvasRenderingContext2D {
    this.flush();
    const { context } = this;
    context.fillStyle = this.style;
    context.globalAlpha = this.alpha;
    return context;
  }

  private flush(): void {
    this.layer.flush(this.context, () => this.scratch(), this.grounded);
    this.grounded = false;
  }

  private scratch(): CanvasRenderingContext2D | null {
    const { width, height } = this.context.canvas;
    if (this.sheet === undefined) this.sheet = document.createElement('canvas').getContext('2d');
    const canvas = this.sheet?.canvas;
    if (canvas && (canvas.width !== width || canvas.height !== height)) {
      canvas.width = width;
      canvas.height = height;
    }
    return this.sheet;
  }
}
