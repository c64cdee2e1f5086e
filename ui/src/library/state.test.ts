import { describe, expect, it, vi } from 'vitest';
import { aJob, aStep, aVideo } from '../testing/samples';
import { dotOf, jobState, matches, rowsOf, stepWords, videoState } from './state';

vi.mock('../api/transport', () => ({ baseUrl: 'http://localhost', doorFetch: vi.fn(), inTauri: false }));

describe('the state of a video in words', () => {
  it('says the place in the queue', () => {
    expect(jobState(aJob({ queue_position: 2 })).words).toBe('Waiting, 2nd');
  });

  it('rounds progress down, so that 100% is never shown before the end', () => {
    expect(jobState(aJob({ status: 'running', progress: 99.7 })).words).toBe('Running, 99%');
  });

  it('says up to where a cancelled job is kept', () => {
    const pipelines = [aStep({ status: 'cancelled', partial: true, done_ms: 490_000 })];
    expect(jobState(aJob({ status: 'cancelled', pipelines })).words).toBe('Cancelled at 8:10');
    expect(jobState(aJob({ status: 'cancelled' })).words).toBe('Cancelled');
  });

  it('names failed and skipped steps of a completed job', () => {
    const failed = [aStep({ status: 'succeeded' }), aStep({ status: 'failed' })];
    expect(jobState(aJob({ status: 'completed', pipelines: failed })).words).toBe('1 step failed');
    const skipped = [aStep({ status: 'skipped' })];
    const warnings = [{ code: 'no_sound', message: 'no sound' }];
    expect(jobState(aJob({ status: 'completed', pipelines: skipped, warnings })).words).toBe('Done, no sound');
    expect(jobState(aJob({ status: 'completed', pipelines: skipped })).words).toBe('Done, 1 step skipped');
  });

  it('says that the file is gone, but not while it is being measured', () => {
    expect(videoState(aVideo({ present: false })).words).toBe('File not found');
    expect(videoState(aVideo({ present: false, job: aJob() })).words).toBe('Waiting, 1st');
  });
});

describe('the marks', () => {
  it('tells whole, partial, failed and missing steps apart', () => {
    const job = (change: Parameters<typeof aStep>[0]) => aJob({ pipelines: [aStep(change)] });
    expect(dotOf(job({ status: 'succeeded' }), 'scene_detection')).toBe('done');
    expect(dotOf(job({ status: 'cancelled', partial: true }), 'scene_detection')).toBe('part');
    expect(dotOf(job({ status: 'failed' }), 'scene_detection')).toBe('failed');
    expect(dotOf(job({ status: 'running' }), 'motion_energy')).toBe('none');
    expect(dotOf(null, 'scene_detection')).toBe('none');
  });

  it('counts shots and not fades', () => {
    const counts = { 'scene_detection.fades': 4, 'scene_detection.shots': 1 };
    expect(stepWords(aStep({ status: 'succeeded', counts }))).toBe('1 shot');
  });
});

describe('the rows', () => {
  const videos = [
    aVideo({ id: 1, name: 'visit 10.mp4', added_at: '2026-01-03T00:00:00Z' }),
    aVideo({ id: 2, name: 'visit 9.mp4', folder: '/study/Snack', job: aJob({ status: 'completed', pipelines: [aStep({ status: 'failed' })] }) }),
  ];

  it('sorts numbers in names as numbers', () => {
    expect(rowsOf(videos, 'all', '', 'name').map((video) => video.id)).toEqual([2, 1]);
    expect(rowsOf(videos, 'all', '', 'newest').map((video) => video.id)).toEqual([1, 2]);
  });

  it('finds every word in the name or the folder', () => {
    expect(rowsOf(videos, 'all', 'snack VISIT', 'name').map((video) => video.id)).toEqual([2]);
  });

  it('puts failed steps among what needs a look', () => {
    expect(videos.filter((video) => matches(video, 'look')).map((video) => video.id)).toEqual([2]);
  });
});
