/** One pipeline of a running job: what, how far, how fast, how long still, and the way to stop only it. */
import type { Job, Step } from '../api/client';
import { Icon, pipelineIcon, type IconName } from '../components/Icon';
import { Progress } from '../components/Progress';
import { percent, sentence, speed, took } from '../components/words';
import { CancelStepButton } from './CancelButton';
import { t } from './strings';

interface Mark {
  icon?: IconName;
  className: string;
  word: string;
}

function markOf(step: Step): Mark {
  switch (step.status) {
    case 'succeeded': return { icon: 'check', className: 'c-success', word: t.steps.done };
    case 'failed': return { icon: 'failed', className: 'c-danger', word: t.steps.failed };
    case 'cancelled': return { icon: 'cancelled', className: 'muted', word: t.steps.cancelled };
    case 'skipped': return { icon: 'none', className: 'muted', word: t.steps.skipped };
    case 'running': return { className: 'c-accent', word: t.steps.running };
    case 'queued': return { className: 'muted', word: t.steps.waiting };
  }
}

function timeWords(step: Step): string {
  if (step.status === 'queued') return t.steps.waiting;
  if (step.took_ms !== null && step.status !== 'running') return t.steps.took(took(step.took_ms));
  return step.status === 'running' && step.time_left_seconds !== null ? t.steps.left(step.time_left_seconds) : '';
}

/** What the models compute on, where they have any. */
function deviceWords(step: Step): string | null {
  if (!step.device) return null;
  const { asked, obtained, half_precision, because } = step.device;
  const words = t.steps.on(obtained, half_precision);
  return because || (asked !== obtained && asked !== 'auto') ? t.steps.onInstead(words, asked) : words;
}

export function StepRow({ job, step }: { job: Job; step: Step }) {
  const mark = markOf(step);
  const device = deviceWords(step);
  const active = step.status === 'running' || step.status === 'queued';
  const look = step.status === 'succeeded' ? 'done' : step.status === 'running' ? 'running' : 'waiting';
  return (
    <li className="st" title={step.error ? sentence(step.error.message) : undefined}>
      <Icon name={pipelineIcon(step.name)} small />
      <span className="cut" title={step.title}>
        {step.title}
        {device && <small className="st-device" title={step.device?.because ? sentence(step.device.because) : undefined}>{device}</small>}
      </span>
      <Progress value={step.progress} look={look} label={step.title} />
      <span className="num">{percent(step.progress)}</span>
      <span className="num muted">{step.status === 'running' ? speed(step.frames_per_second, step.speed) : ''}</span>
      <span className="num muted">{timeWords(step)}</span>
      {active ? <span className="step-mark"><CancelStepButton job={job} step={step} /></span> : (
        <span className={`step-mark ${mark.className}`}>{mark.icon && <Icon name={mark.icon} small />}{mark.word}</span>
      )}
    </li>
  );
}
