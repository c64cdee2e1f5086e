import { useState } from "react";
import { useCancel } from "../api/queries";
import type { Job } from "../api/types";
import { Button } from "../components/Button";
import { Modal, ModalFoot } from "../components/Modal";
import { sayProblem } from "../components/Toasts";
import { queue } from "./strings";

/** Ends everything that runs or waits: asked first, as a cancelled job does not go on. */
export function CancelAll({ jobs }: { jobs: Job[] }) {
  const [open, setOpen] = useState(false);
  const cancel = useCancel();
  const cancelEach = () => {
    setOpen(false);
    // those that wait go first, or they would start as others end
    for (const job of [...jobs].sort((a, b) => a.status.localeCompare(b.status)))
      void cancel
        .mutateAsync(job.id)
        .catch((error: unknown) => sayProblem(queue.cancelFailed(job.video_filename), error));
  };
  if (jobs.length < 2) return null;
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {queue.cancelAll}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={queue.cancelAllTitle(jobs.length)}
        text={queue.cancelAllText}
      >
        <ModalFoot>
          <Button onClick={() => setOpen(false)} autoFocus>
            {queue.keep}
          </Button>
          <Button look="dangerSolid" onClick={cancelEach}>
            {queue.cancelMany(jobs.length)}
          </Button>
        </ModalFoot>
      </Modal>
    </>
  );
}
