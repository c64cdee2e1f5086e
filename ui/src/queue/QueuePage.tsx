/** What runs, what waits, what ended: everything that the program is asked to do. */
import { useState } from 'react';
import { useJobs, type Job } from '../api/client';
import { Button } from '../components/Button';
import { Question } from '../components/Dialog';
import { useAdding } from '../shell/adding';
import { useCancel } from './CancelButton';
import { Failed, Finished, Section, Waiting } from './lists';
import { RunningCard } from './RunningCard';
import { t } from './strings';
import './queue.css';

const byPosition = (a: Job, b: Job) => (a.queue_position ?? Infinity) - (b.queue_position ?? Infinity);
const byEnd = (a: Job, b: Job) => b.updated_at.localeCompare(a.updated_at);
const hasFailed = (job: Job) =>
  job.status === 'failed' || (job.status === 'completed' && job.pipelines.some((step) => step.status === 'failed'));

/** From the end of the queue, so that none starts while those before it are stopped. */
const lastFirst = (jobs: Job[]) => jobs.toSorted((a, b) => (b.queue_position ?? 0) - (a.queue_position ?? 0));

/** A failed job is settled by a newer job of the same video. */
const isOpen = (job: Job, jobs: Job[]) => !jobs.some((other) => other.video_id === job.video_id && other.created_at > job.created_at);

function Lists({ jobs }: { jobs: Job[] }) {
  const running = jobs.filter((job) => job.status === 'running').sort((a, b) => a.created_at.localeCompare(b.created_at));
  const waiting = jobs.filter((job) => job.status === 'pending').sort(byPosition);
  const failed = jobs.filter((job) => hasFailed(job) && isOpen(job, jobs));
  const finished = jobs.filter((job) => job.status === 'completed' && !hasFailed(job)).sort(byEnd);
  const cancelled = jobs.filter((job) => job.status === 'cancelled').sort(byEnd);
  return (
    <div className="q">
      <Section title={t.sections.running} number={running.length}>
        <ul className="running">{running.map((job) => <RunningCard key={job.id} job={job} />)}</ul>
      </Section>
      <div className={waiting.length > 0 ? 'q-two' : 'one'}>
        {waiting.length > 0 && (
          <Section title={t.sections.waiting} number={waiting.length}><Waiting jobs={waiting} /></Section>
        )}
        <div className="ended">
          <Section title={t.sections.failed} number={failed.length}><Failed jobs={failed} /></Section>
          <Section title={t.sections.finished} number={finished.length}><Finished jobs={finished} /></Section>
          <Section title={t.sections.cancelled} number={cancelled.length}><Finished jobs={cancelled} /></Section>
        </div>
      </div>
    </div>
  );
}

export function QueuePage() {
  const jobs = useJobs();
  const cancel = useCancel();
  const { choose } = useAdding();
  const [asking, setAsking] = useState(false);
  const all = jobs.data ?? [];
  const active = all.filter((job) => job.status === 'pending' || job.status === 'running');
  const running = active.filter((job) => job.status === 'running').length;
  return (
    <>
      <header className="bar">
        <h1>{t.title}</h1>
        {jobs.data && <span className="muted summary">{active.length > 0 ? t.summary(running, active.length - running) : t.idle}</span>}
        <span className="grow" />
        {active.length > 0 && (
          <Button look="danger" disabled={cancel.isPending} onClick={() => setAsking(true)}>
            {cancel.isPending ? t.cancelling : t.cancelAll}
          </Button>
        )}
      </header>
      {jobs.isPending && <p className="page-note muted" role="status">{t.reading}</p>}
      {jobs.isError && (
        <div className="page-note" role="alert">
          <p><span className="strong">{t.readFailed}</span> {jobs.error.message}</p>
          <Button onClick={() => void jobs.refetch()}>{t.retry}</Button>
        </div>
      )}
      {jobs.data && (all.length > 0 ? <Lists jobs={all} /> : (
        <div className="page-note"><p className="muted">{t.empty}</p><Button look="primary" icon="plus" onClick={choose}>{t.add}</Button></div>
      ))}
      <Question
        open={asking} onClose={() => setAsking(false)} title={t.askTitle(active.length)} text={t.askText}
        keep={t.keep} act={t.act(active.length)} onAct={() => cancel.mutate(lastFirst(active))}
      />
    </>
  );
}
