import { describe, expect, it } from 'vitest';
import { majorStep, marks } from './ruler';
import { Scale } from './scale';

const THREE_HOURS = 3 * 3600_000;

function scale(duration = THREE_HOURS, width = 1000): Scale {
  const made = new Scale(duration);
  made.resize(width);
  return made;
}

describe('Scale', () => {
  it('shows the whole recording at first, and turns pixels into times and back', () => {
    const s = scale();
    expect([s.from, s.to, s.depth]).toEqual([0, THREE_HOURS, 0]);
    for (const x of [0, 1, 333.3, 1000]) expect(s.x(s.ms(x))).toBeCloseTo(x, 6);
  });

  it('keeps the time under the pointer where it is while zooming', () => {
    const s = scale();
    for (const x of [10, 500, 990]) {
      const before = s.ms(x);
      s.zoom(3, x);
      expect(s.ms(x)).toBeCloseTo(before, 3);
    }
  });

  it('zooms from 10 ms to the whole recording and no further', () => {
    const s = scale();
    s.zoom(1e12, 400);
    expect(s.span).toBe(10);
    expect(s.depth).toBeCloseTo(1);
    s.zoom(1e-12, 400);
    expect([s.from, s.span]).toEqual([0, THREE_HOURS]);
  });

  it('never leaves the recording', () => {
    const s = scale();
    s.show(0, 60_000);
    s.pan(-5000);
    expect(s.from).toBe(0);
    s.pan(1e9);
    expect(s.to).toBe(THREE_HOURS);
  });

  it('survives a recording shorter than the narrowest stretch', () => {
    const s = scale(4);
    s.zoom(2, 0);
    expect([s.from, s.span, s.depth]).toEqual([0, 10, 0]);
  });

  it('follows with the playhead at one third, except near the ends', () => {
    const s = scale();
    s.show(0, 9000);
    s.follow(1000);
    expect(s.from).toBe(0);
    s.follow(60_000);
    expect(s.x(60_000)).toBeCloseTo(1000 / 3);
  });

  it('brings an item into view with the least movement', () => {
    const s = scale();
    s.show(10_000, 10_000);
    s.reveal(12_000, 13_000);
    expect(s.from).toBe(10_000);
    s.reveal(25_000, 26_000);
    expect(s.to).toBeCloseTo(26_800);
    s.reveal(1000, 2000);
    expect(s.from).toBeCloseTo(200);
  });

  it('sets and reads the same depth', () => {
    const s = scale();
    s.setDepth(0.4, 500);
    expect(s.depth).toBeCloseTo(0.4);
  });

  it('keeps showing everything when the recording turns out longer', () => {
    const s = scale(5000);
    s.setDuration(8000);
    expect(s.span).toBe(8000);
  });
});

describe('ruler', () => {
  it('keeps labels at least 76 pixels apart at every zoom', () => {
    for (let span = 10; span <= THREE_HOURS; span *= 1.37) {
      expect((majorStep(span, 1028) / span) * 1028).toBeGreaterThanOrEqual(76);
      expect(marks(12_345, span, 1028).length).toBeLessThan(160);
    }
  });

  it('writes milliseconds only where the step needs them', () => {
    const labels = (from: number, span: number) => marks(from, span, 1000).map((m) => m.label).filter(Boolean);
    expect(labels(126_000, 12_000).slice(0, 3)).toEqual(['2:06', '2:07', '2:08']);
    expect(labels(1000, 10).slice(0, 2)).toEqual(['0:01.000', '0:01.001']);
    expect(labels(0, THREE_HOURS).at(-1)).toBe('3:00:00');
  });
});
