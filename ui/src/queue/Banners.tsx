/** Why nothing new is started, above everything else: paused by the user, or held by the program. */
import { Link } from '@tanstack/react-router';
import type { Queue } from '../api/queue';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { usePause } from './actions';
import { t } from './strings';

/** Where in the settings the reason can be changed. */
function placeOf(code: string): 'performance' | 'storage' | null {
  if (code === 'QUEUE_HELD') return 'performance';
  return code.startsWith('STORAGE_') ? 'storage' : null;
}

export function Banners({ queue, running }: { queue: Queue; running: number }) {
  const pause = usePause();
  const place = queue.held && placeOf(queue.held.code);
  return (
    <>
      {queue.paused && (
        <section className="banner" role="status" aria-label={t.paused}>
          <Icon name="pause" />
          <div className="grow"><span className="strong">{t.paused}</span> {t.pausedText(running)}</div>
          <Button look="primary" icon="play" disabled={pause.isPending} onClick={() => pause.mutate(false)}>{t.resume}</Button>
        </section>
      )}
      {queue.held && (
        <section className="banner warn" role="alert" aria-label={t.held}>
          <span className="c-warning"><Icon name="warning" /></span>
          <div className="grow">
            <div><span className="strong">{t.held}</span> {sentence(queue.held.message)}</div>
            {queue.held.hint && <div className="xs muted">{sentence(queue.held.hint)}</div>}
          </div>
          {place && <Link className="btn" to="/settings" hash={place}>{t.openSettings}</Link>}
        </section>
      )}
    </>
  );
}
