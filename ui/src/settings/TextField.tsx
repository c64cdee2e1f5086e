/** One setting that is a text: saved when it is left or by Enter, set back by Escape; the program says what is wrong with it. */
import { useState, type KeyboardEvent } from 'react';
import type { Setting } from '../api/settings';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { useSaving } from './saving';
import { t } from './strings';

export function TextField({ setting }: { setting: Setting }) {
  const save = useSaving();
  // What is typed, until it is saved or given up.
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState<{ text: string; why: string }>();
  const id = `setting-${setting.key}`;
  const fixed = setting.source === 'environment';
  const text = draft ?? String(setting.value);
  const problem = refused?.text === text ? refused.why : undefined;
  const changed = setting.value !== setting.default && !fixed;

  const commit = async () => {
    if (draft === undefined) return;
    const why = draft === setting.value ? undefined : await save(setting, draft);
    if (why === undefined) setDraft((now) => (now === draft ? undefined : now));
    else setRefused({ text: draft, why });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void commit();
    else if (event.key === 'Escape' && draft !== undefined) setDraft(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div className="field setting">
      <div className="setting-head">
        <label htmlFor={id} className="strong">{setting.title}</label>
        {changed && (
          <Button
            small look="quiet" icon="again" aria-label={`${t.toDefault}: ${setting.title}`}
            onClick={() => { setDraft(undefined); void save(setting, null); }}
          >
            {t.toDefault}
          </Button>
        )}
      </div>
      <span className={`input${problem ? ' err' : changed ? ' changed' : ''}${fixed ? ' fixed' : ''}`}>
        {fixed && <span className="subtle"><Icon name="lock" small /></span>}
        <input
          id={id} autoComplete="off" spellCheck={false} value={text} disabled={fixed}
          aria-invalid={problem !== undefined} aria-describedby={`${id}-help`}
          onChange={(event) => setDraft(event.target.value)} onBlur={() => void commit()} onKeyDown={onKeyDown}
        />
      </span>
      <div id={`${id}-help`}>
        {problem && <div className="errmsg" role="alert"><Icon name="failed" small />{problem}</div>}
        {fixed && <div className="help">{t.fixed(setting.variable ?? '')}</div>}
        <div className="help">{setting.help}</div>
      </div>
    </div>
  );
}
