import { describe, expect, it } from 'vitest';
import { FrameTable } from '../frames';
import { Ticks } from './ticks';

/** 29.97 frames a second, as a file says it. */
const NTSC = new FrameTable(Float64Array.from({ length: 300 }, (_, i) => (i * 1001) / 30000));
const looked = (frames: FrameTable, indices: number[]) => new Ticks(Int32Array.from(indices, (i) => Math.round(frames.start(i) * 1000)));

describe('Ticks', () => {
  it('finds the frame of every look although its time was rounded to a millisecond', () => {
    const all = looked(NTSC, Array.from({ length: 300 }, (_, i) => i));
    for (let i = 0; i < 300; i++) expect(all.at(i, NTSC)).toMatchObject({ frame: i, exact: true });
  });

  it('holds the last look for one and a half times the usual distance, then nothing', () => {
    const ticks = looked(NTSC, [0, 6, 12, 18, 24]);
    expect(ticks.interval).toBe(200);
    const seen = Array.from({ length: 36 }, (_, i) => ticks.at(i, NTSC)?.frame);
    expect(seen.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 6]);
    // nine frames later are 300.3 ms: 1.5 x 200 ms within what rounding to milliseconds takes away
    expect(seen.slice(24, 36)).toEqual([...Array<number>(10).fill(24), undefined, undefined]);
    expect(ticks.at(7, NTSC)?.exact).toBe(false);
  });

  it('takes the frame on screen by the table where frames have no rhythm', () => {
    const vfr = new FrameTable(Float64Array.of(0, 0.004, 0.009, 0.2, 0.201, 0.5));
    const ticks = looked(vfr, [1, 4]);
    expect([0, 1, 2, 3, 4].map((i) => ticks.at(i, vfr)?.frame)).toEqual([undefined, 1, 1, 1, 4]);
  });

  it('knows nothing before the first look, of an unknown frame, and without looks', () => {
    expect(looked(NTSC, [5, 11]).at(3, NTSC)).toBeUndefined();
    expect(looked(NTSC, [5, 11]).at(-1, NTSC)).toBeUndefined();
    expect(new Ticks(new Int32Array()).at(3, NTSC)).toBeUndefined();
  });

  it('shows a single look in its own frame only: how far apart others would be is not known', () => {
    const one = looked(NTSC, [5]);
    expect([4, 5, 6].map((i) => one.at(i, NTSC)?.frame)).toEqual([undefined, 5, undefined]);
  });

  it('tells whether nearly every frame was looked at', () => {
    expect(looked(NTSC, Array.from({ length: 300 }, (_, i) => i)).dense(NTSC)).toBe(true);
    expect(looked(NTSC, [0, 6, 12]).dense(NTSC)).toBe(false);
  });
});
