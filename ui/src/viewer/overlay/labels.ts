/** Names over the picture: a dark plate with the colour and the name. Never over a face, moved when two meet. */
import type { Pen } from './pen';

const HEIGHT = 18;
const GAP = 3;
const SWATCH = 8;
const PAD = 5;
const SIZE = 11.5;

/** In device pixels. */
export interface Plate {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelStyle {
  readonly plate: string;
  readonly text: string;
  readonly family: string;
}

/** What a label says and beside which box it stands. */
export interface Label {
  readonly words: string;
  readonly colour: string;
  readonly box: Plate;
}

const meet = (a: Plate, b: Plate) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The first free place: above at the left, above at the right, below, then further along the box's side. */
export function placeLabel(size: { width: number; height: number }, gap: number, box: Plate, bounds: Plate, taken: readonly Plate[]): Plate {
  const inside = (x: number, y: number): Plate => ({
    x: Math.max(bounds.x, Math.min(bounds.x + bounds.width - size.width, x)), y, ...size,
  });
  const above = box.y - size.height - gap;
  const below = box.y + box.height + gap;
  const places = [
    inside(box.x, above), inside(box.x + box.width - size.width, above), inside(box.x, below), inside(box.x + box.width - size.width, below),
    inside(box.x + box.width + gap, box.y), inside(box.x - size.width - gap, box.y),
    ...[1, 2, 3].map((step) => inside(box.x + step * (size.width + gap), above)),
  ];
  const free = (place: Plate) =>
    place.y >= bounds.y && place.y + place.height <= bounds.y + bounds.height && !taken.some((other) => meet(place, other));
  const least = Math.max(bounds.y, Math.min(bounds.y + bounds.height - size.height, above));
  return places.find(free) ?? inside(box.x, least);
}

/** Draws the labels in their order; `faces` are kept free. */
export function drawLabels(pen: Pen, labels: readonly Label[], faces: readonly Plate[], style: LabelStyle): void {
  const { ink, fit } = pen;
  const bounds = { x: fit.left, y: fit.top, width: fit.width, height: fit.height };
  const taken = [...faces];
  ink.font = `600 ${pen.px(SIZE)}px ${style.family}`;
  ink.textBaseline = 'middle';
  ink.textAlign = 'left';
  for (const { words, colour, box } of labels) {
    const width = Math.ceil(ink.measureText(words).width + pen.px(PAD * 3 + SWATCH));
    const plate = placeLabel({ width, height: pen.px(HEIGHT) }, pen.px(GAP), box, bounds, taken);
    taken.push(plate);
    ink.fillStyle = style.plate;
    ink.beginPath();
    ink.roundRect(plate.x, plate.y, plate.width, plate.height, pen.px(3));
    ink.fill();
    ink.fillStyle = colour;
    ink.beginPath();
    ink.roundRect(plate.x + pen.px(PAD), plate.y + pen.px((HEIGHT - SWATCH) / 2), pen.px(SWATCH), pen.px(SWATCH), pen.px(2));
    ink.fill();
    ink.fillStyle = style.text;
    ink.fillText(words, plate.x + pen.px(2 * PAD + SWATCH), plate.y + pen.px(HEIGHT / 2 + 0.5));
  }
}
