/** Paints a curve: a line where points are apart, smallest to largest of each pixel column where they are dense. */
import type { Curve } from "../../api/columns";
import type { Band, Pen } from "./pen";
import { lowerBound, type TimeView } from "./view";

export type CurveLook = { line: string; fill: string };
export type CurveOptions = {
  channel: string;
  look: CurveLook;
  /** Value at the top of the band; the bottom is 0. */
  top: number;
  unit: number;
};

/** Points closer than this many device pixels become columns. */
const COLUMN_PX = 2;
/** A hole of more than this many usual distances is where nothing was measured. */
const HOLE = 3;

/** The usual distance of two points: the median of a few, as holes are rare. */
export function usualStep(time: Int32Array): number {
  const steps: number[] = [];
  const stride = Math.max(1, Math.floor(time.length / 64));
  for (let i = 1; i < time.length; i += stride) steps.push((time[i] ?? 0) - (time[i - 1] ?? 0));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}

/** The largest value of a channel, for a scale. */
export function peak(curve: Curve, channel: string): number {
  let most = 0;
  for (const value of curve.channels.get(channel)?.max ?? []) if (value > most) most = value;
  return most;
}

/** A round number not below `value`: 1, 2 or 5 times a power of ten. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5].find((candidate) => candidate * power >= value * 0.999999) ?? 10;
  return Number((step * power).toPrecision(1));
}

type Point = { x: number; low: number; high: number };

/** Unbroken stretches of points, with one point beyond each side so that the line leaves the picture. */
function stretches(curve: Curve, channel: string, view: TimeView): Point[][] {
  const values = curve.channels.get(channel);
  if (!values) return [];
  const hole = HOLE * usualStep(curve.time);
  const found: Point[][] = [];
  let open: Point[] = [];
  let before = -Infinity;
  for (let i = Math.max(0, lowerBound(curve.time, view.from) - 1); i < curve.time.length; i += 1) {
    const time = curve.time[i] ?? 0;
    const low = values.min[i] ?? NaN;
    const high = values.max[i] ?? NaN;
    const measured = !Number.isNaN(low) && !Number.isNaN(high);
    if ((!measured || time - before > hole) && open.length > 0) {
      found.push(open);
      open = [];
    }
    if (measured) {
      open.push({ x: view.xOf(time), low, high });
      before = time;
    }
    if (time > view.to) break;
  }
  if (open.length > 0) found.push(open);
  return found;
}

export function paintCurve(pen: Pen, band: Band, view: TimeView, curve: Curve, options: CurveOptions): void {
  const distance = usualStep(curve.time) / view.msPerPixel;
  const paint = curve.reduced || distance < COLUMN_PX * options.unit ? paintColumns : paintLine;
  const heightOf = (value: number) =>
    Math.min(band.height, Math.max(0, (value / options.top) * band.height));
  for (const points of stretches(curve, options.channel, view)) paint(pen, band, points, heightOf, options);
}

type HeightOf = (value: number) => number;

function paintLine(pen: Pen, band: Band, points: Point[], heightOf: HeightOf, { look, unit }: CurveOptions): void {
  const bottom = band.y + band.height;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return;
  const trace = () => {
    pen.beginPath();
    for (const { x, high } of points) pen.lineTo(x, bottom - heightOf(high));
  };
  if (points.length === 1) {
    // a lone value between holes is still seen
    pen.fillStyle = look.line;
    const size = Math.round(2 * unit);
    pen.fillRect(Math.round(first.x) - size / 2, Math.round(bottom - heightOf(first.high)) - size / 2, size, size);
    return;
  }
  trace();
  pen.lineTo(last.x, bottom);
  pen.lineTo(first.x, bottom);
  pen.closePath();
  pen.fillStyle = look.fill;
  pen.fill();
  trace();
  pen.strokeStyle = look.line;
  pen.lineWidth = 1.5 * unit;
  pen.lineJoin = "round";
  pen.stroke();
}

/** One column a pixel from the smallest to the largest value in it, joined to the column before. */
function paintColumns(pen: Pen, band: Band, points: Point[], heightOf: HeightOf, { look, unit }: CurveOptions): void {
  const bottom = band.y + band.height;
  const thick = Math.max(1, Math.round(1.5 * unit));
  let before: { low: number; high: number } | null = null;
  for (let i = 0; i < points.length; ) {
    const point = points[i];
    if (!point) break;
    const x = Math.floor(point.x);
    let { low, high } = point;
    let next = i + 1;
    for (; next < points.length; next += 1) {
      const other = points[next];
      if (!other || Math.floor(other.x) > x) break;
      low = Math.min(low, other.low);
      high = Math.max(high, other.high);
    }
    const until = points[next];
    const width = until ? Math.max(1, Math.floor(until.x) - x) : 1;
    const from: number = before ? Math.min(low, before.high) : low;
    const to: number = before ? Math.max(high, before.low) : high;
    const top = Math.round(bottom - heightOf(to));
    const foot = Math.round(bottom - heightOf(from));
    pen.fillStyle = look.fill;
    pen.fillRect(x, top, width, bottom - top);
    pen.fillStyle = look.line;
    // a flat line at the bottom stays inside the band
    const y = Math.min(top, bottom - thick);
    pen.fillRect(x, y, width, Math.max(thick, foot - top));
    before = { low, high };
    i = next;
  }
}
