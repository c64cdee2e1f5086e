import { describe, expect, it } from 'vitest';
import { segments, type CurveColumns, type SegmentColumns } from '../../api/columns';
import type { View } from './brush';
import { CurvePainter, peak, roundUp, runs } from './curve';
import { FakeBrush, type Rect } from './fake-brush';
import { SegmentsPainter } from './segments';

const STYLE = { edge: 'edge', fill: 'fill', text: 'text', family: 'sans', inset: 3 };
const view = (from: number, to: number, width = 1000, dpr = 1): View => ({ from, to, width, height: 24 * dpr, dpr });

function items(list: readonly (readonly [number, number])[]): SegmentColumns {
  return segments({
    items: list.length, total: list.length, reduced: false, labels: ['x'], start: Int32Array.from(list, ([s]) => s),
    end: Int32Array.from(list, ([, e]) => e), label: new Uint16Array(list.length), score: new Float32Array(list.length),
  });
}

function million(): SegmentColumns {
  const n = 1_000_000;
  const start = new Int32Array(n);
  const end = new Int32Array(n);
  let t = 0;
  let seed = 1;
  for (let i = 0; i < n; i++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    start[i] = t;
    end[i] = t + 10 + (seed % 60);
    t = (end[i] ?? 0) + (seed % 13);
  }
  return segments({ items: n, total: n, reduced: false, labels: ['x'], start, end, label: new Uint16Array(n), score: new Float32Array(n) });
}

const paint = (columns: SegmentColumns, shown: View, label?: (c: SegmentColumns, i: number) => string) => {
  const brush = new FakeBrush();
  new SegmentsPainter(STYLE, label).paint(brush, shown, [{ from: 0, columns }]);
  return brush;
};

describe('SegmentsPainter', () => {
  it('paints 1,000,000 items with at most two calls a pixel at any zoom, on whole pixels', () => {
    const all = million();
    const end = all.end.at(-1) ?? 0;
    for (let span = end; span > 10; span /= 7) {
      const brush = paint(all, view(end / 3, end / 3 + span));
      expect(brush.calls).toBeLessThan(2000);
      expect(brush.rects.every((r) => [r.x, r.y, r.w, r.h].every(Number.isInteger))).toBe(true);
    }
  });

  it('merges neighbours that share pixels into one rectangle', () => {
    const brush = paint(items(Array.from({ length: 500 }, (_, i) => [i, i + 1] as const)), view(0, 1000, 100));
    expect(brush.rects).toHaveLength(1);
    expect(brush.rects[0]).toMatchObject({ x: 0, w: 50 });
  });

  it('keeps a single 1 ms item visible in three hours', () => {
    const brush = paint(items([[5_000_000, 5_000_001]]), view(0, 10_800_000));
    expect(brush.rects).toHaveLength(1);
    expect(brush.rects[0]?.w).toBeGreaterThanOrEqual(1);
    expect(brush.rects[0]?.alpha).toBeGreaterThanOrEqual(0.5);
  });

  it('paints a strip stronger where more is covered', () => {
    const sparse = paint(items([[100, 101], [900, 901]]), view(0, 100_000));
    const dense = paint(items(Array.from({ length: 1000 }, (_, i) => [i * 10, i * 10 + 10] as const)), view(0, 100_000));
    expect(dense.rects[0]?.alpha).toBeGreaterThan(sparse.rects[0]?.alpha ?? 1);
  });

  it('writes text only into boxes where it fits', () => {
    const label = () => 'Shot 12';
    expect(paint(items([[0, 400]]), view(0, 1000), label).texts).toEqual([{ text: 'Shot 12', x: 6 }]);
    expect(paint(items([[0, 40]]), view(0, 1000), label).texts).toEqual([]);
  });

  it('keeps the text of an item that began before the view readable at the left edge', () => {
    expect(paint(items([[0, 4000]]), view(2000, 3000), () => 'Shot 1').texts).toEqual([{ text: 'Shot 1', x: 6 }]);
  });

  it('finds a long item that began far left of the view, behind short ones', () => {
    const brush = paint(items([[0, 90_000], [10, 20], [30, 40]]), view(50_000, 51_000));
    expect(brush.rounds).toBe(1);
  });

  it('does not paint an item twice that reaches into the next piece', () => {
    const both = items([[0, 600], [700, 900]]);
    const brush = new FakeBrush();
    const second = items([[0, 600], [700, 900]]);
    new SegmentsPainter(STYLE).paint(brush, view(0, 1000), [{ from: 0, columns: both.items ? items([[0, 600]]) : both }, { from: 500, columns: second }]);
    expect(brush.rounds).toBe(2);
  });

  it('asks for pictures of wide boxes only', () => {
    const asked: number[] = [];
    const brush = new FakeBrush();
    const painter = new SegmentsPainter(STYLE, () => '', (_, i) => void asked.push(i));
    painter.paint(brush, view(0, 1000), [{ from: 0, columns: items([[0, 90], [100, 400], [400, 430]]) }]);
    expect(asked).toEqual([1]);
  });

  it('draws lines as thick as a CSS pixel at twice the resolution', () => {
    const brush = paint(items([[0, 10]]), view(0, 1000, 2000, 2));
    expect(brush.rects.map((r) => [r.x, r.w, r.y, r.h])).toContainEqual([0, 2, 6, 36]);
  });
});

function curve(values: number[], step = 10): CurveColumns {
  const low = Float32Array.from(values);
  return {
    kind: 'curve', items: values.length, total: values.length, reduced: false,
    time: Int32Array.from(values, (_, i) => i * step), channels: new Map([['a', { low, high: low }]]),
  };
}

describe('CurvePainter', () => {
  const piece = (columns: CurveColumns) => [{ from: 0, columns }];

  it('breaks the line where nothing was measured', () => {
    const got = runs(view(0, 100, 100), piece(curve([1, 1, Number.NaN, 1, 1, 1, Number.NaN, 1])), 'a');
    expect(got.map((run) => run.map((p) => p.x))).toEqual([[0, 10], [30, 40, 50], [70]]);
  });

  it('draws a single sample between gaps as a dot', () => {
    const brush = new FakeBrush();
    new CurvePainter({ line: 'line', fill: 'soft', width: 1.5, inset: 4 }).paint(brush, view(0, 100, 100), piece(curve([Number.NaN, 1, Number.NaN])), 'a', 1);
    expect(brush.rects).toHaveLength(1);
    expect(brush.strokes).toBe(0);
  });

  it('keeps a single peak among 1,000,000 samples, with at most two points a pixel', () => {
    const values = new Array<number>(1_000_000).fill(0.1);
    values[654_321] = 0.9;
    const got = runs(view(0, 10_000_000), piece(curve(values)), 'a');
    expect(got).toHaveLength(1);
    expect(got[0]?.length).toBeLessThanOrEqual(1001);
    expect(Math.max(...(got[0] ?? []).map((p) => p.high))).toBeCloseTo(0.9);
  });

  it('draws a long line column by column, without a hole and as thick as a path', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i === 120 ? 1 : 0.5 + 0.4 * Math.sin(i / 9)));
    const brush = new FakeBrush();
    new CurvePainter({ line: 'line', fill: '', width: 1.5, inset: 4 }).paint(brush, { ...view(0, 2000, 800), height: 100 }, piece(curve(values)), 'a', 1);
    expect([brush.strokes, brush.fills]).toEqual([0, 0]);
    const columns = new Map<number, Rect[]>();
    for (const rect of brush.rects) columns.set(rect.x, [...(columns.get(rect.x) ?? []), rect]);
    // the last sample is at 1990 ms
    expect(columns.size).toBe(797);
    let before: { top: number; bottom: number } | undefined;
    for (const x of [...columns.keys()].sort((a, b) => a - b)) {
      const parts = columns.get(x) ?? [];
      expect(parts.reduce((sum, { h, alpha }) => sum + h * alpha, 0)).toBeGreaterThanOrEqual(1.25);
      const [top, bottom] = [Math.min(...parts.map(({ y }) => y)), Math.max(...parts.map(({ y, h }) => y + h))];
      expect(parts.reduce((sum, { h }) => sum + h, 0)).toBe(bottom - top);
      if (before) expect(Math.max(top, before.top)).toBeLessThanOrEqual(Math.min(bottom, before.bottom));
      before = { top, bottom };
    }
    // the peak, 4 pixels below the upper edge
    expect(Math.min(...(columns.get(480) ?? []).map(({ y }) => y))).toBe(3);
  });

  it('fills from a long line to the lower edge', () => {
    const brush = new FakeBrush();
    new CurvePainter({ line: 'line', fill: 'soft', width: 1.5, inset: 4 }).paint(brush, view(0, 1000, 100), piece(curve(new Array<number>(100).fill(0.5))), 'a', 1);
    const soft = brush.rects.filter(({ style }) => style === 'soft');
    expect(soft).toHaveLength(100);
    expect(soft.every(({ y, h }) => y + h === 24)).toBe(true);
  });

  it('goes on through the border of two pieces', () => {
    const second = { ...curve([1, 1]), time: Int32Array.from([20, 30]) };
    const got = runs(view(0, 40, 40), [{ from: 0, columns: curve([1, 1]) }, { from: 20, columns: second }], 'a');
    expect(got).toHaveLength(1);
    expect(got[0]).toHaveLength(4);
  });

  it('starts left of the view and ends right of it, so that lines leave the picture', () => {
    const [run] = runs(view(25, 55, 30), piece(curve([1, 1, 1, 1, 1, 1, 1, 1])), 'a');
    expect(run?.[0]?.x).toBeLessThan(0);
    expect(run?.at(-1)?.x).toBeGreaterThan(30);
  });

  it('has a round upper end at or above the largest value', () => {
    expect([0.03, 0.05, 0.21, 1, 7.2, 0].map(roundUp)).toEqual([0.05, 0.05, 0.5, 1, 10, 1]);
    expect(peak(curve([0.1, Number.NaN, 0.4]), 'a')).toBeCloseTo(0.4);
  });
});
