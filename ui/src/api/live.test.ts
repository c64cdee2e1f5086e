// @vitest-environment node
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aJob, aStep, aVideo } from '../testing/samples';
import type { Job, StreamEvent, Video } from './client';
import { applyEvent } from './live';

// The transport reads the page; the cache does not need one.
vi.mock('./transport', () => ({ baseUrl: 'http://localhost', doorFetch: vi.fn(), inTauri: false }));

const keys = { videos: ['videos'], jobs: ['jobs'], job: ['job', 'j1'] };
let cache: QueryClient;
const jobs = () => cache.getQueryData<Job[]>(keys.jobs);
const videos = () => cache.getQueryData<Video[]>(keys.videos);
const stale = (key: string[]) => cache.getQueryState(key)?.isInvalidated;

beforeEach(() => {
  cache = new QueryClient();
  cache.setQueryData(keys.jobs, [aJob()]);
  cache.setQueryData(keys.job, aJob());
  cache.setQueryData(keys.videos, [aVideo({ job: aJob(), jobs: 1 }), aVideo({ id: 2 })]);
});

const progress: StreamEvent = {
  type: 'job.progress', job_id: 'j1', progress: 41, time_left_seconds: 9, memory_bytes: 5,
  pipelines: [aStep({ status: 'running', progress: 41 })],
};

describe('applyEvent', () => {
  it('puts an update into the job, the list of jobs and the library', () => {
    const job = aJob({ status: 'running' });
    applyEvent(cache, { type: 'job.update', job });
    expect(cache.getQueryData(keys.job)).toEqual(job);
    expect(jobs()).toEqual([job]);
    expect(videos()?.[0]?.job).toEqual(job);
    expect(videos()?.[1]).toEqual(aVideo({ id: 2 }));
  });

  it('puts a new job in front and at its video', () => {
    const job = aJob({ id: 'j2', created_at: '2026-01-02T10:00:00.000Z' });
    applyEvent(cache, { type: 'job.update', job });
    expect(jobs()?.map((other) => other.id)).toEqual(['j2', 'j1']);
    expect(videos()?.[0]).toMatchObject({ job: { id: 'j2' }, jobs: 2 });
  });

  it('keeps the newer job of a video when an older one changes', () => {
    const job = aJob({ id: 'j0', created_at: '2025-01-01T10:00:00.000Z', status: 'cancelled' });
    applyEvent(cache, { type: 'job.update', job });
    expect(videos()?.[0]?.job?.id).toBe('j1');
  });

  it('reads the library again when a job has a video that is not in it', () => {
    applyEvent(cache, { type: 'job.update', job: aJob({ id: 'j9', video_id: 9 }) });
    expect(stale(keys.videos)).toBe(true);
  });

  it('changes only the numbers on progress', () => {
    applyEvent(cache, progress);
    const expected = { ...aJob(), progress: 41, time_left_seconds: 9, memory_bytes: 5, pipelines: [aStep({ status: 'running', progress: 41 })] };
    expect(jobs()).toEqual([expected]);
    expect(videos()?.[0]?.job).toEqual(expected);
    expect(cache.getQueryData(keys.job)).toEqual(expected);
  });

  it('makes nothing up for what was never read', () => {
    cache.clear();
    applyEvent(cache, progress);
    applyEvent(cache, { type: 'job.update', job: aJob() });
    expect(jobs()).toBeUndefined();
    expect(videos()).toBeUndefined();
  });

  it('lets the jobs behind move up when one leaves the queue', () => {
    cache.setQueryData(keys.jobs, [aJob({ id: 'j3', queue_position: 3 }), aJob({ id: 'j2', queue_position: 2 }), aJob()]);
    applyEvent(cache, { type: 'job.update', job: aJob({ id: 'j2', status: 'cancelled', queue_position: null }) });
    expect(jobs()?.map((job) => job.queue_position)).toEqual([2, null, 1]);
    applyEvent(cache, { type: 'job.update', job: aJob({ id: 'j2', status: 'cancelled', queue_position: null }) });
    expect(jobs()?.map((job) => job.queue_position)).toEqual([2, null, 1]);
  });

  it('removes a job and reads the library again', () => {
    applyEvent(cache, { type: 'job.removed', job_id: 'j1' });
    expect(jobs()).toEqual([]);
    expect(cache.getQueryData(keys.job)).toBeUndefined();
    expect(stale(keys.videos)).toBe(true);
  });

  it('takes places and times from the queue, and leaves what does not wait as it is', () => {
    const running = aJob({ id: 'j3', status: 'running', queue_position: null });
    cache.setQueryData(keys.jobs, [running, aJob({ id: 'j2', queue_position: 2 }), aJob()]);
    const waiting = [{ job_id: 'j2', position: 1, estimated_start: '2026-01-01T11:00:00Z' }, { job_id: 'j1', position: 2, estimated_start: null }];
    const queue = { paused: true, held: null, cpu: { limit: 2, running: 1 }, gpu: { limit: 2, running: 0 }, waiting };
    applyEvent(cache, { type: 'queue.update', queue });
    expect(cache.getQueryData(['queue'])).toEqual(queue);
    expect(jobs()?.map((job) => [job.id, job.queue_position, job.estimated_start])).toEqual([['j3', null, null], ['j2', 1, '2026-01-01T11:00:00Z'], ['j1', 2, null]]);
    expect(jobs()?.[0]).toEqual(running);
  });

  it('reads the settings again when they change elsewhere', () => {
    cache.setQueryData(['settings'], []);
    applyEvent(cache, { type: 'settings.update' });
    expect(stale(['settings'])).toBe(true);
  });

  it('reads everything again on reset', () => {
    applyEvent(cache, { type: 'reset' });
    expect([stale(keys.jobs), stale(keys.videos), stale(keys.job)]).toEqual([true, true, true]);
  });

  it('reads again what was being read while an event came', async () => {
    const answers = [[aJob()], [aJob({ status: 'running' })]];
    const queryFn = vi.fn(async () => answers.shift() ?? []);
    const first = cache.fetchQuery({ queryKey: keys.jobs, queryFn });
    applyEvent(cache, { type: 'job.update', job: aJob({ status: 'running' }) });
    await first;
    await vi.waitFor(() => expect(stale(keys.jobs)).toBe(true));
  });
});
