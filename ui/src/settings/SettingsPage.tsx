/** The settings of the program, a block for each group; everything is saved as soon as it is set. */
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, type MouseEvent, type ReactNode } from 'react';
import { AccessParts, AccessState } from '../access/Access';
import { useSettings, type Setting } from '../api/settings';
import { Button } from '../components/Button';
import { sentence } from '../components/words';
import { ChoiceField } from './ChoiceField';
import { NumberField } from './NumberField';
import { Retention } from './Retention';
import { Storage } from './Storage';
import { t } from './strings';
import { TextField } from './TextField';
import './settings.css';

type Name = keyof typeof t.sections;
const NAMES: Name[] = ['storage', 'retention', 'performance', 'retry', 'api', 'diagnostics'];

function Block({ name, children }: { name: Name; children: ReactNode }) {
  const { title, text } = t.sections[name];
  return (
    <section className="blk" aria-labelledby={name}>
      <div>
        <h2 id={name} tabIndex={-1}>{title}</h2>
        <p className="d">{text}</p>
      </div>
      <div className="blk-in">{children}</div>
    </section>
  );
}

const FIELDS = { switch: ChoiceField, choice: ChoiceField, integer: NumberField, number: NumberField, text: TextField };

function Fields({ settings, group }: { settings: Setting[]; group: Setting['group'] }) {
  return (
    <div className="fields">
      {settings.filter((setting) => setting.group === group).map((setting) => {
        const Field = FIELDS[setting.type];
        return <Field key={setting.key} setting={setting} />;
      })}
    </div>
  );
}

function Blocks({ settings }: { settings: Setting[] }) {
  const retention = settings.find((setting) => setting.key === 'retention_days');
  const api = settings.find((setting) => setting.key === 'api_enabled');
  return (
    <>
      <Block name="storage"><Storage /><Fields settings={settings} group="storage" /></Block>
      {retention && <Block name="retention"><Retention setting={retention} /></Block>}
      <Block name="performance"><Fields settings={settings} group="performance" /></Block>
      <Block name="retry"><Fields settings={settings} group="retry" /></Block>
      {api && <Block name="api"><AccessState setting={api} /></Block>}
      {api && <AccessParts fields={<Fields settings={settings.filter(({ key }) => key !== api.key)} group="api" />} />}
      <Block name="diagnostics"><Fields settings={settings} group="diagnostics" /></Block>
    </>
  );
}

export function SettingsPage() {
  const settings = useSettings();
  const { hash, key } = useRouterState({ select: ({ location }) => ({ hash: location.hash, key: location.state.__TSR_key }) });
  const navigate = useNavigate();
  const go = (event: MouseEvent, name: Name) => {
    event.preventDefault();
    void navigate({ to: '/settings', hash: name, hashScrollIntoView: false });
  };
  const there = NAMES.find((name) => name === hash);
  const ready = settings.isSuccess;
  useEffect(() => {
    if (!there || !ready) return;
    const heading = document.getElementById(there);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }, [there, ready, key]);
  return (
    <>
      <header className="bar"><h1>{t.title}</h1></header>
      <div className="set">
        <nav className="set-index" aria-label={t.index}>
          {NAMES.map((name) => (
            <a key={name} href={`/settings#${name}`} aria-current={name === (there ?? 'storage') ? 'true' : undefined} onClick={(event) => go(event, name)}>
              {t.sections[name].title}
            </a>
          ))}
        </nav>
        <div className="set-page">
          {settings.isPending && <p className="muted" role="status">{t.reading}</p>}
          {settings.isError && (
            <div className="stack" role="alert">
              <p><span className="strong">{t.readFailed}</span> {sentence(settings.error.message)}</p>
              <Button onClick={() => void settings.refetch()}>{t.retryRead}</Button>
            </div>
          )}
          {settings.data && <Blocks settings={settings.data} />}
        </div>
      </div>
    </>
  );
}
