/** The foot of the sheet: how long it takes, what stops it, Cancel and Start. */
import { Button } from '../components/Button';
import { Progress } from '../components/Progress';
import { t } from './strings';

interface FootProps {
  /** Why it can't be started; empty when it can. */
  reason: string;
  count: number;
  /** How long it takes, null when there is nothing to go by. */
  seconds: number | null;
  /** Whether some lengths are missing in it. */
  partly: boolean;
  progress: { done: number; all: number } | null;
  onCancel: () => void;
  onStart: () => void;
  onStop: () => void;
}

export function Foot({ reason, count, seconds, partly, progress, onCancel, onStart, onStop }: FootProps) {
  if (progress) {
    const words = t.starting(progress.done, progress.all);
    return (
      <footer className="nj-foot">
        <span role="status">{words}</span>
        <span className="nj-foot-bar"><Progress value={(progress.done / progress.all) * 100} label={words} /></span>
        <span className="grow" />
        <Button onClick={onStop}>{t.stop}</Button>
      </footer>
    );
  }
  const time = seconds === null ? t.timeUnknown : partly ? t.timeOfKnown(seconds) : t.time(seconds);
  return (
    <footer className="nj-foot">
      <span className={seconds === null ? 'xs subtle nj-time' : 'muted nj-time'}>{count > 0 && time}</span>
      <span className="grow" />
      {reason && <span className="xs muted" id="nj-reason">{reason}</span>}
      <Button onClick={onCancel}>{t.cancel}</Button>
      <Button look="primary" disabled={reason !== ''} aria-describedby={reason ? 'nj-reason' : undefined} onClick={onStart}>{t.start(count)}</Button>
    </footer>
  );
}
