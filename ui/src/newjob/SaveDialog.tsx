/** Keeps what is chosen as one of the lab's own presets. */
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { presetsKey, savePreset, type Preset, type Wish } from '../api/presets';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { presetName } from './preset-name';
import { t } from './strings';

interface SaveDialogProps {
  wish: Wish;
  presets: Preset[];
  onClose: () => void;
  onSaved: (title: string) => void;
}

export function SaveDialog({ wish, presets, onClose, onSaved }: SaveDialogProps) {
  const cache = useQueryClient();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const title = text.trim();
  const name = presetName(title);
  const there = presets.find((preset) => preset.name === name || preset.title.toLowerCase() === title.toLowerCase());
  const error = there?.built_in ? t.saveBuiltIn(there.title) : problem;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (there?.built_in) return;
    if (title === '') {
      setProblem(t.saveNone);
      return;
    }
    try {
      await savePreset(there?.name ?? name, title, wish);
      await cache.invalidateQueries({ queryKey: presetsKey });
      onSaved(title);
    } catch (failure) {
      setProblem(`${t.saveFailed} ${sentence(failure instanceof Error ? failure.message : String(failure))}`);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t.saveTitle} text={t.saveText}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor="preset-name">{t.saveLabel}</label>
          <input
            id="preset-name" className={error ? 'input err' : 'input'} value={text} maxLength={80} autoComplete="off" spellCheck={false}
            aria-invalid={error !== ''} aria-describedby="preset-name-help" onChange={(event) => { setText(event.target.value); setProblem(''); }}
          />
          <span id="preset-name-help" className={error ? 'errmsg' : 'help'} aria-live="polite">
            {error && <Icon name="failed" small />}
            <span>{error || (there ? t.saveOver(there.title) : t.saveHelp)}</span>
          </span>
        </div>
        <div className="dialog-foot">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit">{there && !there.built_in ? t.replace : t.save}</Button>
        </div>
      </form>
    </Dialog>
  );
}
