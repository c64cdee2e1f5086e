import { describe, expect, it } from 'vitest';
import { aVideo } from '../testing/samples';
import { added, changed, fileName, itemOfPath, itemOfVideo, startable, totals, without } from './videos';

const a = itemOfPath('/v/a.mp4');
const b = itemOfPath('C:\\v\\b.mp4');

describe('the videos of the sheet', () => {
  it('are there once each, in the order in which they came', () => {
    expect(added([a], [b, a, itemOfPath('/v/a.mp4')]).map((item) => item.path)).toEqual([a.path, b.path]);
    expect([fileName(a.path), fileName(b.path), fileName('/')]).toEqual(['a.mp4', 'b.mp4', '/']);
  });

  it('of the library need no second look, unless their file is gone', () => {
    expect(itemOfVideo(aVideo(), 'gone')).toMatchObject({ state: 'ready', trouble: null, facts: { duration_ms: 60_000 } });
    expect(itemOfVideo(aVideo({ present: false }), 'gone')).toMatchObject({ state: 'refused', trouble: { message: 'gone' } });
  });

  it('that were refused stay, and are not started', () => {
    const items = changed([a, b], a.path, { state: 'refused', trouble: { message: 'it is a text file', hint: null } });
    expect(startable(items)).toEqual([b]);
    expect(without(items, new Set([b.path]))).toHaveLength(1);
  });

  it('add up, and say how many lengths are missing', () => {
    expect(totals([itemOfVideo(aVideo(), ''), a, itemOfVideo(aVideo({ path: '/c', present: false }), '')])).toEqual({ ms: 60_000, unknown: 1 });
  });
});
