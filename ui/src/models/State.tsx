/** How a model stands: verified, missing, on its way. What is wrong is said in full, with what to do. */
import type { Model, Transfer } from '../api/models';
import { Icon, type IconName } from '../components/Icon';
import { Progress } from '../components/Progress';
import { sentence, size } from '../components/words';
import { t } from './strings';

type Look = { icon: IconName; tone: string };
const LOOKS: Record<Exclude<Model['state'], 'missing'>, Look> = {
  installed: { icon: 'shield', tone: 'c-success' },
  unchecked: { icon: 'warning', tone: 'c-warning' },
  altered: { icon: 'failed', tone: 'c-danger' },
  unreadable: { icon: 'failed', tone: 'c-danger' },
};

interface Trouble {
  message: string;
  hint?: string | null;
}

function Words({ error }: { error: Trouble | null }) {
  if (!error) return null;
  return <span className="xs muted models-why">{[error.message, error.hint ?? ''].filter(Boolean).map(sentence).join(' ')}</span>;
}

/** The line under the bar. */
function progressWords({ state, bytes_done, bytes_total, seconds_left, attempt }: Transfer): string {
  const done = size(bytes_done);
  const total = bytes_total === null ? t.unknownSize : size(bytes_total);
  switch (state) {
    case 'waiting': return t.transfers.waiting(attempt);
    case 'downloading': return t.transfers.downloading(done, total, seconds_left);
    case 'verifying': return t.transfers.verifying;
    case 'paused': return t.transfers.paused(done, total);
    case 'failed': return t.transfers.failed;
  }
}

function Moving({ title, transfer }: { title: string; transfer: Transfer }) {
  const words = progressWords(transfer);
  const { bytes_done: done, bytes_total: total } = transfer;
  if (transfer.state === 'failed') {
    return (
      <span className="models-moving">
        <span className="state xs c-danger"><Icon name="failed" small />{words}</span>
        <Words error={transfer.error} />
      </span>
    );
  }
  const from = transfer.host === null ? undefined : t.transfers.host(transfer.host, transfer.attempt);
  return (
    <span className="models-moving" title={from}>
      <Progress value={total ? (done / total) * 100 : 0} look={transfer.state === 'paused' ? 'waiting' : 'running'} label={`${title}: ${words}`} />
      <span className="xs muted">{words}</span>
      {/* why a download that goes on by itself had to begin again */}
      <Words error={transfer.error} />
    </span>
  );
}

export function State({ model }: { model: Model }) {
  if (model.transfer) return <Moving title={model.title} transfer={model.transfer} />;
  const words = t.states[model.state];
  if (model.state === 'missing') return <span className="xs muted">{words}</span>;
  const { icon, tone } = LOOKS[model.state];
  return (
    <span className="models-moving">
      <span className={`state xs ${tone}`}><Icon name={icon} small />{words}</span>
      {model.state === 'altered' ? <span className="xs muted">{t.alteredHelp}</span> : <Words error={model.error} />}
    </span>
  );
}
