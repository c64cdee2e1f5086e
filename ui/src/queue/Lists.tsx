/** The lists of the queue: what runs above, what waits and what ended side by side below. */
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Job } from '../api/client';
import type { Queue } from '../api/queue';
import { Button } from '../components/Button';
import { count } from '../components/words';
import { useToast } from '../shell/toasts';
import { useCleared, withCleared } from './cleared';
import { Ended } from './Ended';
import { Failed } from './Failed';
import { groupsOf } from './groups';
import { LogDialog } from './LogDialog';
import { RunningCard } from './RunningCard';
import { t } from './strings';
import { Waiting } from './Waiting';

interface SectionProps {
  title: string;
  number: number;
  /** At the right end of the heading. */
  aside?: ReactNode;
  children: ReactNode;
}

function Section({ title, number, aside, children }: SectionProps) {
  if (number === 0) return null;
  return (
    <section aria-label={title}>
      <div className="sh">
        <h2>{title}</h2><span className="muted">{count(number)}</span>
        {aside && <><span className="grow" />{aside}</>}
      </div>
      {children}
    </section>
  );
}

function Slots({ queue }: { queue: Queue }) {
  const words = queue.gpu.running > 0 ? t.slotsBoth(queue.cpu.limit, queue.gpu.limit) : t.slots(queue.cpu.limit);
  return <span className="xs subtle">{words} <Link to="/settings" hash="performance">{t.change}</Link></span>;
}

export function Lists({ jobs, queue }: { jobs: Job[]; queue: Queue | undefined }) {
  const [logOf, setLogOf] = useState<Job>();
  const { cleared, keep } = useCleared();
  const say = useToast();
  const { running, waiting, failed, finished, cancelled, cleared: hidden } = groupsOf(jobs, cleared);
  const hide = (words: string, ids: string[]) => {
    keep(withCleared(cleared, ids));
    say(words, () => keep(cleared));
  };
  const clear = (section: string, list: Job[]) => (
    <Button small look="quiet" aria-label={t.clearOf(section)} onClick={() => hide(t.cleared(list.length), list.map((job) => job.id))}>{t.clear}</Button>
  );
  const nothing = running.length + waiting.length + failed.length + finished.length + cancelled.length === 0;
  const ended = failed.length + finished.length + cancelled.length > 0;
  return (
    <div className="q">
      {nothing && <p className="muted">{t.allCleared}</p>}
      <Section title={t.sections.running} number={running.length} aside={queue && <Slots queue={queue} />}>
        <ul className="running">{running.map((job) => <RunningCard key={job.id} job={job} />)}</ul>
      </Section>
      <div className={waiting.length > 0 && ended ? 'q-two' : 'one'}>
        <Section title={t.sections.waiting} number={waiting.length} aside={waiting.length > 1 && <span className="xs subtle">{t.waitingKeys}</span>}>
          <Waiting jobs={waiting} queue={queue} />
        </Section>
        <div className="ended">
          <Section title={t.sections.failed} number={failed.length}>
            <Failed jobs={failed} onLog={setLogOf} onDismiss={(job) => hide(t.dismissed(job.video_filename), [job.id])} />
          </Section>
          <Section title={t.sections.finished} number={finished.length} aside={clear(t.sections.finished, finished)}>
            <Ended label={t.sections.finished} jobs={finished} onLog={setLogOf} />
          </Section>
          <Section title={t.sections.cancelled} number={cancelled.length} aside={clear(t.sections.cancelled, cancelled)}>
            <Ended label={t.sections.cancelled} jobs={cancelled} onLog={setLogOf} />
          </Section>
          {hidden > 0 && <Button small look="quiet" className="show-cleared" onClick={() => keep([])}>{t.showCleared(hidden)}</Button>}
        </div>
      </div>
      <LogDialog job={logOf} onClose={() => setLogOf(undefined)} />
    </div>
  );
}
