/** What is known about the chosen video, and what can be done with it. */
import type { Video } from '../api/client';
import { inTauri, revealPath } from '../api/desktop';
import { Button } from '../components/Button';
import { Icon, pipelineIcon } from '../components/Icon';
import { Thumb } from '../components/Thumb';
import { clock, moment, sentence, size, took } from '../components/words';
import { useAdding } from '../shell/adding';
import { stepWords } from './state';
import { t } from './strings';

interface InspectorProps {
  video: Video;
  open: boolean;
  onOpen: (video: Video) => void;
  onClose: () => void;
}

function pictureWords({ width, height, frame_rate, variable_rate, rotation }: Video): string {
  if (width === null || height === null) return t.unknown;
  const rate = frame_rate === null ? [] : [t.fps(String(Number(frame_rate.toFixed(2))))];
  const more = [...rate, ...(variable_rate ? [t.variable] : []), ...(rotation ? [t.turned(rotation)] : [])];
  return [`${width} x ${height}`, ...more].join(', ');
}

const failureWords = ({ message, hint }: { message: string; hint: string | null }) =>
  [message, ...(hint ? [hint] : [])].map(sentence).join(' ');

function Facts({ video }: { video: Video }) {
  const rows: [string, string][] = [
    [t.facts.picture, pictureWords(video)],
    [t.facts.sound, video.audio ?? t.noSound],
    [t.facts.codec, video.video_codec ?? t.unknown],
    [t.facts.size, size(video.size_bytes)],
    [t.facts.added, moment(video.added_at)],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} className="fact"><dt>{name}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}

function Measured({ video }: { video: Video }) {
  const job = video.job;
  if (!job) return null;
  const total = job.started_at && job.completed_at ? Date.parse(job.completed_at) - Date.parse(job.started_at) : null;
  return (
    <section className="measured">
      <div className="row">
        <h2 className="sect grow">{t.measuredTitle}</h2>
        {total !== null && <span className="xs muted">{took(total)}</span>}
      </div>
      <ul className="ms">
        {job.pipelines.map((step) => (
          <li key={step.name}>
            <span className="muted"><Icon name={pipelineIcon(step.name)} small /></span>
            <span className="grow cut">{step.title}</span>
            <span className={step.status === 'failed' ? 'c-danger' : 'muted'}>{stepWords(step)}</span>
            {step.error && step.status === 'failed' && <p className="why">{failureWords(step.error)}</p>}
          </li>
        ))}
      </ul>
      {job.status === 'failed' && job.error && (
        <p className="why c-danger">{failureWords(job.error)}</p>
      )}
    </section>
  );
}

export function Inspector({ video, open, onOpen, onClose }: InspectorProps) {
  const { again, attempt } = useAdding();
  const busy = video.job?.status === 'pending' || video.job?.status === 'running';
  const reason = !video.present ? t.gone : busy ? '' : !video.job ? t.whyNotOpen : '';
  return (
    <aside className={open ? 'insp open' : 'insp'} aria-label={t.selected}>
      <Button look="quiet" small icon="cross" className="insp-close" aria-label={t.close} onClick={onClose} />
      <div className="still">
        <Thumb jobId={video.job?.id} className="picture" />
        {video.duration_ms !== null && <span className="length xs">{clock(video.duration_ms)}</span>}
      </div>
      <div>
        <div className="strong insp-name">{video.name}</div>
        <div className="xs muted cut" title={video.folder}>{video.folder}</div>
      </div>
      <div className="actions">
        <Button look="primary" icon="play" disabled={!video.job} onClick={() => onOpen(video)}>{t.open}</Button>
        <Button disabled={!video.present || busy} onClick={() => again(video.path)}>{video.job ? t.again : t.first}</Button>
      </div>
      {busy && <p className="xs muted">{t.whyNotMeasure}</p>}
      {reason && <p className="xs muted">{reason}</p>}
      {inTauri && (
        <Button small look="quiet" icon="folder" onClick={() => void attempt(t.revealFailed, () => revealPath(video.path))}>{t.reveal}</Button>
      )}
      <Facts video={video} />
      {video.warnings.length > 0 && (
        <ul className="warnings xs">
          {video.warnings.map((warning) => (
            <li key={warning.code}><span className="c-warning"><Icon name="warning" small /></span><span>{sentence(warning.message)}</span></li>
          ))}
        </ul>
      )}
      <Measured video={video} />
    </aside>
  );
}
