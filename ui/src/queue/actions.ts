import { useNavigate } from "@tanstack/react-router";
import { useCancel, useSubmit } from "../api/queries";
import type { Job } from "../api/types";
import { say, sayProblem } from "../components/Toasts";
import { cancelledWords } from "../words/job";
import { library } from "../library/strings";
import { queue } from "./strings";

/** What can be done with a job of the queue, each with its words afterwards. */
export function useJobActions(job: Job) {
  const cancelling = useCancel();
  const submitting = useSubmit();
  const go = useNavigate();
  const name = job.video_filename;
  return {
    cancelling: cancelling.isPending,
    // `mutateAsync`, as the row is gone from its list before the answer is
    cancel: () =>
      void cancelling.mutateAsync(job.id).then(
        // how far it was is known only while it runs
        () => say(queue.cancelled(name), job.status === "running" ? cancelledWords(job) : null),
        (error: unknown) => sayProblem(queue.cancelFailed(name), error),
      ),
    again: () =>
      void submitting.mutateAsync(job.video_path).then(
        () => say(library.queuedNow(1)),
        (error: unknown) => sayProblem(library.againFailed(name), error),
      ),
    submitting: submitting.isPending,
    open: () => void go({ to: "/viewer/$jobId", params: { jobId: job.id } }),
  };
}
