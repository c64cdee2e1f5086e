import { describe, expect, it } from 'vitest';
import { parseCleared, withCleared } from './cleared';

describe('what is cleared from view', () => {
  it('reads what it wrote and nothing else', () => {
    expect(parseCleared(JSON.stringify(['a', 'b']))).toEqual(['a', 'b']);
    for (const text of [null, '', '{', '{"ids":[]}', '"a"']) expect(parseCleared(text)).toEqual([]);
    expect(parseCleared('["a",7,null]')).toEqual(['a']);
  });

  it('holds each job once and forgets the oldest when there are too many', () => {
    expect(withCleared(['a'], ['b', 'a'])).toEqual(['a', 'b']);
    const many = Array.from({ length: 5001 }, (_, n) => `j${n}`);
    expect(withCleared([], many)).toHaveLength(5000);
    expect(withCleared([], many)[0]).toBe('j1');
  });
});
