import { describe, expect, it } from 'vitest';
import { aVideo } from '../testing/samples';
import { startAll, type Steps } from './starting';
import { itemOfPath, itemOfVideo, type Item } from './videos';

const items = ['a', 'b', 'c'].map((name) => itemOfVideo(aVideo({ path: name }), ''));

function steps(change: Partial<Steps> = {}) {
  const log: string[] = [];
  const all: Steps = {
    look: async ({ path }) => void log.push(`look ${path}`),
    start: async ({ path }) => void log.push(`start ${path}`),
    started: () => undefined,
    refused: ({ path }, { message }) => void log.push(`${path} refused: ${message}`),
    ...change,
  };
  return { log, all };
}
const failing = (which: string, failure: Error) => async ({ path }: Item) => {
  if (path === which) throw failure;
};
const failure = (code: string, message: string, hint: string | null = null) =>
  Object.assign(new Error(message), { name: 'ApiFailure', code, hint });
const open = new AbortController().signal;

describe('starting several videos', () => {
  it('makes one job of each, in their order, after a look into each', async () => {
    const { log, all } = steps();
    expect(await startAll([itemOfPath('x'), ...items.slice(0, 1)], all, open)).toEqual({ started: 2, refused: 0, stopped: null });
    expect(log).toEqual(['look x', 'start x', 'start a']);
  });

  it('goes on after one that can\'t be measured', async () => {
    const { log, all } = steps({ start: failing('b', failure('MEDIA_UNREADABLE', 'it is a text file')) });
    expect(await startAll(items, all, open)).toEqual({ started: 2, refused: 1, stopped: null });
    expect(log).toEqual(['b refused: it is a text file']);
  });

  it('stops at what the others would meet as well, and refuses none for it', async () => {
    const { log, all } = steps({ start: failing('b', failure('STORAGE_FULL', 'the disk is full', 'free 1 GB')) });
    expect(await startAll(items, all, open)).toEqual({ started: 1, refused: 0, stopped: { message: 'the disk is full', hint: 'free 1 GB' } });
    expect(log).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { all } = steps({ started: () => stop.abort() });
    expect(await startAll(items, all, stop.signal)).toEqual({ started: 1, refused: 0, stopped: null });
  });
});
