import { describe, expect, it } from 'vitest';
import { allOf, chosen, nothing, reachOf } from './selection';

const rows = [5, 3, 9, 1];
const marked = (selection: { marked: ReadonlySet<number> }) => [...selection.marked];
const keys = (held: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }>) => ({ ctrlKey: false, metaKey: false, shiftKey: false, ...held });

describe('the selection of the library', () => {
  it('marks one by a plain choice', () => {
    const both = chosen(chosen(nothing, 5, 'only', rows), 9, 'toggle', rows);
    expect(marked(chosen(both, 3, 'only', rows))).toEqual([3]);
  });

  it('adds and takes away with Ctrl', () => {
    const both = chosen(chosen(nothing, 5, 'only', rows), 9, 'toggle', rows);
    expect(marked(both)).toEqual([5, 9]);
    expect(marked(chosen(both, 5, 'toggle', rows))).toEqual([9]);
  });

  it('takes the range in the order of the rows, in both directions, from where it began', () => {
    const from = chosen(nothing, 9, 'only', rows);
    expect(marked(chosen(from, 5, 'range', rows))).toEqual([5, 3, 9]);
    expect(marked(chosen(chosen(from, 5, 'range', rows), 1, 'range', rows))).toEqual([9, 1]);
  });

  it('begins anew when the beginning of the range is filtered out', () => {
    const from = chosen(nothing, 9, 'only', rows);
    expect(marked(chosen(from, 5, 'range', [5, 3, 1]))).toEqual([5]);
  });

  it('moves without marking, and marks all', () => {
    const one = chosen(nothing, 5, 'only', rows);
    expect(chosen(one, 3, 'move', rows)).toEqual({ ...one, current: 3 });
    expect(marked(allOf(one, rows))).toEqual(rows);
  });

  it('reads the keys that are held', () => {
    expect([reachOf(keys({})), reachOf(keys({ shiftKey: true })), reachOf(keys({ metaKey: true })), reachOf(keys({ ctrlKey: true }), 'only', 'move')])
      .toEqual(['only', 'range', 'toggle', 'move']);
  });
});
