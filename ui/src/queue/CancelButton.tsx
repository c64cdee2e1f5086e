/** Stops one job. What is measured so far is kept, so nothing is asked first. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiFailure, cancelJob, getJob, type Job } from '../api/client';
import { applyEvent } from '../api/live';
import { Button } from '../components/Button';
import { useAdding } from '../shell/adding';
import { t } from './strings';

/** The job after it was cancelled, or as it ended by itself just before. */
async function cancelled(id: string): Promise<Job> {
  try {
    return await cancelJob(id);
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.code === 'JOB_ALREADY_COMPLETED') return getJob(id);
    throw failure;
  }
}

/** Cancels jobs one after the other; each that could not be cancelled is listed with its reason. */
export function useCancel() {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: async (jobs: Job[]) => {
      for (const job of jobs) {
        await attempt(t.cancelFailed(job.video_filename), async () => {
          applyEvent(cache, { type: 'job.update', job: await cancelled(job.id) });
        });
      }
    },
  });
}

export function CancelButton({ job, small = false }: { job: Job; small?: boolean }) {
  const cancel = useCancel();
  return (
    <Button small={small} {...(small ? {} : { icon: 'cross' })} disabled={cancel.isPending} aria-label={t.cancelOf(job.video_filename)} onClick={() => cancel.mutate([job])}>
      {cancel.isPending ? t.cancelling : t.cancel}
    </Button>
  );
}
