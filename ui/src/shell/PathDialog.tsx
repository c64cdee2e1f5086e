/** Adds videos by path: a browser has no native dialog that tells where a file is. */
import { useRef, useState, type FormEvent } from 'react';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { t } from './strings';

interface PathDialogProps {
  open: boolean;
  onClose: () => void;
  onAdd: (paths: string[]) => void;
  /** The verb of the button. */
  act?: string;
}

export function PathDialog({ open, onClose, onAdd, act = t.pathAct }: PathDialogProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const [refused, setRefused] = useState(false);
  const paths = text.split('\n').map((line) => line.trim()).filter(Boolean);
  const close = () => {
    setText('');
    setRefused(false);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (paths.length === 0) {
      setRefused(true);
      field.current?.focus();
      return;
    }
    close();
    onAdd(paths);
  };
  const wrong = refused && paths.length === 0;
  return (
    <Dialog open={open} onClose={close} title={t.pathTitle} text={t.pathText}>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="add-paths">{t.pathLabel}</label>
          <textarea
            ref={field} id="add-paths" className={wrong ? 'input area err' : 'input area'} rows={3} spellCheck={false} value={text}
            aria-invalid={wrong} aria-describedby="add-paths-help" onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && submit(event)}
          />
          <span id="add-paths-help" className={wrong ? 'errmsg' : 'help'}>
            {wrong && <Icon name="failed" small />}
            {wrong ? t.pathNone : t.pathHelp}
          </span>
        </div>
        <div className="dialog-foot">
          <Button onClick={close}>{t.pathCancel}</Button>
          <Button look="primary" type="submit">{act}</Button>
        </div>
      </form>
    </Dialog>
  );
}
