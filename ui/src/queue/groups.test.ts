import { describe, expect, it, vi } from 'vitest';
import { aJob, aStep } from '../testing/samples';
import { groupsOf, hasFailed, moved, nextTry, placeBefore, reached, secondsUntil } from './groups';

vi.mock('../api/transport', () => ({ baseUrl: 'http://localhost', doorFetch: vi.fn(), inTauri: false }));

const ids = (jobs: { id: string }[]) => jobs.map((job) => job.id);

describe('the lists of the queue', () => {
  it('sorts what waits by its place, and what waits to be tried again behind it', () => {
    const jobs = [
      aJob({ id: 'b', video_id: 2, queue_position: 2 }), aJob({ id: 'again', video_id: 3, queue_position: null, next_try_at: '2026-01-01T10:05:00Z' }),
      aJob({ id: 'a', video_id: 1, queue_position: 1 }), aJob({ id: 'run', video_id: 4, status: 'running', queue_position: null }),
    ];
    const groups = groupsOf(jobs, []);
    expect(ids(groups.waiting)).toEqual(['a', 'b', 'again']);
    expect(ids(groups.running)).toEqual(['run']);
  });

  it('puts what ended last first', () => {
    const done = (id: string, at: string) => aJob({ id, video_id: Number(id), status: 'completed', completed_at: at, pipelines: [aStep({ status: 'succeeded' })] });
    expect(ids(groupsOf([done('1', '2026-01-01T10:00:00Z'), done('2', '2026-01-01T11:00:00Z')], []).finished)).toEqual(['2', '1']);
  });

  it('lists a finished job with a failed step among the failed ones', () => {
    const job = aJob({ status: 'completed', pipelines: [aStep({ status: 'succeeded' }), aStep({ status: 'failed' })] });
    expect(hasFailed(job)).toBe(true);
    expect(ids(groupsOf([job], []).failed)).toEqual(['j1']);
  });

  it('does not list a failure that a newer job of the same video has settled', () => {
    const failed = aJob({ id: 'old', status: 'failed' });
    const newer = aJob({ id: 'new', created_at: '2026-01-02T10:00:00.000Z', status: 'completed', pipelines: [aStep({ status: 'succeeded' })] });
    const groups = groupsOf([failed, newer], []);
    expect([groups.failed, ids(groups.finished), groups.cleared]).toEqual([[], ['new'], 0]);
  });

  it('leaves out what was cleared from view, counts it, and never hides what runs or waits', () => {
    const jobs = [
      aJob({ id: 'done', video_id: 1, status: 'cancelled' }), aJob({ id: 'run', video_id: 2, status: 'running' }), aJob({ id: 'wait', video_id: 3 }),
    ];
    const groups = groupsOf(jobs, ['done', 'run', 'wait']);
    expect([ids(groups.cancelled), ids(groups.running), ids(groups.waiting), groups.cleared]).toEqual([[], ['run'], ['wait'], 1]);
  });

  it('sorts ten thousand jobs of ten thousand videos in well under a frame budget of a list', () => {
    const jobs = Array.from({ length: 10_000 }, (_, n) => aJob({ id: `j${n}`, video_id: n, queue_position: 10_000 - n }));
    const start = performance.now();
    expect(groupsOf(jobs, []).waiting[0]?.id).toBe('j9999');
    expect(performance.now() - start, 'milliseconds').toBeLessThan(250);
  });
});

describe('how far and when', () => {
  it('says the furthest place of a job that was cut off', () => {
    const steps = [aStep({ status: 'succeeded', done_ms: 60_000 }), aStep({ status: 'cancelled', done_ms: 10_000 }), aStep({ status: 'cancelled', done_ms: 20_000, total_ms: 50_000 })];
    expect(reached(aJob({ status: 'cancelled', pipelines: steps }))).toEqual({ done: 20_000, total: 50_000 });
    expect(reached(aJob({ status: 'cancelled' }))).toBeNull();
  });

  it('counts the first try as one, and waiting for the disk as none', () => {
    expect(nextTry(aJob({ retry_count: 7, failed_tries: 1, error: { code: 'WORKER_CRASHED', message: '', hint: null } }))).toBe(2);
    expect(nextTry(aJob({ failed_tries: 1, error: { code: 'STORAGE_FULL', message: '', hint: null } }))).toBeNull();
    expect(nextTry(aJob())).toBeNull();
  });

  it('never counts below zero, also when the clock of the computer jumps', () => {
    const at = '2026-01-01T10:00:12.000Z';
    expect([secondsUntil(at, Date.parse('2026-01-01T10:00:00.200Z')), secondsUntil(at, Date.parse('2027-01-01T00:00:00Z'))]).toEqual([12, 0]);
  });
});

describe('moving a job', () => {
  const waiting = ['a', 'b', 'c', 'd'].map((id, at) => aJob({ id, queue_position: at + 1, estimated_start: `2026-01-01T1${at}:00:00Z` }));

  it('names the job that comes after it, or the end', () => {
    expect(placeBefore(waiting, 2, 0)).toBe('a');
    expect(placeBefore(waiting, 0, 1)).toBe('c');
    expect(placeBefore(waiting, 0, 3)).toBeNull();
    expect(placeBefore(waiting, 1, 99)).toBeNull();
  });

  it('says when there is nothing to move', () => {
    expect([placeBefore(waiting, 0, -1), placeBefore(waiting, 3, 4), placeBefore([], 0, 1)]).toEqual([undefined, undefined, undefined]);
  });

  it('shows the order that the program will answer with', () => {
    for (const [from, to] of [[2, 0], [0, 1], [0, 3], [3, 1], [1, 1]] as const) {
      const before = placeBefore(waiting, from, to);
      const expected = ids(waiting);
      const [job] = expected.splice(from, 1);
      const at = before === null ? expected.length : before === undefined ? from : expected.indexOf(before);
      expected.splice(at, 0, job ?? '');
      const shown = groupsOf(moved(waiting, waiting, from, to), []).waiting;
      expect(ids(shown), `${from} to ${to}`).toEqual(expected);
      expect(shown.map((other) => other.estimated_start), 'each place keeps its time').toEqual(waiting.map((other) => other.estimated_start));
    }
  });
});
