import { describe, expect, it, vi } from 'vitest';
import { segments, type CurveColumns } from '../../api/columns';
import type { Row } from '../rows';
import { paintSelection, paintUnmeasured } from './backdrop';
import type { View } from './brush';
import { FakeBrush } from './fake-brush';
import { OverviewPainter } from './overview';
import type { Palette } from './palette';
import { Pictures } from './pictures';
import { RowPainter, type RowData } from './row-painter';

const PALETTE: Palette = {
  track: 'track', trackAlt: 'trackAlt', trackLine: 'trackLine', head: 'head', sunken: 'sunken', signal: 'signal', signalFill: 'signalFill',
  neutral: 'neutral', control: 'control', border: 'border', text: 'text', muted: 'muted', subtle: 'subtle', accent: 'accent', range: 'range',
  playhead: 'playhead', family: 'sans', people: [{ stroke: 'one', fill: 'one-fill' }, { stroke: 'two', fill: 'two-fill' }],
};
const view = (from: number, to: number): View => ({ from, to, width: 1000, height: 40, dpr: 1 });
const ROW: Row = { key: 'speech', title: 'Speech', icon: 'speech', height: 52, segments: undefined, curve: undefined, words: '', measuredTo: null, state: '' };
const DATA: RowData = {
  segments: [], curve: [], whole: undefined, channel: 'a', unread: '', selected: undefined, alternate: false, duration: 10_000, numberOf: () => 0,
};

function paint(row: Partial<Row>, data: Partial<RowData> = {}): FakeBrush {
  const brush = new FakeBrush();
  new RowPainter(PALETTE, () => undefined).paint(brush, view(0, 10_000), { ...ROW, ...row }, { ...DATA, ...data });
  return brush;
}
const curve = (last: number): CurveColumns => {
  const values = Float32Array.from([0.1, 0.2]);
  return { kind: 'curve', items: 2, total: 2, reduced: false, time: Int32Array.from([0, last]), channels: new Map([['a', { low: values, high: values }]]) };
};

describe('RowPainter', () => {
  it('says in words why a row is empty, on a plate', () => {
    const brush = paint({ words: 'Skipped: no sound' });
    expect(brush.texts.map(({ text }) => text)).toEqual(['Skipped: no sound']);
    expect(brush.rects.at(-1)).toMatchObject({ style: 'track', x: 6 });
  });

  it('stripes what is not measured yet, beginning where the newest columns end', () => {
    const stripes = (brush: FakeBrush) => brush.rects.find(({ style }) => style === 'neutral');
    expect(stripes(paint({ measuredTo: 4000 }))).toMatchObject({ x: 400, w: 600 });
    expect(stripes(paint({ measuredTo: 4000 }, { whole: curve(6000) }))).toMatchObject({ x: 600, w: 400 });
    expect(stripes(paint({}))).toBeUndefined();
  });

  it('numbers the shots and nothing that it cannot number', () => {
    const track = { key: 'scene_detection.shots', pipeline: 'scene_detection', title: 'Shots', kind: 'segments' as const, channels: [], items: 2, first_ms: 0, last_ms: 9000, objects: null };
    const columns = segments({
      items: 2, total: 2, reduced: false, labels: ['shot'], start: Int32Array.from([0, 4000]), end: Int32Array.from([4000, 9000]),
      label: new Uint16Array(2), score: new Float32Array(2),
    });
    const brush = paint({ key: 'shots', segments: track }, { segments: [{ from: 0, columns }], numberOf: (_, from) => (from === 0 ? 1 : 0) });
    expect(brush.texts.map(({ text }) => text)).toEqual(['Shot 1']);
  });
});

describe('backdrop', () => {
  it('draws the stripes with one stroke, however wide they are', () => {
    const brush = new FakeBrush();
    paintUnmeasured(brush, view(0, 1000), PALETTE, 0, 1e9);
    expect(brush.strokes).toBe(1);
    expect(brush.rects).toHaveLength(1);
  });

  it('outlines a selection outside of it on whole pixels, and nothing when it is out of view', () => {
    const brush = new FakeBrush();
    paintSelection(brush, view(0, 1000), PALETTE, 100, 200);
    expect(brush.rects.map(({ x, w }) => [x, w])).toEqual([[98, 104], [98, 104], [98, 2], [200, 2]]);
    const away = new FakeBrush();
    paintSelection(away, view(0, 1000), PALETTE, 5000, 6000);
    expect(away.rects).toEqual([]);
  });
});

describe('OverviewPainter', () => {
  const shown = (from: number, to: number) => {
    const brush = new FakeBrush();
    const outline = vi.spyOn(brush, 'roundRect');
    new OverviewPainter(PALETTE).paint(brush, view(0, 10_000_000), undefined, undefined, { from, to, playhead: 0 });
    return outline.mock.calls.map(([...args]: unknown[]) => args.slice(0, 4));
  };

  it('keeps the window wide enough to take hold of', () => {
    expect(shown(5_000_000, 5_000_010)).toEqual([[496, 2, 8, 36]]);
  });

  it('draws no window around everything', () => {
    expect(shown(0, 10_000_000)).toEqual([]);
  });
});

describe('Pictures', () => {
  it('asks for one at a time and for the latest wish first, and never twice for one that cannot be made', async () => {
    const asked: number[] = [];
    const answers: (() => void)[] = [];
    const changed = vi.fn();
    const pictures = new Pictures((ms) => {
      asked.push(ms);
      return new Promise((_, reject) => answers.push(() => reject(new Error('none'))));
    }, changed);
    for (const ms of [1, 2, 3]) pictures.of(ms);
    expect(asked).toEqual([1]);
    for (let i = 0; i < 3; i++) {
      answers[i]?.();
      await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(i + 1));
    }
    expect(asked).toEqual([1, 3, 2]);
    pictures.of(1);
    expect(asked).toHaveLength(3);
  });
});
