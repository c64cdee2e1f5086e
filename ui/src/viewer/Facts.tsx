/** Beside the picture: what the recording is and what has been measured of it, in words. */
import type { ReactNode } from 'react';
import type { Job, Step, Video } from '../api/client';
import { Icon, pipelineIcon, type IconName } from '../components/Icon';
import { count, sentence } from '../components/words';
import { stateOf } from './rows';
import { t } from './strings';
import { clockTime } from './times';

const STATE_ICON: Readonly<Record<string, IconName>> = {
  queued: 'clock', running: 'clock', succeeded: 'done', failed: 'failed', cancelled: 'cancelled', skipped: 'none',
};
const STATE_LOOK: Readonly<Record<string, string>> = { succeeded: 'c-success', failed: 'c-danger', running: 'c-accent' };

function Measured({ step }: { step: Step }) {
  const words = stateOf(step) || t.stepDone;
  const partial = step.status === 'succeeded' && step.partial;
  const look = partial ? 'c-warning' : (STATE_LOOK[step.status] ?? 'subtle');
  return (
    <li className="fact-step" title={step.error ? `${step.title}: ${step.error.message}` : step.title}>
      <Icon small name={pipelineIcon(step.name)} />
      <span className="cut grow">{step.title}</span>
      <span className={`state xs ${look}`}>
        <Icon small name={partial ? 'warning' : (STATE_ICON[step.status] ?? 'none')} />
        {words}
      </span>
    </li>
  );
}

/** The facts of the probe, as pairs of a word and a value. */
export function factsOf(job: Job, video: Video | undefined): [string, string][] {
  const facts: [string, string][] = [];
  if (job.video_duration_seconds !== null) facts.push([t.length, clockTime(job.video_duration_seconds * 1000, 1)]);
  if (!video) return facts;
  if (video.width !== null && video.height !== null) facts.push([t.picture, `${count(video.width)} x ${count(video.height)}`]);
  if (video.frame_rate !== null) facts.push([t.rate, video.variable_rate ? t.variable : t.perSecond(video.frame_rate)]);
  if (video.video_codec !== null) facts.push([t.codec, codecName(video.video_codec)]);
  facts.push([t.sound, video.audio ?? t.noSound]);
  return facts;
}

/** `h264` as people write it. */
export function codecName(codec: string): string {
  const names: Record<string, string> = { h264: 'H.264', hevc: 'H.265', h265: 'H.265', vp9: 'VP9', vp8: 'VP8', av1: 'AV1', mpeg4: 'MPEG-4', prores: 'ProRes' };
  return names[codec] ?? codec;
}

interface FactsProps {
  job: Job;
  video: Video | undefined;
  /** What can be switched and chosen, above the facts. */
  children?: ReactNode;
}

export function Facts({ job, video, children }: FactsProps) {
  return (
    <section className="viewer-facts" aria-label={t.facts}>
      {children}
      <h2 className="sect">{t.recording}</h2>
      <dl>
        {factsOf(job, video).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="cut" title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      <h2 className="sect">{t.measured}</h2>
      <ul>{job.pipelines.map((step) => <Measured key={step.name} step={step} />)}</ul>
      {job.warnings.map((warning) => (
        <p key={warning.code} className="fact-note">
          <span className="c-warning"><Icon small name="warning" /></span>
          <span>{sentence(warning.message)}</span>
        </p>
      ))}
    </section>
  );
}
