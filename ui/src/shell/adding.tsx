/**
 * Adding videos from anywhere in the window: a native dialog or a path. Each file is queued at once with the
 * pipelines that are on by default, and each that cannot be added says why, until that is dismissed. What is dropped
 * goes to the New job sheet, because nobody who drops five hundred files wants them all measured at once.
 */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { ApiFailure, measure, tryDemo, type Job } from '../api/client';
import { inTauri, onDrop, pickVideos } from '../api/desktop';
import { applyEvent } from '../api/live';
import { sentence } from '../components/words';
import { useNewJob } from '../newjob/opening';
import { PathDialog } from './PathDialog';
import { t } from './strings';

/** Something that did not work, in words. */
export interface Failure {
  id: number;
  title: string;
  message: string;
  hint: string | null;
}

interface Adding {
  /** Opens the native dialog, or the field for paths in a browser. */
  choose: () => void;
  demo: () => void;
  /** Measures a known file again. */
  again: (path: string) => void;
  /** Runs an action and lists its failure. */
  attempt: (title: string, action: () => Promise<unknown>) => Promise<void>;
  /** How many files are still to be handed over. */
  pending: number;
  /** Whether files are being dragged over the window. */
  over: boolean;
  failures: Failure[];
  dismiss: (id?: number) => void;
  /** The video that was added last; the library selects it. */
  added: number | undefined;
}

const Context = createContext<Adding | undefined>(undefined);

export function useAdding(): Adding {
  const adding = useContext(Context);
  if (!adding) throw new Error('useAdding is called outside of AddingProvider');
  return adding;
}

const fileName = (path: string) => path.split(/[\\/]/).pop() ?? path;
let nextFailure = 1;

export function AddingProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [pending, setPending] = useState(0);
  const [over, setOver] = useState(false);
  const [failures, setFailures] = useState<Failure[]>([]);
  const [added, setAdded] = useState<number>();
  const [asking, setAsking] = useState(false);

  const fail = (title: string, failure: unknown) => {
    const hint = failure instanceof ApiFailure && failure.hint ? sentence(failure.hint) : null;
    const message = sentence(failure instanceof Error ? failure.message : String(failure));
    setFailures((list) => [...list, { id: nextFailure++, title, message, hint }]);
  };
  const attempt = async (title: string, action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (failure) {
      fail(title, failure);
    }
  };
  const queue = async (title: string, action: () => Promise<Job>) => {
    setPending((n) => n + 1);
    await attempt(title, async () => {
      const job = await action();
      applyEvent(cache, { type: 'job.update', job });
      setAdded(job.video_id);
    });
    setPending((n) => n - 1);
  };
  const add = async (paths: string[]) => {
    // One after the other: the program looks into each file before it answers.
    for (const path of paths) await queue(t.notAdded(fileName(path)), () => measure(path));
  };
  const choose = () => {
    if (inTauri) void attempt(t.notDone, async () => add(await pickVideos()));
    else setAsking(true);
  };

  const newJob = useNewJob();
  const dropped = useEffectEvent((paths: string[]) => newJob.addPaths(paths));
  const refuse = useEffectEvent((event: DragEvent) => {
    event.preventDefault(); // else the browser leaves the page to play the file
    if (event.type !== 'drop' || !event.dataTransfer?.files.length) return;
    if (newJob.isOpen) newJob.tell(t.browserDrop);
    else fail(t.notDone, new Error(t.browserDrop));
  });
  useEffect(() => {
    if (inTauri) return onDrop({ over: setOver, dropped: (paths) => dropped(paths) });
    const listener = (event: DragEvent) => refuse(event);
    window.addEventListener('dragover', listener);
    window.addEventListener('drop', listener);
    return () => {
      window.removeEventListener('dragover', listener);
      window.removeEventListener('drop', listener);
    };
  }, []);

  const value: Adding = {
    choose,
    demo: () => void queue(t.demoNotAdded, tryDemo),
    again: (path) => void queue(t.notAdded(fileName(path)), () => measure(path)),
    attempt, pending, over, failures, added,
    dismiss: (id) => setFailures((list) => (id === undefined ? [] : list.filter((failure) => failure.id !== id))),
  };
  return (
    <Context value={value}>
      {children}
      <PathDialog open={asking} onClose={() => setAsking(false)} onAdd={(paths) => void add(paths)} />
    </Context>
  );
}
