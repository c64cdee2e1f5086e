import { describe, expect, it } from 'vitest';
import { ColumnsError, decodeColumns, earlier } from './columns';

interface Given {
  name: string;
  type: 'i32' | 'u16' | 'f32';
  values: number[];
}

/** Writes the format independently of the reader. */
function encode(head: Record<string, unknown>, given: Given[], padHead = ''): ArrayBuffer {
  const width = (type: Given['type']) => (type === 'u16' ? 2 : 4);
  const up = (n: number) => Math.ceil(n / 8) * 8;
  let start = 0;
  let json = '';
  for (;;) {
    let offset = start;
    const columns = given.map(({ name, type, values }) => {
      const at = offset;
      offset += up(values.length * width(type));
      return { name, type, offset: at, length: values.length };
    });
    json = JSON.stringify({ ...head, columns, padHead });
    const needed = up(4 + new TextEncoder().encode(json).length);
    if (needed <= start) break;
    start = needed;
  }
  const text = new TextEncoder().encode(json);
  const bytes = new ArrayBuffer(start + given.reduce((sum, { type, values }) => sum + up(values.length * width(type)), 0));
  const data = new DataView(bytes);
  data.setUint32(0, text.length, true);
  new Uint8Array(bytes).set(text, 4);
  let offset = start;
  for (const { type, values } of given) {
    values.forEach((value, i) => {
      if (type === 'i32') data.setInt32(offset + 4 * i, value, true);
      else if (type === 'u16') data.setUint16(offset + 2 * i, value, true);
      else data.setFloat32(offset + 4 * i, value, true);
    });
    offset += up(values.length * width(type));
  }
  return bytes;
}

const shots = (starts: number[], more: Record<string, unknown> = {}) =>
  encode({ kind: 'segments', items: starts.length, reduced: false, total: starts.length, labels: ['shot', 'é'], channels: [], ...more }, [
    { name: 'start_ms', type: 'i32', values: starts },
    { name: 'end_ms', type: 'i32', values: starts.map((s) => s + 5) },
    { name: 'label', type: 'u16', values: starts.map((_, i) => i % 2) },
    { name: 'score', type: 'f32', values: starts.map(() => Number.NaN) },
  ]);

describe('decodeColumns', () => {
  it('reads random segments back as they were written, whatever the length of the head', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
    for (let round = 0; round < 60; round++) {
      const starts = Array.from({ length: random(40) }, () => random(1e6) - 1000).sort((a, b) => a - b);
      const got = decodeColumns(shots(starts, { note: 'x'.repeat(round) }));
      if (got.kind !== 'segments') throw new Error('a curve was read');
      expect([...got.start]).toEqual(starts);
      expect([...got.end]).toEqual(starts.map((s) => s + 5));
      expect([...got.label]).toEqual(starts.map((_, i) => i % 2));
      expect(got.score.every(Number.isNaN)).toBe(true);
      expect(got.longest).toBe(starts.length ? 5 : 0);
    }
  });

  it('gives views into the bytes, not copies', () => {
    const bytes = shots([1, 2, 3]);
    const got = decodeColumns(bytes);
    expect(got.kind === 'segments' && got.start.buffer).toBe(bytes);
  });

  it('reads minimum and maximum of a merged curve, and one array twice of a plain one', () => {
    const time = { name: 'time_ms', type: 'i32' as const, values: [0, 40] };
    const merged = decodeColumns(encode({ kind: 'curve', items: 2, reduced: true, total: 9, labels: [], channels: ['a'] }, [
      time, { name: 'a.min', type: 'f32', values: [0, Number.NaN] }, { name: 'a.max', type: 'f32', values: [1, Number.NaN] },
    ]));
    const plain = decodeColumns(encode({ kind: 'curve', items: 2, reduced: false, total: 2, labels: [], channels: ['a'] }, [
      time, { name: 'a', type: 'f32', values: [0.25, 0.5] },
    ]));
    if (merged.kind !== 'curve' || plain.kind !== 'curve') throw new Error('segments were read');
    expect([...(merged.channels.get('a')?.high ?? [])]).toEqual([1, Number.NaN]);
    expect(plain.channels.get('a')?.low).toBe(plain.channels.get('a')?.high);
  });

  const objects = (items: number, given: Given[], more: Record<string, unknown> = {}) =>
    encode({ kind: 'objects', items, reduced: false, total: items, labels: [], channels: ['x', 'y'], ...more }, given);
  const time = (values: number[]) => ({ name: 'time_ms', type: 'i32' as const, values });
  const f32 = (name: string, values: number[]) => ({ name, type: 'f32' as const, values });

  it('reads rows of objects, several a tick', () => {
    const got = earlier(decodeColumns(objects(3, [
      time([40, 40, 80]), { name: 'object', type: 'i32', values: [1, 2, 1] }, f32('score', [0.5, Number.NaN, 1]), f32('x', [1, 2, 3]), f32('y', [4, 5, Number.NaN]),
    ])), 40);
    if (got.kind !== 'objects') throw new Error('no objects were read');
    expect([...got.time]).toEqual([0, 0, 40]);
    expect([...got.object]).toEqual([1, 2, 1]);
    expect([...got.score]).toEqual([0.5, Number.NaN, 1]);
    expect([...(got.channels.get('y') ?? [])]).toEqual([4, 5, Number.NaN]);
  });

  it('reads one object that was merged as a curve', () => {
    const parts = ['x.min', 'x.max', 'y.min', 'y.max'].map((name, i) => f32(name, [i]));
    const got = decodeColumns(objects(1, [time([0]), ...parts], { reduced: true, total: 9 }));
    expect(got.kind === 'curve' && [...(got.channels.get('y')?.high ?? [])]).toEqual([3]);
  });

  it('moves items to an earlier clock', () => {
    const got = earlier(decodeColumns(shots([100, 200])), 80);
    expect(got.kind === 'segments' && [...got.start, ...got.end]).toEqual([20, 120, 25, 125]);
  });

  it.each<[string, () => ArrayBuffer, RegExp]>([
    ['no bytes', () => new ArrayBuffer(2), /end after 2 bytes/],
    ['a head that is cut off', () => shots([1]).slice(0, 20), /only 16 follow/],
    ['a column that is cut off', () => shots([1, 2, 3, 4]).slice(0, -8), /`score` ends at/],
    ['an unknown kind', () => shots([1], { kind: 'boxes' }), /unknown kind "boxes"/],
    ['a wrong number of items', () => shots([1, 2], { items: 3 }), /has 2 values, the head says 3/],
    ['an unknown label', () => shots([1, 2], { labels: ['shot'] }), /points to a label/],
    ['items out of order', () => shots([5, 1]), /`start_ms` is not sorted at item 1/],
    ['a negative number of items', () => shots([], { items: -1 }), /no usable `items`/],
  ])('refuses %s in words', (_, bytes, words) => {
    expect(() => decodeColumns(bytes())).toThrow(ColumnsError);
    expect(() => decodeColumns(bytes())).toThrow(words);
  });
});
