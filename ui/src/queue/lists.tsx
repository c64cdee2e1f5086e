/** The lists below the running jobs: waiting, failed, finished. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Job } from '../api/client';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { Thumb } from '../components/Thumb';
import { clock, moment, sentence, took } from '../components/words';
import { jobState } from '../library/state';
import { useAdding } from '../shell/adding';
import { CancelButton } from './CancelButton';
import { t } from './strings';

export function Section({ title, number, children }: { title: string; number: number; children: ReactNode }) {
  if (number === 0) return null;
  return (
    <section aria-label={title}>
      <div className="sh"><h2>{title}</h2><span className="muted">{number}</span></div>
      {children}
    </section>
  );
}

export function Waiting({ jobs }: { jobs: Job[] }) {
  return (
    <ol className="card list">
      {jobs.map((job, at) => (
        <li key={job.id} className="lr waiting" data-job={job.id}>
          <span className="muted num" title={t.position(job.queue_position ?? at + 1)}>{job.queue_position ?? at + 1}</span>
          <Thumb jobId={job.id} />
          <div className="jn">
            <div className="cut" title={job.video_filename}>{job.video_filename}</div>
            <div className="xs muted cut">
              {[
                ...(job.video_duration_seconds === null ? [] : [t.long(clock(job.video_duration_seconds * 1000))]),
                t.pipelines(job.pipelines.length),
              ].join(', ')}
            </div>
          </div>
          <CancelButton job={job} small />
        </li>
      ))}
    </ol>
  );
}

/** Why a job failed: its own reason, or that of each pipeline. */
function reasons(job: Job): { words: string; hint: string | null }[] {
  const steps = job.pipelines.flatMap((step) => (step.error ? [{ words: t.stepFailed(step.title, sentence(step.error.message)), hint: step.error.hint && sentence(step.error.hint) }] : []));
  if (steps.length > 0) return steps;
  return [{ words: sentence(job.error?.message ?? job.error_message ?? t.steps.failed), hint: job.error?.hint ? sentence(job.error.hint) : null }];
}

export function Failed({ jobs }: { jobs: Job[] }) {
  const { again } = useAdding();
  return (
    <ul className="card list">
      {jobs.map((job) => (
        <li key={job.id} className="failed" data-job={job.id}>
          <Thumb jobId={job.id} />
          <div className="grow">
            <div className="cut" title={job.video_filename}>{job.video_filename}</div>
            {reasons(job).map(({ words, hint }) => (
              <div key={words}>
                <div className="reason xs c-danger"><Icon name="failed" small /><span>{words}</span></div>
                {hint && <div className="xs muted hint">{hint}</div>}
              </div>
            ))}
            <div className="row failed-foot">
              <Button small icon="again" onClick={() => again(job.video_path)}>{t.again}</Button>
              {job.pipelines.some((step) => step.status === 'succeeded' || step.partial) && (
                <Link className="xs" to="/viewer/$jobId" params={{ jobId: job.id }}>{t.openPartial}</Link>
              )}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function endWords(job: Job): string {
  if (job.status === 'cancelled') return t.cancelledAt(moment(job.cancelled_at ?? job.updated_at));
  const time = job.started_at && job.completed_at ? took(Date.parse(job.completed_at) - Date.parse(job.started_at)) : null;
  const { tone, words } = jobState(job);
  return t.finishedAt(tone === 'success' ? t.steps.done : words, moment(job.completed_at ?? job.updated_at), time);
}

export function Finished({ jobs }: { jobs: Job[] }) {
  return (
    <ul className="card list">
      {jobs.map((job) => {
        const state = jobState(job);
        return (
          <li key={job.id} className="fin-row">
            <Link className="lr fin" to="/viewer/$jobId" params={{ jobId: job.id }} data-job={job.id}>
              <span className={state.tone === 'muted' ? 'muted' : `c-${state.tone}`}><Icon name={state.icon} /></span>
              <span className="cut" title={job.video_filename}><span className="sr">{t.open} </span>{job.video_filename}</span>
              <span className="xs muted">{endWords(job)}</span>
              <span className="muted"><Icon name="right" /></span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
