/** Makes a token, and shows it the one time that it can be shown. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { createToken, type Access, type MadeToken, type Scope } from '../api/access';
import { ApiFailure, keys } from '../api/client';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { Example, useCopied } from './Example';
import { t } from './strings';

const SCOPES: Scope[] = ['read', 'submit', 'admin'];
const LONGEST_NAME = 64;
const USUAL_LIFE = 2;

function Shown({ made, access, onDone }: { made: MadeToken; access: Access; onDone: () => void }) {
  const { done, copy } = useCopied();
  const [stored, setStored] = useState(false);
  const [reminded, setReminded] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <div className="card box access-shown">
      <div className="row">
        <span className="strong grow cut" title={made.info.name}>{made.info.name}</span>
        <span className="badge warning"><Icon name="eye" />{t.once}</span>
      </div>
      <p className="xs muted" role="status">{t.onceText}</p>
      <div className="row">
        <span className="input grow">
          <input ref={field} className="mono" readOnly value={made.token} aria-label={t.secretOf(made.info.name)} onFocus={(event) => event.target.select()} />
        </span>
        <Button look="primary" icon="copy" onClick={() => void copy(made.token)}>{done ? t.copied : t.copy}</Button>
      </div>
      <span className={done === false ? 'xs c-danger' : 'sr'} role="status">{done === undefined ? '' : done ? t.copied : t.copyFailed}</span>
      {!access.listening && <Example access={access} />}
      <div className="row">
        <label className="choice grow">
          <input type="checkbox" className="check" checked={stored} onChange={(event) => setStored(event.target.checked)} aria-describedby="access-stored" />
          {t.stored}
        </label>
        <Button aria-disabled={!stored} onClick={() => (stored ? onDone() : setReminded(true))}>{t.done}</Button>
      </div>
      <div id="access-stored" className="errmsg" role="alert">{reminded && !stored && <><Icon name="failed" small />{t.doneFirst}</>}</div>
    </div>
  );
}

export function NewToken({ access }: { access: Access }) {
  const cache = useQueryClient();
  const [made, setMade] = useState<MadeToken>();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('read');
  const [life, setLife] = useState(USUAL_LIFE);
  const [problem, setProblem] = useState('');
  const [working, setWorking] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (working) return;
    if (name.trim() === '') {
      setProblem(t.nameNone);
      field.current?.focus();
      return;
    }
    setWorking(true);
    try {
      setMade(await createToken(name.trim(), scope, t.lives[life]?.days ?? null));
      setName('');
      for (const queryKey of [keys.tokens, keys.access]) void cache.invalidateQueries({ queryKey });
    } catch (failure) {
      const words = failure instanceof ApiFailure ? [failure.message, failure.hint ?? ''] : [String(failure)];
      setProblem(words.filter(Boolean).map(sentence).join(' '));
      field.current?.focus();
    } finally {
      setWorking(false);
    }
  };
  if (made) return <Shown made={made} access={access} onDone={() => setMade(undefined)} />;
  return (
    <form className="access-form" onSubmit={(event) => void submit(event)}>
      <div className="field">
        <label htmlFor="token-name">{t.name}</label>
        <span className={problem ? 'input err' : 'input'}>
          <input
            ref={field} id="token-name" value={name} maxLength={LONGEST_NAME} autoComplete="off" spellCheck={false}
            aria-invalid={problem !== ''} aria-describedby="token-name-help" onChange={(event) => { setName(event.target.value); setProblem(''); }}
          />
        </span>
        <span id="token-name-help" className={problem ? 'errmsg' : 'help'} role={problem ? 'alert' : undefined}>
          {problem && <Icon name="failed" small />}
          <span>{problem || t.nameHelp}</span>
        </span>
      </div>
      <div className="field">
        <label htmlFor="token-life">{t.days}</label>
        <span className="input">
          <select id="token-life" value={life} onChange={(event) => setLife(Number(event.target.value))}>
            {t.lives.map(({ title }, at) => <option key={title} value={at}>{title}</option>)}
          </select>
        </span>
      </div>
      <fieldset className="choices access-scopes">
        <legend className="lab">{t.scope}</legend>
        {SCOPES.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="token-scope" value={one} checked={scope === one} onChange={() => setScope(one)} />
            <span><span className="strong">{t.scopes[one].title}</span> <span className="muted">{t.scopes[one].text}</span></span>
          </label>
        ))}
      </fieldset>
      <div className="access-create"><Button look="primary" icon="plus" type="submit" aria-disabled={working}>{working ? t.creating : t.create}</Button></div>
    </form>
  );
}
