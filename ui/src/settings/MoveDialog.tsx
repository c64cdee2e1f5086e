/** Asks where the storage folder goes. What the program refuses is said at the field. */
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiFailure, keys } from '../api/client';
import { inTauri, pickFolder } from '../api/desktop';
import { moveStorage } from '../api/settings';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { folderProblem } from './check';
import { t } from './strings';

interface MoveDialogProps {
  open: boolean;
  onClose: () => void;
  /** The folder that is used now. */
  now: string;
}

export function MoveDialog({ open, onClose, now }: MoveDialogProps) {
  const cache = useQueryClient();
  const [to, setTo] = useState('');
  const [touched, setTouched] = useState(false);
  const [refused, setRefused] = useState<{ to: string; why: string }>();
  const [keep, setKeep] = useState(false);
  const [starting, setStarting] = useState(false);
  const wrong = folderProblem(to, now);
  const problem = refused?.to === to ? refused.why : touched ? wrong : null;

  const close = () => {
    setTo('');
    setTouched(false);
    setRefused(undefined);
    setKeep(false);
    onClose();
  };
  const change = (path: string) => {
    setTo(path);
    setTouched(true);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (wrong) {
      document.getElementById('move-to')?.focus();
      return;
    }
    setStarting(true);
    try {
      cache.setQueryData(keys.storage, await moveStorage(to.trim(), keep));
      close();
    } catch (failure) {
      const words = failure instanceof ApiFailure ? [failure.message, failure.hint ?? ''] : [String(failure)];
      setRefused({ to, why: words.filter(Boolean).map(sentence).join(' ') });
    } finally {
      setStarting(false);
    }
  };
  return (
    <Dialog open={open} onClose={close} title={t.storage.askTitle} text={t.storage.askText}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor="move-to">{t.storage.to}</label>
          <div className="row">
            <span className={problem ? 'input grow err' : 'input grow'}>
              <input
                id="move-to" spellCheck={false} autoComplete="off" value={to} aria-invalid={problem !== null} aria-describedby="move-to-help"
                onChange={(event) => change(event.target.value)}
              />
            </span>
            {inTauri && <Button onClick={() => void pickFolder().then((path) => path && change(path))}>{t.storage.pick}</Button>}
          </div>
          <span id="move-to-help" className={problem ? 'errmsg' : 'help'} role={problem ? 'alert' : undefined}>
            {problem && <Icon name="failed" small />}
            {problem ?? t.storage.toHelp}
          </span>
        </div>
        <label className="choice"><input type="checkbox" className="check" checked={keep} onChange={(event) => setKeep(event.target.checked)} />{t.storage.keepOld}</label>
        <div className="dialog-foot">
          <Button onClick={close}>{t.storage.keepHere}</Button>
          <Button look="primary" type="submit" disabled={starting}>{starting ? t.storage.starting : t.storage.act}</Button>
        </div>
      </form>
    </Dialog>
  );
}
