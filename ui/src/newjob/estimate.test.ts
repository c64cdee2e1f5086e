import { describe, expect, it } from 'vitest';
import { aJob, aStep } from '../testing/samples';
import { jobRate, stepRates } from './estimate';

const done = (took_ms: number, total_ms: number, change = {}) => aStep({ status: 'succeeded', took_ms, total_ms, ...change });
const job = (seconds: number, recorded: number, change = {}) => aJob({
  id: `${seconds} ${recorded} ${Object.keys(change)}`, status: 'completed', video_duration_seconds: recorded,
  started_at: '2026-01-01T10:00:00.000Z', completed_at: new Date(Date.parse('2026-01-01T10:00:00.000Z') + seconds * 1000).toISOString(),
  pipelines: [done(seconds * 1000, recorded * 1000)], ...change,
});

describe('how long it may take', () => {
  it('is not known before anything was measured', () => {
    expect(stepRates([]).size).toBe(0);
    expect(jobRate([], ['scene_detection'])).toBeNull();
  });

  it('weighs long recordings more than short ones', () => {
    expect(stepRates([job(60, 600), job(30, 30)]).get('scene_detection')).toBeCloseTo(90 / 630);
  });

  it('takes the length of the recording for a step that does not tell its own', () => {
    expect(stepRates([job(60, 600, { pipelines: [aStep({ status: 'succeeded', took_ms: 60_000, total_ms: null })] })]).get('scene_detection')).toBeCloseTo(0.1);
  });

  it('is not known from a clip of a few seconds, where starting up is most of the time', () => {
    expect(stepRates([job(5, 6)]).size).toBe(0);
    expect(jobRate([job(5, 6)], ['scene_detection'])).toBeNull();
  });

  it('leaves out what failed, was cut off or went on from a checkpoint', () => {
    const others = [done(1, 100_000, { status: 'failed' }), done(1, 100_000, { resumed_from_ms: 50_000 }), done(1, 100_000, { took_ms: null })];
    expect(stepRates(others.map((step) => aJob({ pipelines: [step] }))).size).toBe(0);
  });

  it('of a job comes from jobs with exactly the same pipelines', () => {
    const both = job(100, 1000, { pipelines: [done(1, 1), aStep({ name: 'motion_energy', status: 'succeeded' })] });
    expect(jobRate([both, job(10, 1000)], ['scene_detection'])).toBeCloseTo(0.01);
    expect(jobRate([both], ['motion_energy', 'scene_detection'])).toBeCloseTo(0.1);
    expect(jobRate([both], ['motion_energy'])).toBeNull();
  });
});
