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
    cancel: () =>
      cancelling.mutate(job.id, {
        onSuccess: (now) => say(queue.cancelled(name), cancelledWords(now)),
        onError: (error) => sayProblem(queue.cancelFailed(name), error),
      }),
    again: () =>
      submitting.mutate(job.video_path, {
        onSuccess: () => say(library.queuedNow(1)),
        onError: (error) => sayProblem(library.againFailed(name), error),
      }),
    submitting: submitting.isPending,
    open: () => void go({ to: "/viewer/$jobId", params: { jobId: job.id } }),
  };
}
