/** Paints segments. What is drawn for one depends on how many pixels it has; nothing is ever thinner than a pixel. */
import type { Segments } from "../../api/columns";
import { box, type Band, type Pen } from "./pen";
import { lowerBound, type TimeView } from "./view";

export type SegmentLook = { fill: string; edge: string; text: string };
export type SegmentOptions = {
  look: SegmentLook;
  /** Device pixels of one CSS pixel. */
  unit: number;
  /** Text inside a segment, by start time; `null` for none. */
  label: ((start: number) => string | null) | null;
};

/** Limits of the levels of detail, in CSS pixels. */
const TEXT_PX = 24;
const BOX_PX = 6;
const BAR_PX = 2;
const LEVELS = 4;

export type Detail = "text" | "box" | "bar" | "density";

export function detailOf(cssPixels: number): Detail {
  if (cssPixels > TEXT_PX) return "text";
  if (cssPixels >= BOX_PX) return "box";
  return cssPixels >= BAR_PX ? "bar" : "density";
}

/** Share of each pixel column that thin segments cover, as runs of equal height. */
class Density {
  readonly #covered: Float32Array;

  constructor(width: number) {
    this.#covered = new Float32Array(width);
  }

  add(x0: number, x1: number): void {
    const first = Math.max(0, Math.floor(x0));
    const last = Math.min(this.#covered.length - 1, Math.max(first, Math.ceil(x1) - 1));
    for (let x = first; x <= last; x += 1) {
      const share = Math.min(x1, x + 1) - Math.max(x0, x);
      // a single one, however short, is seen
      this.#covered[x] = (this.#covered[x] ?? 0) + Math.max(share, 0.01);
    }
  }

  paint(pen: Pen, band: Band, colour: string): void {
    pen.fillStyle = colour;
    let start = 0;
    let level = 0;
    const flush = (until: number) => {
      if (level === 0) return;
      const height = Math.max(1, Math.round((band.height * level) / LEVELS));
      pen.fillRect(start, band.y + band.height - height, until - start, height);
    };
    for (let x = 0; x < this.#covered.length; x += 1) {
      const here = Math.ceil(Math.min(1, this.#covered[x] ?? 0) * LEVELS);
      if (here === level) continue;
      flush(x);
      start = x;
      level = here;
    }
    flush(this.#covered.length);
  }
}

function longest(data: Segments): number {
  let most = 0;
  for (let i = 0; i < data.start.length; i += 1)
    most = Math.max(most, (data.end[i] ?? 0) - (data.start[i] ?? 0));
  return most;
}

export function paintSegments(
  pen: Pen,
  band: Band,
  view: TimeView,
  data: Segments,
  { look, unit, label }: SegmentOptions,
): void {
  const density = new Density(view.width);
  const line = Math.max(1, Math.round(unit));
  let dense = false;
  for (let i = lowerBound(data.start, view.from - longest(data)); i < data.start.length; i += 1) {
    const start = data.start[i] ?? 0;
    if (start >= view.to) break;
    const x0 = view.xOf(start);
    const x1 = view.xOf(data.end[i] ?? start);
    if (x1 <= 0) continue;
    const detail = detailOf((x1 - x0) / unit);
    if (detail === "density") {
      density.add(x0, Math.max(x1, x0 + 0.01));
      dense = true;
      continue;
    }
    // one pixel of ground between neighbours; ends out of sight lie outside
    const left = Math.max(-2 * line, Math.round(x0));
    const right = Math.min(view.width + 2 * line, Math.max(left + 1, Math.round(x1) - line));
    if (detail === "bar") {
      pen.fillStyle = look.edge;
      pen.fillRect(left, band.y, Math.max(line, right - left), band.height);
      continue;
    }
    box(pen, left, band, right - left, look.fill, look.edge, line);
    const text = detail === "text" ? label?.(start) : null;
    if (!text) continue;
    const from = Math.max(left, 0) + 6 * unit;
    if (pen.measureText(text).width + 2 * unit > right - from) continue;
    pen.fillStyle = look.text;
    pen.fillText(text, from, band.y + band.height / 2);
  }
  if (dense) density.paint(pen, band, look.edge);
}
