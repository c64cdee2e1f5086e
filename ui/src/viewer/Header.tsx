/** The viewer's title bar: back, the recording's name, how far it is measured in words, its files. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../api/client';
import { inTauri, revealPath } from '../api/desktop';
import { Button } from '../components/Button';
import { Icon, type IconName } from '../components/Icon';
import { FilesDialog } from './FilesDialog';
import { Glyph } from './glyphs';
import { t } from './strings';

interface Badge {
  look: string;
  icon: IconName;
  words: string;
}

/** The state of a job in an icon and words. */
export function badgeOf(job: Job): Badge {
  const unfinished = job.pipelines.filter((step) => step.status === 'failed' || step.status === 'cancelled' || step.partial);
  switch (job.status) {
    case 'completed':
      return unfinished.length > 0
        ? { look: 'warning', icon: 'warning', words: t.partialNot(unfinished.map((step) => step.title).join(', ')) }
        : { look: 'success', icon: 'done', words: t.states.completed };
    case 'failed': return { look: 'danger', icon: 'failed', words: job.error ? `${t.states.failed}: ${job.error.message}` : t.states.failed };
    case 'cancelled': return { look: '', icon: 'cancelled', words: t.states.cancelled };
    case 'running': return { look: 'accent', icon: 'clock', words: t.running(job.progress, job.time_left_seconds) };
    default: return { look: '', icon: 'clock', words: t.waiting };
  }
}

/** A file name cut in the middle: the end tells recordings of one study apart. */
function FileName({ name }: { name: string }) {
  const tail = 12;
  const cut = name.length > 2 * tail;
  return (
    <h1 className="viewer-name" title={name}>
      <span className="cut">{cut ? name.slice(0, -tail) : name}</span>
      {cut && <span>{name.slice(-tail)}</span>}
    </h1>
  );
}

export function Header({ job }: { job: Job }) {
  const navigate = useNavigate();
  const [files, setFiles] = useState(false);
  const badge = badgeOf(job);
  const show = () => {
    if (inTauri && job.result_path) void revealPath(job.result_path);
    else setFiles(true);
  };
  return (
    <header className="vbar">
      <button type="button" className="btn quiet icon sm" aria-label={t.back} title={t.back} onClick={() => void navigate({ to: '/library' })}>
        <Glyph name="back" />
      </button>
      <FileName name={job.video_filename} />
      <span className={`badge viewer-state ${badge.look}`} role="status" title={badge.words}>
        <Icon name={badge.icon} />
        <span className="cut">{badge.words}</span>
      </span>
      <span className="grow" />
      <Button small icon="folder" onClick={show}>{t.showFiles}</Button>
      {files && <FilesDialog jobId={job.id} onClose={() => setFiles(false)} />}
    </header>
  );
}
