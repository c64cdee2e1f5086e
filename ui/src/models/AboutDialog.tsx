/** Everything that is known of a model: licence, training data, source, checksum. */
import type { ReactNode } from 'react';
import type { Model } from '../api/models';
import { Button } from '../components/Button';
import { copyText } from '../components/clipboard';
import { Dialog } from '../components/Dialog';
import { sentence } from '../components/words';
import { useToast } from '../shell/toasts';
import { t } from './strings';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="muted">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

export function AboutDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const say = useToast();
  return (
    <Dialog open wide onClose={onClose} title={model.title} text={t.aboutText(model.title)}>
      <dl className="models-facts">
        {model.error && <Fact name={t.state}>{[model.error.message, model.error.hint ?? ''].filter(Boolean).map(sentence).join(' ')}</Fact>}
        <Fact name={t.licence}>{model.licence}{model.copyright && `. ${model.copyright}`}</Fact>
        <Fact name={t.training}>{model.training_data}</Fact>
        <Fact name={t.source}>{model.source} ({model.revision})</Fact>
        <Fact name={t.page}><span className="path">{model.page}</span></Fact>
        <Fact name={t.file}><span className="path">{model.path ?? model.file}</span></Fact>
        <Fact name={t.checksum}>{model.sha256 ? <span className="mono path">{model.sha256}</span> : t.noChecksum}</Fact>
      </dl>
      <div className="dialog-foot">
        <Button icon="copy" onClick={() => void copyText(model.page).then(() => say(t.copied))}>{t.copyPage}</Button>
        <Button look="primary" onClick={onClose}>{t.close}</Button>
      </div>
    </Dialog>
  );
}
