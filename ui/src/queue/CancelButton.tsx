/**
 * Stops one job or one step. What is measured so far is kept, so nothing is asked first. A button that was pressed is not
 * disabled, because it would lose the focus that goes on to the neighbour.
 */
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
      small={small} {...(small ? {} : { icon: 'cross' })} tabIndex={reachable ? 0 : -1} aria-disabled={cancel.isPending}
      aria-label={cancel.isPending ? undefined : t.cancelOf(job.video_filename)} onClick={() => cancel.isPending || cancel.mutate(job)}
    >
      {cancel.isPending ? t.cancelling : t.cancel}
    </Button>
  );
}

export function CancelStepButton({ job, step }: { job: Job; step: Step }) {
  const cancel = useCancelStep(step.name);
  return (
    <Button
      small aria-disabled={cancel.isPending} aria-label={cancel.isPending ? undefined : t.cancelStepOf(step.title, job.video_filename)}
      onClick={() => cancel.isPending || cancel.mutate(job)}
    >
      {cancel.isPending ? t.cancelling : t.cancel}
    </Button>
  );
}
