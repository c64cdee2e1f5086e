/** What listened, who connected and what went out since the program started. */
import { useAccess } from '../api/access';
import { useLedger, type Finding } from '../api/diagnostics';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { count, moment, sentence, size } from '../components/words';
import { StatusBadge, Waiting } from './Card';
import { findingOf } from './parts';
import { t } from './strings';

type Counted = keyof typeof t.net.counted;
const COUNTED: Counted[] = ['listeners', 'accepted_connections', 'outgoing_requests'];

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

function Table({ finding }: { finding: Finding }) {
  const address = useAccess().data?.address;
  const now: Partial<Record<Counted, string>> = { listeners: address ? t.net.listeningAt(address) : t.net.silent };
  return (
    <table className="diag-table" aria-label={t.net.title}>
      <thead><tr><th>{t.net.what}</th><th className="num">{t.net.number}</th><th>{t.net.note}</th></tr></thead>
      <tbody>
        {COUNTED.map((key) => {
          const value = finding[key];
          if (typeof value !== 'number') return null;
          return <tr key={key}><td>{t.net.counted[key].title}</td><td className="num">{count(value)}</td><td className="muted">{now[key] ?? t.net.counted[key].text}</td></tr>;
        })}
        {rowsOf(finding.listened).map((row) => (
          <tr key={`${row.address} ${row.opened_at}`}>
            <td>{t.net.address(String(row.address))}</td><td className="num">{count(Number(row.connections))}</td>
            <td className="muted">{t.net.purpose(String(row.purpose), row.closed_at === null ? null : moment(String(row.closed_at)))}</td>
          </tr>
        ))}
        {rowsOf(finding.hosts).map((row) => (
          <tr key={String(row.host)}>
            <td>{String(row.host)}</td><td className="num">{count(Number(row.requests))}</td><td className="muted">{sentence(t.net.came(String(row.purpose), size(Number(row.bytes))))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function LedgerCard() {
  const ledger = useLedger();
  const finding = findingOf(ledger.data, 'network');
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
      {ledger.data && finding && (
        <>
          <p className="diag-sum">
            <span className="diag-big">{finding.value}</span> <span className="muted">{t.net.countedAt(moment(ledger.data.generated_at))}</span>
          </p>
          {finding.fix && <p className="xs">{sentence(finding.message)} {sentence(finding.fix)}</p>}
          <Table finding={finding} />
        </>
      )}
      <p className="xs muted">{t.net.foot}</p>
    </article>
  );
}
