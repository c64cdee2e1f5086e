import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useJobs } from "../api/queries";
import type { Job } from "../api/types";
import { Note, ProblemNote } from "../components/Note";
import { ScreenBar } from "../components/ScreenBar";
import { count } from "../words/format";
import { CancelAll } from "./CancelAll";
import { FailedJob, FinishedJob } from "./EndedJob";
import { RunningJob } from "./RunningJob";
import { WaitingJob } from "./WaitingJob";
import { queue } from "./strings";
import s from "./Queue.module.css";

const SHOWN_FINISHED = 30;

const place = (job: Job) => job.queue_position ?? Number.MAX_SAFE_INTEGER;

/** Jobs by where they stand, each list in the order in which it is read. */
export function sorted(jobs: readonly Job[]) {
  const of = (...statuses: Job["status"][]) => jobs.filter((job) => statuses.includes(job.status));
  const started = (job: Job) => job.started_at ?? job.queued_at;
  return {
    running: of("running").sort((a, b) => started(a).localeCompare(started(b))),
    waiting: of("pending").sort((a, b) => place(a) - place(b) || a.queued_at.localeCompare(b.queued_at)),
    failed: of("failed"),
    finished: of("completed", "cancelled").sort((a, b) => b.updated_at.localeCompare(a.updated_at)),
  };
}

type GroupProps = { title: string; n: number; children: ReactNode };

function Group({ title, n, children }: GroupProps) {
  if (n === 0) return null;
  return (
    <section aria-label={title}>
      <header className={s.groupHead}>
        <h2>{title}</h2>
        <span className="muted">{count(n)}</span>
      </header>
      {children}
    </section>
  );
}

function Lists({ jobs }: { jobs: Job[] }) {
  const { running, waiting, failed, finished } = sorted(jobs);
  return (
    <div className={s.queue}>
      <Group title={queue.running} n={running.length}>
        <div className={s.cards}>
          {running.map((job) => (
            <RunningJob key={job.id} job={job} />
          ))}
        </div>
      </Group>
      <div className={s.two}>
        <Group title={queue.waiting} n={waiting.length}>
          <ol className="card">
            {waiting.map((job, at) => (
              <WaitingJob key={job.id} job={job} place={at + 1} />
            ))}
          </ol>
        </Group>
        <div className={s.column}>
          <Group title={queue.failedJobs} n={failed.length}>
            <ul className="card">
              {failed.map((job) => (
                <FailedJob key={job.id} job={job} />
              ))}
            </ul>
          </Group>
          <Group title={queue.finished} n={finished.length}>
            <ul className="card">
              {finished.slice(0, SHOWN_FINISHED).map((job) => (
                <FinishedJob key={job.id} job={job} />
              ))}
            </ul>
          </Group>
        </div>
      </div>
    </div>
  );
}

export function Queue() {
  const { data: jobs, error, refetch } = useJobs();
  const active = (jobs ?? []).filter((job) => job.status === "running" || job.status === "pending");
  const running = active.filter((job) => job.status === "running").length;
  return (
    <>
      <ScreenBar title={queue.title} words={queue.summary(running, active.length - running)}>
        <CancelAll jobs={active} />
      </ScreenBar>
      {jobs === undefined ? (
        error ? (
          <ProblemNote title={queue.failed} error={error} retry={() => void refetch()} />
        ) : (
          <Note title={queue.loading} />
        )
      ) : jobs.length === 0 ? (
        <Note title={queue.emptyTitle}>
          <p>{queue.emptyText}</p>
          <Link to="/">{queue.toLibrary}</Link>
        </Note>
      ) : (
        <Lists jobs={jobs} />
      )}
    </>
  );
}
