/** Stops one job or one step. What is measured so far is kept, so nothing is asked first. */
import type { Job, Step } from '../api/client';
import { Button } from '../components/Button';
import { useCancel, useCancelStep } from './actions';
import { t } from './strings';

interface CancelProps {
  job: Job;
  small?: boolean;
  /** Whether it is in the tab order. */
  reachable?: boolean;
}

export function CancelButton({ job, small = false, reachable = true }: CancelProps) {
  const cancel = useCancel();
  return (
    <Button
      small={small} {...(small ? {} : { icon: 'cross' })} tabIndex={reachable ? 0 : -1} disabled={cancel.isPending}
      aria-label={t.cancelOf(job.video_filename)} onClick={() => cancel.mutate(job)}
    >
      {cancel.isPending ? t.cancelling : t.cancel}
    </Button>
  );
}

export function CancelStepButton({ job, step }: { job: Job; step: Step }) {
  const cancel = useCancelStep(step.name);
  return (
    <Button small disabled={cancel.isPending} aria-label={t.cancelStepOf(step.title, job.video_filename)} onClick={() => cancel.mutate(job)}>
      {cancel.isPending ? t.cancelling : t.cancel}
    </Button>
  );
}
