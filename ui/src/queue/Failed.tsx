/** The jobs that failed: why, what to do about it, and the ways to go on. */
import { Link } from '@tanstack/react-router';
import type { Job, Step } from '../api/client';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { Rows } from '../components/Rows';
import { Thumb } from '../components/Thumb';
import { clause, clock, moment, sentence } from '../components/words';
import { useRetry, useRunAgain } from './actions';
import { endedAt, hasResults } from './groups';
import { CopyReport } from './LogDialog';
import { t } from './strings';

const ROW = 112;

interface Reason {
  words: string;
  hint: string | null;
}

/** Why a job failed: the reason of each pipeline, those of the same reason together, or its own. */
function reasons(job: Job): Reason[] {
  const byWords = new Map<string, { steps: Step[]; why: string; hint: string | null }>();
  for (const step of job.pipelines) {
    if (!step.error || step.status !== 'failed') continue;
    const { message, hint } = step.error;
    const place = step.done_ms > 0 ? clock(step.done_ms) : '';
    const key = JSON.stringify([place, message, hint]);
    const same = byWords.get(key) ?? { steps: [], why: clause(message), hint: hint && sentence(hint) };
    byWords.set(key, { ...same, steps: [...same.steps, step] });
  }
  const found = [...byWords.values()].map(({ steps, why, hint }): Reason => {
    const titles = steps.map((step) => step.title).join(', ');
    const done = steps[0]?.done_ms ?? 0;
    return { words: done > 0 ? t.stepFailedAt(titles, clock(done), why) : t.stepFailed(titles, why), hint };
  });
  if (found.length > 0) return found;
  return [{ words: sentence(job.error?.message ?? job.error_message ?? t.steps.failed), hint: job.error?.hint ? sentence(job.error.hint) : null }];
}

interface CardProps {
  job: Job;
  current: boolean;
  onLog: (job: Job) => void;
  onDismiss: (job: Job) => void;
}

function Card({ job, current, onLog, onDismiss }: CardProps) {
  const retry = useRetry();
  const again = useRunAgain();
  const tab = current ? 0 : -1;
  const name = job.video_filename;
  return (
    <>
      <span role="gridcell"><Thumb jobId={job.id} /></span>
      <div role="gridcell" className="grow">
        <div className="row">
          <span className="cut grow" title={name}>{name}</span>
          <span className="xs muted">{moment(endedAt(job))}</span>
        </div>
        {reasons(job).map(({ words, hint }) => (
          <div key={words}>
            <div className="reason xs c-danger"><Icon name="failed" small /><span>{words}</span></div>
            {hint && <div className="xs muted hint">{hint}</div>}
          </div>
        ))}
        <div className="row failed-foot">
          <Button small icon="again" tabIndex={tab} aria-disabled={retry.isPending} aria-label={retry.isPending ? undefined : t.retryOf(name)} onClick={() => retry.isPending || retry.mutate(job)}>
            {retry.isPending ? t.retrying : t.retry}
          </Button>
          <Button small tabIndex={tab} aria-disabled={again.isPending} aria-label={t.againOf(name)} onClick={() => again.isPending || again.mutate(job)}>{t.again}</Button>
          <Button small tabIndex={tab} aria-label={t.log.showOf(name)} onClick={() => onLog(job)}>{t.log.show}</Button>
          <CopyReport job={job} reachable={current} />
          {hasResults(job) && (
            <Link className="xs" to="/viewer/$jobId" params={{ jobId: job.id }} tabIndex={tab} aria-label={t.openPartialOf(name)}>{t.openPartial}</Link>
          )}
          <span className="grow" />
          <Button small look="quiet" tabIndex={tab} aria-label={t.dismissOf(name)} onClick={() => onDismiss(job)}>{t.dismiss}</Button>
        </div>
      </div>
    </>
  );
}

interface FailedProps {
  jobs: Job[];
  onLog: (job: Job) => void;
  onDismiss: (job: Job) => void;
}

export function Failed({ jobs, onLog, onDismiss }: FailedProps) {
  return (
    <Rows
      label={t.sections.failed} items={jobs} keyOf={(job) => job.id} height={ROW}
      row={(job, _, current) => <Card job={job} current={current} onLog={onLog} onDismiss={onDismiss} />}
      rowProps={(job) => ({ className: 'failed', 'data-job': job.id })}
    />
  );
}
