import { ChevronRight, CircleAlert, RotateCw } from "lucide-react";
import type { Job } from "../api/types";
import { Button } from "../components/Button";
import { StateIcon } from "../components/StateWords";
import { Thumbnail } from "../components/Thumbnail";
import { cutMiddle, sentence, span } from "../words/format";
import { canOpen, endedAt, jobState, tookSeconds } from "../words/job";
import { useJobActions } from "./actions";
import { queue } from "./strings";
import s from "./Queue.module.css";

export function FailedJob({ job }: { job: Job }) {
  const { again, submitting, open } = useJobActions(job);
  const error = job.error ?? job.pipelines.find((step) => step.error)?.error;
  return (
    <li className={s.failed}>
      <div className={s.failedHead}>
        <Thumbnail jobId={job.id} width={60} height={34} />
        <div className={s.name}>
          <div className="cut" title={job.video_path}>
            {cutMiddle(job.video_filename, 44)}
          </div>
          <div className={`${s.reason} xs tone-danger`}>
            <CircleAlert aria-hidden className="small" />
            <span className="words">{sentence(error?.message ?? queue.unknownReason)}</span>
          </div>
        </div>
      </div>
      {error?.hint && <p className="xs muted">{sentence(error.hint)}</p>}
      <div className="row">
        <Button small onClick={again} disabled={submitting}>
          <RotateCw aria-hidden className="small" />
          {submitting ? queue.againBusy : queue.again}
        </Button>
        {canOpen(job) && (
          <Button small onClick={open}>
            {queue.open}
          </Button>
        )}
      </div>
    </li>
  );
}

function endWords(job: Job): string {
  const time = endedAt(job);
  if (job.status === "cancelled") return queue.cancelledAt(time);
  const failed = job.pipelines.filter((step) => step.status === "failed").length;
  if (failed > 0) return queue.doneWithErrors(time, failed);
  if (job.pipelines.some((step) => step.status === "skipped")) return queue.doneSilent(time);
  const took = tookSeconds(job);
  return queue.doneAt(time, took === null ? null : span(took));
}

export function FinishedJob({ job }: { job: Job }) {
  const { open } = useJobActions(job);
  const words = (
    <>
      <StateIcon state={jobState(job)} />
      <span className="cut" title={job.video_path}>
        {cutMiddle(job.video_filename, 48)}
      </span>
      <span className="xs muted">{endWords(job)}</span>
    </>
  );
  if (!canOpen(job))
    return (
      <li className={s.finished}>
        {words}
        <span />
      </li>
    );
  return (
    <li>
      <button type="button" className={s.finished} onClick={open} aria-label={`${queue.openOne(job.video_filename)}. ${endWords(job)}`}>
        {words}
        <ChevronRight aria-hidden className="muted" />
      </button>
    </li>
  );
}
