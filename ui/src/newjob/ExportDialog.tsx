/** The settings as a file: looked at, saved or copied. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { renderConfig, type Wish } from '../api/presets';
import { saveText } from '../api/save';
import { Button } from '../components/Button';
import { copyText } from '../components/clipboard';
import { Dialog } from '../components/Dialog';
import { sentence } from '../components/words';
import { t } from './strings';

type Format = 'yaml' | 'json';
const FORMATS: { format: Format; title: string }[] = [{ format: 'yaml', title: 'YAML' }, { format: 'json', title: 'JSON' }];

export function ExportDialog({ wish, onClose }: { wish: Wish; onClose: () => void }) {
  const [format, setFormat] = useState<Format>('yaml');
  const [said, setSaid] = useState('');
  const text = useQuery({ queryKey: ['config-text', format, JSON.stringify(wish)], queryFn: () => renderConfig(wish, format), retry: false });
  const file = `videoannotator.${format}`;
  const save = async () => {
    if (text.data === undefined) return;
    try {
      const path = await saveText(file, text.data);
      if (path !== null) setSaid(t.exportSaved(path));
    } catch (failure) {
      setSaid(sentence(failure instanceof Error ? failure.message : String(failure)));
    }
  };
  const copy = async () => text.data !== undefined && setSaid((await copyText(text.data)) ? t.exportCopied : t.exportNotCopied);
  return (
    <Dialog wide open onClose={onClose} title={t.exportTitle} text={t.exportText}>
      <fieldset className="seg nj-seg">
        <legend className="sr">{t.exportFormat}</legend>
        {FORMATS.map((other) => (
          <label key={other.format} className={other.format === format ? 'on' : ''}>
            <input type="radio" className="sr" name="nj-format" checked={other.format === format} onChange={() => { setFormat(other.format); setSaid(''); }} />
            {other.title}
          </label>
        ))}
      </fieldset>
      {text.isError ? (
        <p className="nj-preview-note c-danger" role="alert">{t.exportFailed} {sentence(text.error.message)}</p>
      ) : (
        <textarea className="input mono nj-preview" rows={14} readOnly aria-label={t.exportPreview} value={text.data ?? t.exportReading} />
      )}
      <div className="dialog-foot">
        <span className="grow muted nj-cut" role="status">{said}</span>
        <Button onClick={onClose}>{t.exportClose}</Button>
        <Button disabled={text.data === undefined} onClick={() => void copy()}>{t.exportCopy}</Button>
        <Button look="primary" disabled={text.data === undefined} onClick={() => void save()}>{t.exportSave}</Button>
      </div>
    </Dialog>
  );
}
