/** Every connection since the program started: who listened, and what went out. */
import { useQuery } from '@tanstack/react-query';
import { partQuery, useLedger, type Ledger } from '../api/diagnostics';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { count, moment, sentence, size } from '../components/words';
import { StatusBadge, Waiting } from './Card';
import { findingOf } from './parts';
import { t } from './strings';

function Listeners({ ledger }: { ledger: Ledger }) {
  return (
    <section aria-label={t.net.listeners}>
      <h3 className="sect">{t.net.listeners}</h3>
      <table className="diag-table">
        <thead><tr><th>{t.net.address}</th><th>{t.net.purpose}</th><th>{t.net.open}</th><th className="num">{t.net.connections}</th></tr></thead>
        <tbody>
          {ledger.listeners.map(({ address, purpose, open_since: since, connections }, at) => (
            <tr key={`${address} ${at}`}>
              <td className="mono">{address}</td><td>{sentence(purpose)}</td><td className="muted">{since ? t.net.openSince(moment(since)) : t.net.closed}</td>
              <td className="num">{count(connections)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Outgoing({ ledger }: { ledger: Ledger }) {
  return (
    <section aria-label={t.net.outgoing}>
      <h3 className="sect">{t.net.outgoing}</h3>
      {ledger.outgoing.length === 0 ? <p className="xs muted">{t.net.nothingSent}</p> : (
        <table className="diag-table">
          <thead><tr><th>{t.net.purpose}</th><th>{t.net.host}</th><th className="num">{t.net.requests}</th><th className="num">{t.net.received}</th></tr></thead>
          <tbody>
            {ledger.outgoing.map(({ purpose, host, requests, bytes }) => (
              <tr key={`${purpose} ${host}`}><td>{sentence(purpose)}</td><td className="mono">{host}</td><td className="num">{count(requests)}</td><td className="num">{size(bytes)}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function LedgerCard() {
  const ledger = useLedger();
  const check = useQuery(partQuery('network'));
  const finding = findingOf(check.data, 'network');
  return (
    <article className="card diag-card diag-net" aria-labelledby="diag-net">
      <h2>
        <span className="muted"><Icon name="network" /></span><span className="grow" id="diag-net">{t.net.title}</span>
        {finding && <StatusBadge status={finding.status} />}
      </h2>
      {ledger.isPending && <Waiting words={t.net.reading} />}
      {ledger.isError && (
        <div className="row" role="alert">
          <p className="grow"><span className="strong">{t.net.unreadable}</span> {sentence(ledger.error.message)}</p>
          <Button small onClick={() => void ledger.refetch()}>{t.net.retry}</Button>
        </div>
      )}
      {ledger.data && (
        <>
          <p className="diag-sum">
            <span className="diag-big">{ledger.data.summary}</span>{' '}
            <span className="muted">
              {t.net.since(moment(ledger.data.since))} {ledger.data.listeners.length === 0 && ledger.data.outgoing.length === 0 && t.net.silent}
              {ledger.data.sockets_now !== null && ` ${t.net.sockets(ledger.data.sockets_now)}`}
            </span>
          </p>
          <div className="diag-tables">
            {ledger.data.listeners.length > 0 && <Listeners ledger={ledger.data} />}
            <Outgoing ledger={ledger.data} />
          </div>
        </>
      )}
      <p className="xs muted">{t.net.foot}</p>
    </article>
  );
}
