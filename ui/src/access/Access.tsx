/** The settings of the scripting API: its state, a new token, port and pages, and the tokens there are. */
import type { ReactNode } from 'react';
import { useAccess } from '../api/access';
import type { Setting } from '../api/settings';
import { Button } from '../components/Button';
import { sentence } from '../components/words';
import { Example } from './Example';
import { NewToken } from './NewToken';
import { State } from './State';
import { t } from './strings';
import { Tokens } from './Tokens';
import './access.css';

function Part({ name, children }: { name: keyof typeof t.sections; children: ReactNode }) {
  const { title, text } = t.sections[name];
  return (
    <section className="blk" aria-labelledby={`access-${name}`}>
      <div>
        <h2 id={`access-${name}`}>{title}</h2>
        <p className="d">{text}</p>
      </div>
      <div className={`blk-in access-${name}`}>{children}</div>
    </section>
  );
}

/** The card with the state; it stands in the block that the index leads to. */
export function AccessState({ setting }: { setting: Setting }) {
  const access = useAccess();
  if (access.isPending) return <p className="muted" role="status">{t.reading}</p>;
  if (access.isError) {
    return (
      <div className="stack" role="alert">
        <p><span className="strong">{t.failed}</span> {sentence(access.error.message)}</p>
        <Button onClick={() => void access.refetch()}>{t.retry}</Button>
      </div>
    );
  }
  return (
    <>
      <State access={access.data} setting={setting} />
      {access.data.listening && <Example access={access.data} />}
    </>
  );
}

/** What follows it: a new token, the fields, the list. */
export function AccessParts({ fields }: { fields: ReactNode }) {
  const access = useAccess();
  return (
    <>
      {access.data && <Part name="token"><NewToken access={access.data} /></Part>}
      <Part name="place">{fields}</Part>
      <Part name="tokens"><Tokens /></Part>
    </>
  );
}
