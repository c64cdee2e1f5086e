/** What a person has to know and agree to before a model is downloaded. */
import { useState, type FormEvent } from 'react';
import type { Model } from '../api/models';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { useAcceptAndDownload } from './actions';
import { t } from './strings';

export function TermsDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const download = useAcceptAndDownload();
  const [agreed, setAgreed] = useState(false);
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!agreed) {
      document.getElementById('terms')?.focus();
      return;
    }
    download.mutate(model);
    onClose();
  };
  const missing = asked && !agreed;
  return (
    <Dialog open onClose={onClose} title={t.termsTitle(model.title)} text={t.termsText}>
      <form onSubmit={submit}>
        <dl className="models-facts">
          <dt className="muted">{t.licence}</dt>
          <dd>{model.licence}{model.copyright && `. ${model.copyright}`}</dd>
          <dt className="muted">{t.training}</dt>
          <dd>{model.training_data}</dd>
        </dl>
        <label className="choice models-agree">
          <input
            id="terms" type="checkbox" className="check" checked={agreed} aria-invalid={missing} aria-describedby={missing ? 'terms-missing' : undefined}
            onChange={(event) => setAgreed(event.target.checked)}
          />
          {t.termsAccept}
        </label>
        {missing && <p id="terms-missing" className="errmsg" role="alert">{t.termsNone}</p>}
        <div className="dialog-foot">
          <Button onClick={onClose}>{t.later}</Button>
          <Button look="primary" icon="download" type="submit">{t.download}</Button>
        </div>
      </form>
    </Dialog>
  );
}
