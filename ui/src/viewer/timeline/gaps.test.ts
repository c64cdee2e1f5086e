import { describe, expect, it } from 'vitest';
import { segments } from '../../api/columns';
import { objects } from '../overlay/samples';
import { scaleEnds } from './curve';
import { asCurve, Breaker } from './gaps';
import { labelled } from './labelled';

const curve = (times: number[]) => asCurve(objects(['v'], times.map((time, i) => [time, 1, i])));
const values = (broken: ReturnType<typeof curve>) => [...(broken.channels.get('v')?.high ?? [])];

describe('the curve of one object', () => {
  it('is broken where the object was away for longer than one and a half times the usual distance', () => {
    const broken = new Breaker().break(curve([0, 200, 400, 600, 1600, 1800]));
    expect([...broken.time]).toEqual([0, 200, 400, 600, 601, 1600, 1800]);
    expect(values(broken)).toEqual([0, 1, 2, 3, Number.NaN, 4, 5]);
    expect(broken.items).toBe(7);
  });

  it('is not broken by the rhythm of uneven frames', () => {
    const times = [0, 208, 375, 583, 750, 958];
    expect([...new Breaker().break(curve(times)).time]).toEqual(times);
  });

  it('knows the usual distance of a part with two rows from a part with more', () => {
    const breaker = new Breaker();
    expect(breaker.break(curve([0, 1000])).items).toBe(2);
    breaker.break(curve([0, 200, 400, 600, 800]));
    expect(breaker.break(curve([0, 1000])).items).toBe(3);
  });

  it('keeps one array for both bounds', () => {
    const bounds = new Breaker().break(curve([0, 1, 2, 3, 9])).channels.get('v');
    expect(bounds?.low).toBe(bounds?.high);
  });

  it('has a scale from 0, or as far below as above', () => {
    const of = (all: number[]) => scaleEnds(asCurve(objects(['v'], all.map((value, i) => [i, 1, value]))), 'v');
    expect(of([0, 0.4])).toEqual([0.5, 0]);
    expect(of([-35, 12])).toEqual([50, -50]);
  });
});

describe('labelled', () => {
  const columns = segments({
    items: 3, total: 3, reduced: false, labels: ['person 1', 'person 12'], start: Int32Array.of(0, 5, 9), end: Int32Array.of(4, 30, 12),
    label: Uint16Array.of(0, 1, 0), score: new Float32Array(3),
  });

  it('picks the intervals of a label and knows the longest of them', () => {
    const labels = new Set(['person 1']);
    const [piece] = labelled([{ from: 0, columns }], labels);
    expect([...(piece?.columns.start ?? [])]).toEqual([0, 9]);
    expect(piece?.columns.longest).toBe(4);
    expect(labelled([{ from: 0, columns }], labels)[0]?.columns).toBe(piece?.columns);
  });

  it('leaves a track without labels as it is', () => {
    const pieces = [{ from: 0, columns }];
    expect(labelled(pieces, undefined)).toBe(pieces);
  });
});
