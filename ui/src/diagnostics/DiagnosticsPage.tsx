/** How this computer and this installation are: a card for each check, the self-test and the network ledger. */
import { useState } from 'react';
import { getBundle } from '../api/client';
import { useLedger, useSelfTest } from '../api/diagnostics';
import { saveArchive } from '../api/save';
import { Button } from '../components/Button';
import { copyText } from '../components/clipboard';
import { Icon, type IconName } from '../components/Icon';
import { moment, took } from '../components/words';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { Card } from './Card';
import { LedgerCard } from './LedgerCard';
import { inOrder } from './order';
import { findingOf, useChecks, type Looked } from './parts';
import { SelfTestCard } from './SelfTestCard';
import { t } from './strings';
import { textOf } from './text';
import './diagnostics.css';

function Count({ icon, colour, words }: { icon: IconName; colour: string; words: string }) {
  return <span className="row diag-count"><span className={colour}><Icon name={icon} /></span>{words}</span>;
}

function Summary({ checks }: { checks: Looked[] }) {
  const number = (status: string) => checks.filter(({ finding }) => finding?.status === status).length;
  const asked = checks.filter(({ query, slow }) => !slow || query.isFetching || query.data);
  const busy = asked.some(({ query }) => query.isFetching);
  const done = asked.filter(({ query }) => !query.isFetching).length;
  const last = Math.max(0, ...checks.map(({ query }) => query.dataUpdatedAt));
  const longest = Math.max(0, ...checks.map(({ query }) => query.data?.took_ms ?? 0));
  const [passed, warned, failed] = [number('ok'), number('warning'), number('error')];
  return (
    <span className="row muted diag-summary" role="status">
      {passed > 0 && <Count icon="done" colour="c-success" words={t.passed(passed)} />}
      {warned > 0 && <Count icon="warning" colour="c-warning" words={t.warned(warned)} />}
      {failed > 0 && <Count icon="failed" colour="c-danger" words={t.failed(failed)} />}
      <span className="subtle cut">{busy ? t.checking(done, asked.length) : last > 0 && t.checked(moment(new Date(last).toISOString()), took(longest))}</span>
    </span>
  );
}

function Taking({ checks }: { checks: Looked[] }) {
  const say = useToast();
  const { attempt } = useAdding();
  const test = useSelfTest();
  const network = findingOf(useLedger().data, 'network');
  const [bundling, setBundling] = useState(false);
  const told = [...checks.map(({ part, finding }) => ({ title: t.parts[part].title, finding })), { title: t.text.network, finding: network }];
  const text = () => textOf(told, test.data, new Date().toISOString());
  const copy = () =>
    attempt(t.copyFailed, async () => {
      if (!(await copyText(text()))) throw new Error(t.copyFailed);
      say(t.copiedSaid);
    });
  const bundle = async () => {
    setBundling(true);
    await attempt(t.bundleFailed, async () => {
      if (await saveArchive(t.bundleName, await getBundle())) say(t.bundled);
    });
    setBundling(false);
  };
  return (
    <>
      <Button icon="copy" onClick={() => void copy()}>{t.copy}</Button>
      <Button title={t.bundleTitle} aria-disabled={bundling} onClick={() => bundling || void bundle()}>{bundling ? t.bundling : t.bundle}</Button>
    </>
  );
}

export function DiagnosticsPage() {
  const checks = useChecks();
  const busy = checks.some(({ query }) => query.isFetching);
  const again = () => {
    for (const { query, slow } of checks) if (!slow || query.data) void query.refetch();
  };
  return (
    <>
      <header className="bar">
        <h1>{t.title}</h1>
        <Summary checks={checks} />
        <span className="grow" />
        <Button look="quiet" icon="again" aria-disabled={busy} onClick={() => busy || again()}>{busy ? t.busy : t.again}</Button>
        <Taking checks={checks} />
      </header>
      <div className="diag">
        {inOrder(checks).map((check) => <Card key={check.part} check={check} />)}
        <SelfTestCard />
        <LedgerCard />
      </div>
    </>
  );
}
