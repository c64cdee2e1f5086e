/** Which job stands in which list of the queue, in which order, and what is said about its end. */
import type { Job, Step } from '../api/client';
import type { Cleared } from './cleared';

export interface Groups {
  running: Job[];
  waiting: Job[];
  failed: Job[];
  finished: Job[];
  cancelled: Job[];
  /** How many ended jobs are cleared from view. */
  cleared: number;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byStart = (a: Job, b: Job) => byText(a.started_at ?? a.created_at, b.started_at ?? b.created_at) || byText(a.id, b.id);
const byEnd = (a: Job, b: Job) => byText(endedAt(b), endedAt(a)) || byText(a.id, b.id);
// A retry that waits may have no place in the queue; it comes back by its time.
const byPosition = (a: Job, b: Job) =>
  (a.queue_position ?? Infinity) - (b.queue_position ?? Infinity) || byText(a.next_try_at ?? '', b.next_try_at ?? '') || byText(a.queued_at, b.queued_at);

/** When a job came to its end. */
export const endedAt = (job: Job): string => job.completed_at ?? job.cancelled_at ?? job.updated_at;

/** Whether a job ended with something that did not work. */
export const hasFailed = (job: Job): boolean =>
  job.status === 'failed' || (job.status === 'completed' && job.pipelines.some((step) => step.status === 'failed'));

/** The newest job of each video: a failed job is settled by a newer one of the same video. */
function newestOf(jobs: Job[]): Map<number, string> {
  const newest = new Map<number, string>();
  for (const job of jobs) {
    const known = newest.get(job.video_id);
    if (known === undefined || job.created_at > known) newest.set(job.video_id, job.created_at);
  }
  return newest;
}

export function groupsOf(jobs: Job[], cleared: Cleared): Groups {
  const newest = newestOf(jobs);
  const gone = new Set(cleared);
  const groups: Groups = { running: [], waiting: [], failed: [], finished: [], cancelled: [], cleared: 0 };
  for (const job of jobs) {
    if (job.status === 'running') groups.running.push(job);
    else if (job.status === 'pending') groups.waiting.push(job);
    else if (hasFailed(job) && newest.get(job.video_id) !== job.created_at) continue;
    else if (gone.has(job.id)) groups.cleared++;
    else if (hasFailed(job)) groups.failed.push(job);
    else if (job.status === 'cancelled') groups.cancelled.push(job);
    else groups.finished.push(job);
  }
  groups.running.sort(byStart);
  groups.waiting.sort(byPosition);
  for (const ended of [groups.failed, groups.finished, groups.cancelled]) ended.sort(byEnd);
  return groups;
}

/** How far a job got that did not get to its end: of all its steps that of the furthest, in milliseconds. */
export function reached(job: Job): { done: number; total: number | null } | null {
  const cut = job.pipelines.filter((step) => (step.status === 'cancelled' || step.status === 'failed') && step.done_ms > 0);
  const furthest = cut.reduce<Step | undefined>((most, step) => (!most || step.done_ms > most.done_ms ? step : most), undefined);
  return furthest ? { done: furthest.done_ms, total: furthest.total_ms } : null;
}

/** Whether there is anything of a job to look at. */
export const hasResults = (job: Job): boolean => job.pipelines.some((step) => step.status === 'succeeded' || step.partial);

/**
 * Which try comes next for a job that waits to be tried again, as the engine counts: from the last time that it got
 * further. Null when it waits for the disk, which is no try.
 */
export const nextTry = (job: Job): number | null =>
  job.failed_tries > 0 && !job.error?.code.startsWith('STORAGE_') ? job.failed_tries + 1 : null;

/** Whole seconds until a moment, never less than none. */
export const secondsUntil = (at: string, now: number): number => Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));

/**
 * Where `moveJob` puts a job to move it within the list of those that wait: the id of the job that comes after it,
 * null for the end, or undefined when it is there already.
 */
export function placeBefore(waiting: Job[], from: number, to: number): string | null | undefined {
  const target = Math.min(waiting.length - 1, Math.max(0, to));
  if (target === from || waiting[from] === undefined) return undefined;
  const others = waiting.filter((_, at) => at !== from);
  return others[target]?.id ?? null;
}

/**
 * The jobs after that move, so that the window need not wait for the answer. Until it comes, each place keeps its time.
 */
export function moved(jobs: Job[], waiting: Job[], from: number, to: number): Job[] {
  const job = waiting[from];
  if (!job) return jobs;
  const order = waiting.filter((_, at) => at !== from);
  order.splice(Math.min(waiting.length - 1, Math.max(0, to)), 0, job);
  const places = new Map(order.map((other, at) => [other.id, at]));
  return jobs.map((other) => {
    const at = places.get(other.id);
    if (at === undefined || other === waiting[at]) return other;
    return { ...other, queue_position: waiting[at]?.queue_position ?? at + 1, estimated_start: waiting[at]?.estimated_start ?? null };
  });
}
