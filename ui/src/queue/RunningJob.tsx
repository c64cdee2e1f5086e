import { X } from "lucide-react";
import type { Job } from "../api/types";
import { Button } from "../components/Button";
import { Thumbnail } from "../components/Thumbnail";
import { bytes, clock, percent, span, timeOfDay } from "../words/format";
import { useJobActions } from "./actions";
import { StepRow } from "./StepRow";
import { queue } from "./strings";
import s from "./Queue.module.css";

/** The slowest step sets the pace of the job, as all are fed by one reading of the file. */
export function pace(job: Job): string {
  const speeds = job.pipelines.flatMap((step) =>
    step.status === "running" && step.frames_per_second !== null ? [step.frames_per_second] : [],
  );
  return speeds.length > 0 ? queue.frames(Math.min(...speeds)) : "–";
}

function since(job: Job): string {
  const time = timeOfDay(job.started_at ?? job.queued_at);
  const from = Math.max(0, ...job.pipelines.map((step) => step.resumed_from_ms ?? 0));
  return from > 0 ? queue.continued(clock(from), time) : queue.started(time);
}

export function RunningJob({ job }: { job: Job }) {
  const { cancel, cancelling } = useJobActions(job);
  const numbers: [string, string][] = [
    [queue.done, percent(job.progress)],
    [queue.left, job.time_left_seconds === null ? queue.estimating : span(job.time_left_seconds)],
    [queue.speed, pace(job)],
    [queue.memory, job.memory_bytes === null ? "–" : bytes(job.memory_bytes)],
  ];
  return (
    <article className={`card ${s.job}`} aria-label={job.video_filename}>
      <header className={s.head}>
        <Thumbnail jobId={job.id} width={60} height={34} />
        <div className={s.name}>
          <h3 className="cut" title={job.video_path}>
            {job.video_filename}
          </h3>
          <p className="xs muted cut">{since(job)}</p>
        </div>
        <dl className={s.numbers}>
          {numbers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Button onClick={cancel} disabled={cancelling} aria-label={queue.cancelOne(job.video_filename)}>
          <X aria-hidden />
          {cancelling ? queue.cancelling : queue.cancel}
        </Button>
      </header>
      <div className={s.steps}>
        {job.pipelines.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </div>
    </article>
  );
}
