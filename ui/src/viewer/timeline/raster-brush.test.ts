import { beforeEach, describe, expect, it, vi } from 'vitest';
import { blend, RasterBrush, wordOf } from './raster-brush';

const RED = 'rgb(255, 0, 0)';
const BLUE = 'rgb(0, 0, 255)';

class Picture {
  readonly data: Uint8ClampedArray;
  constructor(readonly width: number, readonly height: number) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}

/** A canvas that remembers what it was given, and its pixels where pictures were put. */
function canvas(width: number, height: number) {
  const said: string[] = [];
  const pixels = new Uint32Array(width * height);
  const context = {
    canvas: { width, height }, fillStyle: '', globalAlpha: 1,
    putImageData(picture: Picture, _x: number, _y: number, left: number, top: number, w: number, h: number) {
      said.push(`put ${left},${top} ${w}x${h}`);
      const words = new Uint32Array(picture.data.buffer);
      for (let y = top; y < top + h; y++) for (let x = left; x < left + w; x++) pixels[y * width + x] = words[y * width + x] ?? 0;
    },
    drawImage(_source: unknown, x: number, y: number, w: number, h: number) {
      said.push(`draw ${x},${y} ${w}x${h}`);
    },
    fillRect(x: number, y: number, w: number, h: number) {
      said.push(`rect ${x},${y} ${w}x${h} ${this.fillStyle}`);
    },
    fillText(text: string) {
      said.push(`text ${text} ${this.fillStyle}`);
    },
  };
  return { context: context as unknown as CanvasRenderingContext2D, said, pixels };
}

beforeEach(() => {
  vi.stubGlobal('ImageData', Picture);
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => canvas(10, 4).context }) });
});

describe('RasterBrush', () => {
  it('hands thousands of rectangles over as one picture', () => {
    const { context, said, pixels } = canvas(10, 4);
    const brush = new RasterBrush(context);
    brush.begin();
    brush.fillStyle = RED;
    brush.fillRect(0, 0, 10, 4);
    brush.fillStyle = BLUE;
    for (let n = 0; n < 5000; n++) brush.fillRect(n % 5, 1, 1, 2);
    brush.end();
    expect(said).toEqual(['put 0,0 10x4']);
    const [red, blue] = [wordOf(RED), wordOf(BLUE)];
    expect([...pixels.slice(10, 20)]).toEqual([blue, blue, blue, blue, blue, red, red, red, red, red]);
    expect(new Set(pixels.slice(0, 10))).toEqual(new Set([red]));
  });

  it('keeps the order with what the canvas draws itself, and lays the rest over it', () => {
    const { context, said } = canvas(10, 4);
    const brush = new RasterBrush(context);
    brush.begin();
    brush.fillStyle = RED;
    brush.fillRect(0, 0, 10, 4);
    brush.fillStyle = BLUE;
    brush.fillText('words', 1, 2);
    brush.fillRect(2, 1, 3, 2);
    brush.end();
    expect(said).toEqual(['put 0,0 10x4', `text words ${BLUE}`, 'draw 2,1 3x2']);
  });

  it('leaves to the canvas what is not on whole pixels or in no plain colour', () => {
    const { context, said } = canvas(10, 4);
    const brush = new RasterBrush(context);
    brush.begin();
    brush.fillStyle = RED;
    brush.fillRect(0.5, 0, 2, 2);
    brush.fillStyle = 'color(display-p3 1 0 0)';
    brush.fillRect(0, 0, 2, 2);
    brush.end();
    expect(said).toEqual([`rect 0.5,0 2x2 ${RED}`, 'rect 0,0 2x2 color(display-p3 1 0 0)']);
  });

  it('clips what reaches over an edge, and starts anew with every painting', () => {
    const { context, said, pixels } = canvas(10, 4);
    const brush = new RasterBrush(context);
    for (let painting = 0; painting < 2; painting++) {
      brush.begin();
      brush.fillStyle = RED;
      brush.fillRect(-5, -5, 100, 100);
      brush.fillStyle = BLUE;
      brush.fillRect(painting === 0 ? 8 : -2, 3, 4, 9);
      brush.end();
    }
    expect(said).toEqual(['put 0,0 10x4', 'put 0,0 10x4']);
    const [red, blue] = [wordOf(RED), wordOf(BLUE)];
    expect([...pixels.slice(30)]).toEqual([blue, blue, red, red, red, red, red, red, red, red]);
  });
});

describe('colours', () => {
  it('are read as the browser writes them', () => {
    expect(wordOf('rgb(1, 2, 3)')).toBe(0xff030201);
    expect(wordOf('rgba(86, 95, 115, 0.16)')).toBe(0x29735f56);
    expect(wordOf('rgb(86 95 115 / 0.16)')).toBe(0x29735f56);
    expect(wordOf('hotpink')).toBeUndefined();
  });

  it('lie on each other as a canvas lays them', () => {
    const white = 0xffffffff;
    expect(blend(0x80000000, white)).toBe(0xff7f7f7f);
    expect(blend(0xff112233, white)).toBe(0xff112233);
    expect(blend(0x80112233, 0)).toBe(0x80112233);
    expect(blend(0, white)).toBe(white);
  });
});
