import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Verdict, Wish } from '../api/presets';
import { Checker, WAIT_MS, type Check } from './checking';

const wish = (threshold: number): Wish => ({ config: { a: { threshold } }, selected_pipelines: ['a'] });
const verdict = (message: string): Verdict => ({
  valid: false, warnings: [], pipelines_validated: [], asked: ['a'],
  errors: [{ field: 'a.threshold', code: 'X', error_code: 'X', message, severity: 'error', hint: '', suggestion: null, suggested_value: null, example: '', line: null, column: null, nearest: null, valid_names: [], pipeline: 'a' }],
});

/** A validator that answers when it is told to. */
function slow() {
  const asked: { wish: Wish; signal: AbortSignal; answer: (verdict: Verdict) => void; fail: (reason: unknown) => void }[] = [];
  const told: Check[] = [];
  const checker = new Checker(
    (given, signal) => new Promise((answer, fail) => asked.push({ wish: given, signal, answer, fail })),
    (check) => told.push(check),
  );
  return { asked, told, checker, last: () => told.at(-1) };
}

describe('checking as one types', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks once, a moment after the last key', async () => {
    const { asked, checker } = slow();
    for (const threshold of [1, 12, 123]) {
      checker.later(wish(threshold));
      await vi.advanceTimersByTimeAsync(WAIT_MS - 1);
    }
    expect(asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map((one) => one.wish)).toEqual([wish(123)]);
  });

  it('drops the answer to what was typed before', async () => {
    const { asked, checker, last } = slow();
    const first = checker.now(wish(1));
    const second = checker.now(wish(2));
    asked[1]?.answer(verdict('two'));
    asked[0]?.answer(verdict('one'));
    expect(await first).toBeNull();
    expect(await second).toEqual(verdict('two'));
    expect(asked[0]?.signal.aborted, 'the program is told that nobody waits for it').toBe(true);
    expect(last()).toEqual({ phase: 'done', verdict: verdict('two') });
  });

  it('lets the last verdict stand while it asks and when it fails', async () => {
    const { asked, checker, told, last } = slow();
    const first = checker.now(wish(1));
    asked[0]?.answer(verdict('one'));
    await first;
    checker.later(wish(2));
    expect(last()).toEqual({ phase: 'checking', verdict: verdict('one') });
    await vi.advanceTimersByTimeAsync(WAIT_MS);
    asked[1]?.fail(new Error('no answer'));
    await vi.advanceTimersByTimeAsync(0);
    expect(last()).toEqual({ phase: 'failed', verdict: verdict('one'), failure: new Error('no answer') });
    expect(told).toHaveLength(3);
  });

  it('says nothing after it was stopped', async () => {
    const { asked, checker, told } = slow();
    checker.later(wish(1));
    checker.stop();
    await vi.advanceTimersByTimeAsync(WAIT_MS * 2);
    expect(asked).toHaveLength(0);
    const late = checker.now(wish(2));
    checker.stop();
    asked[0]?.fail(new DOMException('stopped', 'AbortError'));
    expect(await late).toBeNull();
    expect(told).toEqual([{ phase: 'checking', verdict: null }]);
  });
});
