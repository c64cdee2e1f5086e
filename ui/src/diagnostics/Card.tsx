/** One check: pass, warn or fail, the measured value, and one thing to do. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Finding, Status } from '../api/diagnostics';
import { Button } from '../components/Button';
import { Icon, type IconName } from '../components/Icon';
import { moment, sentence as plain } from '../components/words';
import { factsOf } from './facts';
import type { Looked } from './parts';
import { t } from './strings';

const LOOK: Record<Status, { colour: string; icon: IconName }> = {
  ok: { colour: 'success', icon: 'done' }, warning: { colour: 'warning', icon: 'warning' }, error: { colour: 'danger', icon: 'failed' },
};
const MOST_FACTS = 80;
/** The program's words, with times as the clock of this computer shows them. */
const sentence = (words: string) => plain(words.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => moment(at)));

export function StatusBadge({ status }: { status: Status }) {
  const { colour, icon } = LOOK[status];
  return <span className={`badge ${colour}`}><Icon name={icon} />{t.status[status]}</span>;
}

/** Lines that say what is being done while nothing can be shown yet. */
export function Waiting({ words }: { words: string }) {
  return (
    <div className="diag-wait" role="status">
      <p className="xs muted">{words}</p>
      <i aria-hidden="true" /><i aria-hidden="true" /><i aria-hidden="true" />
    </div>
  );
}

function Details({ finding, title }: { finding: Finding; title: string }) {
  const facts = factsOf(finding);
  if (facts.length === 0) return null;
  const shown = facts.slice(0, MOST_FACTS);
  return (
    <details className="diag-details">
      <summary className="xs muted" aria-label={t.detailsOf(title)}>{t.details}</summary>
      <dl className="kv" tabIndex={0} aria-label={t.detailsOf(title)}>
        {shown.map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      {facts.length > shown.length && <p className="xs muted">{t.cut(facts.length - shown.length)}</p>}
    </details>
  );
}

function Found({ finding, title }: { finding: Finding; title: string }) {
  const problems = [...finding.errors, ...finding.warnings];
  const rest = problems.slice(1);
  return (
    <>
      <p className="diag-value">{sentence(finding.value).replace(/\.$/, '')}</p>
      {finding.message && <p className={finding.status === 'ok' ? 'xs muted' : 'xs'}>{sentence(finding.message)}</p>}
      {rest.length > 0 && (
        <details className="diag-details">
          <summary className="xs">{t.more(rest.length)}</summary>
          <ul className="diag-rest xs">
            {rest.map(({ message, fix }) => <li key={message}>{sentence(message)} <span className="muted">{sentence(fix)}</span></li>)}
          </ul>
        </details>
      )}
      <Details finding={finding} title={title} />
    </>
  );
}

/** The place in the window where it can be put right. */
function Way({ part }: { part: Looked['part'] }): ReactNode {
  if (part === 'models') return <Link className="btn sm" to="/models">{t.openModels}</Link>;
  if (part === 'storage') return <Link className="btn sm" to="/settings" hash="storage">{t.openStorage}</Link>;
  return null;
}

function Foot({ check, title }: { check: Looked; title: string }) {
  const { query, finding, part, slow } = check;
  const idle = slow && !finding && !query.isError;
  const words = query.isFetching ? t.busy : idle ? t.pipelinesRun : t.again;
  return (
    <div className="diag-fix xs">
      <span className={finding?.fix ? 'grow' : 'grow muted'}>{finding ? (finding.fix ? sentence(finding.fix) : t.nothing) : ''}</span>
      {finding && finding.status !== 'ok' && <Way part={part} />}
      {idle || query.isFetching
        ? <Button small aria-disabled={query.isFetching} onClick={() => query.isFetching || void query.refetch()}>{words}</Button>
        : <Button small look="quiet" icon="again" aria-label={t.againOf(title)} title={t.again} onClick={() => void query.refetch()} />}
    </div>
  );
}

export function Card({ check }: { check: Looked }) {
  const { part, icon, query, finding, slow } = check;
  const { title, doing } = t.parts[part];
  const id = `diag-${part}`;
  return (
    <article className="card diag-card" aria-labelledby={id} aria-busy={query.isFetching}>
      <h2>
        <span className="muted"><Icon name={icon} /></span>
        <span className="grow" id={id}>{title}</span>
        {finding && <StatusBadge status={finding.status} />}
        {!finding && query.isError && <StatusBadge status="error" />}
      </h2>
      {finding ? <Found finding={finding} title={title} /> : query.isFetching ? <Waiting words={doing} /> : query.isError ? (
        <p role="alert" className="diag-error"><span className="strong">{t.noAnswer}</span> {sentence(query.error.message)}</p>
      ) : slow && <p className="xs muted">{t.pipelinesIdle}</p>}
      {finding && query.isFetching && <p className="xs muted" role="status">{doing}</p>}
      <Foot check={check} title={title} />
    </article>
  );
}
