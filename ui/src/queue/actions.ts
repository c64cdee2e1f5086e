/** What can be done with jobs of the queue. What does not work is listed above the content, with its reason. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiFailure, cancelJob, getJob, keys, type Job } from '../api/client';
import { applyEvent, applyQueue } from '../api/live';
import { cancelAll, cancelStep, moveJob, pauseQueue, resumeQueue, retryJob, runAgain } from '../api/queue';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { moved, placeBefore } from './groups';
import { t } from './strings';

/** The job after it was cancelled, or as it ended by itself just before. */
async function cancelled(id: string, action: () => Promise<Job>): Promise<Job> {
  try {
    return await action();
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.code === 'JOB_ALREADY_COMPLETED') return getJob(id);
    throw failure;
  }
}

/** An action on one job, whose answer is the job as it is then. */
function useJobAction(failed: (name: string) => string, run: (job: Job) => Promise<Job>, done?: (name: string) => string) {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: (job: Job) =>
      attempt(failed(job.video_filename), async () => {
        applyEvent(cache, { type: 'job.update', job: await run(job) });
        if (done) say(done(job.video_filename));
      }),
  });
}

export const useCancel = () => useJobAction(t.cancelFailed, ({ id }) => cancelled(id, () => cancelJob(id)));
export const useCancelStep = (pipeline: string) => useJobAction(t.cancelFailed, ({ id }) => cancelled(id, () => cancelStep(id, pipeline)));
export const useRetry = () => useJobAction(t.retryFailed, ({ id }) => retryJob(id), t.retried);
export const useRunAgain = () => useJobAction(t.againFailed, ({ id }) => runAgain(id), t.queuedAgain);

/** Cancels everything; the jobs themselves come by the event stream, or are read again. */
export function useCancelAll() {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: () =>
      attempt(t.cancelAllFailed, async () => {
        await cancelAll();
        await Promise.all([keys.jobs, keys.queue].map((queryKey) => cache.invalidateQueries({ queryKey })));
      }),
  });
}

export function usePause() {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: (pause: boolean) =>
      attempt(pause ? t.pauseFailed : t.resumeFailed, async () => applyQueue(cache, await (pause ? pauseQueue() : resumeQueue()))),
  });
}

/** Moves a waiting job to another place; the list shows it at once, and as it was when that fails. */
export function useMove() {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  return (waiting: Job[], from: number, to: number): boolean => {
    const job = waiting[from];
    const before = placeBefore(waiting, from, to);
    if (!job || before === undefined) return false;
    cache.setQueryData<Job[]>(keys.jobs, (jobs) => jobs && moved(jobs, waiting, from, to));
    void attempt(t.moveFailed(job.video_filename), async () => {
      try {
        applyQueue(cache, await moveJob(job.id, before));
      } catch (failure) {
        await cache.invalidateQueries({ queryKey: keys.jobs });
        throw failure;
      }
    });
    return true;
  };
}
