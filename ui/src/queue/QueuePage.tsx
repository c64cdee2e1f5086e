/** What runs, what waits, what ended: everything that the program is asked to do. */
import { useState } from 'react';
import { useJobs, type Job } from '../api/client';
import { useQueue } from '../api/queue';
import { Button } from '../components/Button';
import { Question } from '../components/Dialog';
import { moment, sentence } from '../components/words';
import { useAdding } from '../shell/adding';
import { useCancelAll, usePause } from './actions';
import { Banners } from './Banners';
import { Lists } from './Lists';
import { t } from './strings';
import './queue.css';

/** When the last one starts, or when everything is done, if that can be known. */
function endOf(running: Job[], waiting: Job[]): string {
  if (waiting.length > 0) {
    const starts = waiting.map((job) => job.estimated_start ?? job.next_try_at ?? null);
    const last = starts.includes(null) ? undefined : starts.filter((start) => start !== null).sort().at(-1);
    return last === undefined ? '' : t.lastAt(moment(last));
  }
  const left = running.map((job) => job.time_left_seconds);
  if (left.length === 0 || left.includes(null)) return '';
  const most = Math.max(...left.filter((seconds) => seconds !== null));
  return t.doneAt(moment(new Date(Date.now() + most * 1000).toISOString()));
}

function Summary({ jobs, paused }: { jobs: Job[]; paused: boolean }) {
  const running = jobs.filter((job) => job.status === 'running');
  const waiting = jobs.filter((job) => job.status === 'pending');
  if (running.length + waiting.length === 0) return <>{t.idle}</>;
  const end = paused && waiting.length > 0 ? '' : endOf(running, waiting);
  return <>{t.summary(running.length, waiting.length)}. {end}</>;
}

export function QueuePage() {
  const jobs = useJobs();
  const queue = useQueue();
  const cancelAll = useCancelAll();
  const pause = usePause();
  const { choose } = useAdding();
  const [asking, setAsking] = useState(false);
  const all = jobs.data ?? [];
  const active = all.filter((job) => job.status === 'pending' || job.status === 'running');
  const running = active.filter((job) => job.status === 'running').length;
  return (
    <>
      <header className="bar">
        <h1>{t.title}</h1>
        {jobs.data && <span className="muted summary cut"><Summary jobs={active} paused={queue.data?.paused ?? false} /></span>}
        <span className="grow" />
        {queue.data && !queue.data.paused && (
          <Button icon="pause" disabled={pause.isPending} onClick={() => pause.mutate(true)}>{t.pause}</Button>
        )}
        {active.length > 0 && (
          <Button look="danger" disabled={cancelAll.isPending} onClick={() => setAsking(true)}>
            {cancelAll.isPending ? t.cancelling : t.cancelAll}
          </Button>
        )}
      </header>
      {queue.data && <Banners queue={queue.data} running={running} />}
      {jobs.isPending && <p className="page-note muted" role="status">{t.reading}</p>}
      {jobs.isError && (
        <div className="page-note" role="alert">
          <p><span className="strong">{t.readFailed}</span> {sentence(jobs.error.message)}</p>
          <Button onClick={() => void jobs.refetch()}>{t.retryRead}</Button>
        </div>
      )}
      {jobs.data && (all.length > 0 ? <Lists jobs={all} queue={queue.data} /> : (
        <div className="page-note"><p className="muted">{t.empty}</p><Button look="primary" icon="plus" onClick={choose}>{t.add}</Button></div>
      ))}
      <Question
        open={asking} onClose={() => setAsking(false)} title={t.askTitle(active.length)} text={t.askText}
        keep={t.keep} act={t.act(active.length)} onAct={() => cancelAll.mutate()}
      />
    </>
  );
}
