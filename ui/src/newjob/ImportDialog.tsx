/** Every error of a configuration file, and of preset files that are none. Nothing is taken over until the person says so. */
import type { Issue, ParsedConfig, Presets } from '../api/presets';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { t } from './strings';

interface ImportDialogProps {
  name: string;
  parsed: ParsedConfig;
  onClose: () => void;
  onLoad: () => void;
}

function Line({ issue }: { issue: Issue }) {
  const error = issue.severity !== 'warning';
  const { line, column, example } = issue;
  return (
    <li>
      <span className={error ? 'c-danger' : 'c-warning'}><Icon name={error ? 'failed' : 'warning'} small /></span>
      <div>
        <div className="nj-path">
          <span className="mono">{issue.field || t.whole}</span>
          {typeof line === 'number' && <span className="xs muted">{t.place(line, column ?? null)}</span>}
        </div>
        <div>{sentence(issue.message)} {sentence(issue.hint)}</div>
        {example && <div className="xs muted">{t.example} <span className="mono">{example}</span></div>}
      </div>
    </li>
  );
}

export function ImportDialog({ name, parsed, onClose, onLoad }: ImportDialogProps) {
  const { config, errors, warnings } = parsed;
  return (
    <Dialog wide open onClose={onClose} title={errors.length > 0 ? t.importTitle(name, errors.length) : t.importRemarks(name, warnings.length)} text={config ? `${t.importText} ${t.importIgnore}` : t.importText}>
      <ul className="nj-errors" aria-label={t.importList} tabIndex={0}>
        {[...errors, ...warnings].map((issue, index) => <Line key={index} issue={issue} />)}
      </ul>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t.leave}</Button>
        {config && <Button look="primary" onClick={onLoad}>{errors.length > 0 ? t.loadAnyway : t.load}</Button>}
      </div>
    </Dialog>
  );
}

interface UnreadableDialogProps {
  files: Presets['unreadable'];
  onClose: () => void;
  onDelete: (name: string) => void;
}

export function UnreadableDialog({ files, onClose, onDelete }: UnreadableDialogProps) {
  return (
    <Dialog wide open onClose={onClose} title={t.unreadableTitle} text={t.unreadableText}>
      <div className="nj-files" role="group" aria-label={t.unreadableTitle} tabIndex={0}>
        {files.map(({ name, errors }) => (
          <section key={name}>
            <h3><span className="grow">{name}</span><Button small onClick={() => onDelete(name)}>{t.delete(name)}</Button></h3>
            <ul className="nj-errors">{errors.map((issue, index) => <Line key={index} issue={issue} />)}</ul>
          </section>
        ))}
      </div>
      <div className="dialog-foot"><Button onClick={onClose}>{t.exportClose}</Button></div>
    </Dialog>
  );
}
