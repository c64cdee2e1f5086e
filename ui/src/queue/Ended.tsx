/** The jobs that are finished or cancelled: what became of them, and the way to what they gave. */
import { Link, useNavigate } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import type { Job } from '../api/client';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { Rows } from '../components/Rows';
import { clock, moment, took } from '../components/words';
import { jobState } from '../library/state';
import { useRunAgain } from './actions';
import { endedAt, hasResults, reached } from './groups';
import { t } from './strings';

const ROW = 34;

/** What became of a job: `Done, 10:27, took 17 min`, `Cancelled at 8:10 of 25:00, 10:28`. */
export function endWords(job: Job): string {
  const at = moment(endedAt(job));
  if (job.status === 'cancelled') {
    const cut = reached(job);
    return cut ? t.cancelledAt(clock(cut.done), cut.total === null ? null : clock(cut.total), at) : t.cancelledWhen(at);
  }
  const time = job.started_at && job.completed_at ? took(Date.parse(job.completed_at) - Date.parse(job.started_at)) : null;
  const { tone, words } = jobState(job);
  return t.finishedAt(tone === 'success' ? t.steps.done : words, at, time);
}

interface RowProps {
  job: Job;
  current: boolean;
  onLog: (job: Job) => void;
}

function Row({ job, current, onLog }: RowProps) {
  const again = useRunAgain();
  const tab = current ? 0 : -1;
  const name = job.video_filename;
  const state = jobState(job);
  const words = endWords(job);
  return (
    <>
      <span role="gridcell" className={state.tone === 'muted' ? 'muted' : `c-${state.tone}`}><Icon name={state.icon} /></span>
      <span role="gridcell" className="end-name">
        {hasResults(job)
          ? <Link className="cut plain" to="/viewer/$jobId" params={{ jobId: job.id }} tabIndex={tab} title={name} aria-label={t.openOf(name)}>{name}</Link>
          : <span className="cut" title={name}>{name}</span>}
        <span className="xs muted cut end-words" title={words}>{words}</span>
      </span>
      <span role="gridcell" className="row-actions">
        {job.status === 'cancelled' && (
          <Button small look="quiet" tabIndex={tab} aria-disabled={again.isPending} aria-label={t.againOf(name)} onClick={() => again.isPending || again.mutate(job)}>{t.again}</Button>
        )}
        <Button small look="quiet" tabIndex={tab} aria-label={t.log.showOf(name)} onClick={() => onLog(job)}>{t.log.show}</Button>
      </span>
    </>
  );
}

interface EndedProps {
  label: string;
  jobs: Job[];
  onLog: (job: Job) => void;
}

export function Ended({ label, jobs, onLog }: EndedProps) {
  const navigate = useNavigate();
  const onKey = (event: KeyboardEvent, job: Job): boolean => {
    // A button or link of the row has its own Enter.
    if (event.key !== 'Enter' || event.target !== event.currentTarget.querySelector(`[data-job="${job.id}"]`) || !hasResults(job)) return false;
    void navigate({ to: '/viewer/$jobId', params: { jobId: job.id } });
    return true;
  };
  return (
    <Rows
      label={label} items={jobs} keyOf={(job) => job.id} height={ROW} onKey={onKey}
      row={(job, _, current) => <Row job={job} current={current} onLog={onLog} />}
      rowProps={(job) => ({ className: 'lr fin', 'data-job': job.id })}
    />
  );
}
