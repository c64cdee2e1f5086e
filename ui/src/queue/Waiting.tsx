/** The jobs that wait, in their order, which buttons, keys and the grip change. */
import { useState, type KeyboardEvent } from 'react';
import type { Job } from '../api/client';
import type { Queue } from '../api/queue';
import { useSettings } from '../api/settings';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { useNow } from '../components/now';
import { Rows } from '../components/Rows';
import { Thumb } from '../components/Thumb';
import { clock, count, moment, sentence } from '../components/words';
import { useMove } from './actions';
import { CancelButton } from './CancelButton';
import { nextTry, secondsUntil } from './groups';
import { t } from './strings';
import { useGrip } from './grip';

const ROW = 47;
/** From here on the places need more room. */
const MANY = 1000;

function startWords(job: Job, queue: Queue | undefined): string {
  if (queue?.paused) return t.startsPaused;
  return job.estimated_start ? t.starts(moment(job.estimated_start)) : t.startsLater;
}

/** Why it is tried again, and when. */
function RetryLine({ job, now, tries }: { job: Job; now: number; tries: number | undefined }) {
  const reason = job.error?.message ?? job.pipelines.find((step) => step.error)?.error?.message;
  const seconds = job.next_try_at ? secondsUntil(job.next_try_at, now) : 0;
  const next = nextTry(job);
  const numbered = tries !== undefined && next !== null && next <= tries;
  const words = seconds === 0 ? t.nextTryNow : numbered ? t.nextTry(seconds, next, tries) : t.nextTryShort(seconds);
  return (
    <div className="xs">
      <div className="c-warning retry-next"><Icon name="clock" small />{words}</div>
      {reason && <div className="muted retry-why">{sentence(reason)}</div>}
    </div>
  );
}

export function Waiting({ jobs, queue }: { jobs: Job[]; queue: Queue | undefined }) {
  const move = useMove();
  const [said, setSaid] = useState('');
  const now = useNow(jobs.some((job) => job.next_try_at));
  const retries = useSettings().data?.find((setting) => setting.key === 'retry_max')?.value;
  // The first try is none of the retries.
  const tries = typeof retries === 'number' ? retries + 1 : undefined;
  const go = (from: number, to: number) => {
    const job = jobs[from];
    if (job && move(jobs, from, to)) setSaid(t.moved(job.video_filename, Math.min(jobs.length, Math.max(1, to + 1)), jobs.length));
  };
  const grip = useGrip(ROW, jobs.length, go);

  const onKey = (event: KeyboardEvent, _: Job, at: number): boolean => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const to: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: jobs.length - 1 };
    const place = to[event.key];
    if (place === undefined) return false;
    go(at, place);
    return true;
  };

  const row = (job: Job, at: number, current: boolean) => {
    const tab = current ? 0 : -1;
    const name = job.video_filename;
    return (
      <>
        <span role="gridcell" className="place" title={job.queue_position ? t.position(job.queue_position) : t.noPosition}>
          <span className="grip subtle" aria-hidden="true" {...grip.handle(at)}><Icon name="grip" small /></span>
          <span className="muted num">{count(at + 1)}</span>
        </span>
        <span role="gridcell"><Thumb jobId={job.id} /></span>
        <div role="gridcell" className="jn">
          <div className="cut" title={name}>{name}</div>
          {job.next_try_at ? <RetryLine job={job} now={now} tries={tries} /> : (
            <div className="xs muted cut">
              {[
                startWords(job, queue),
                ...(job.video_duration_seconds === null ? [] : [t.long(clock(job.video_duration_seconds * 1000))]),
                t.pipelines(job.pipelines.length),
              ].join(', ')}
            </div>
          )}
        </div>
        <span role="gridcell" className="row-actions">
          <Button small look="quiet" icon="front" tabIndex={tab} aria-disabled={at === 0} aria-label={t.toFront(name)} title={t.toFront(name)} onClick={() => go(at, 0)} />
          <Button small look="quiet" icon="up" tabIndex={tab} aria-disabled={at === 0} aria-label={t.moveUp(name)} title={t.moveUp(name)} onClick={() => go(at, at - 1)} />
          <Button small look="quiet" icon="down" tabIndex={tab} aria-disabled={at === jobs.length - 1} aria-label={t.moveDown(name)} title={t.moveDown(name)} onClick={() => go(at, at + 1)} />
          <CancelButton job={job} small reachable={current} />
        </span>
      </>
    );
  };

  return (
    <>
      <Rows
        label={t.sections.waiting} items={jobs} keyOf={(job) => job.id} height={ROW} row={row} onKey={onKey}
        rowProps={(job, at) => ({ className: `lr waiting${jobs.length >= MANY ? ' many' : ''}${grip.className(at)}`, 'data-job': job.id })}
      />
      <div className="sr" role="status">{said}</div>
    </>
  );
}
