/** The tokens: which are in use, when each was last used and ends, and the way to revoke one. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeToken, useTokens, type Token } from '../api/access';
import { keys } from '../api/client';
import { Button } from '../components/Button';
import { Question } from '../components/Dialog';
import { moment, sentence } from '../components/words';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { t } from './strings';
import { day } from './words';

interface TableProps {
  tokens: Token[];
  onRevoke: (token: Token) => void;
}

function Table({ tokens, onRevoke }: TableProps) {
  const { name, prefix, used, ends, act } = t.columns;
  return (
    <table className="access-table">
      <thead>
        <tr><th>{name}</th><th>{prefix}</th><th>{used}</th><th>{ends}</th><th><span className="sr">{act}</span></th></tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td>
              <div className="cut" title={token.name}>{token.name}</div>
              <div className="xs muted cut">{t.scopes[token.scope].title}, {t.created(day(token.created_at))}</div>
            </td>
            <td><span className="mono">{token.prefix}…</span></td>
            <td className="muted">{token.last_used_at ? moment(token.last_used_at) : t.never}</td>
            <td className="muted">{token.expires_at ? day(token.expires_at) : t.never}</td>
            <td>
              {token.state === 'active'
                ? <Button small look="danger" aria-label={t.revokeOf(token.name)} onClick={() => onRevoke(token)}>{t.revoke}</Button>
                : <span className="muted">{t.states[token.state]}{token.revoked_at && ` ${day(token.revoked_at)}`}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Tokens() {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();
  const tokens = useTokens();
  const [asking, setAsking] = useState<Token>();
  if (tokens.isPending) return <p className="muted" role="status">{t.readingTokens}</p>;
  if (tokens.isError) {
    return (
      <div className="stack" role="alert">
        <p><span className="strong">{t.tokensFailed}</span> {sentence(tokens.error.message)}</p>
        <Button onClick={() => void tokens.refetch()}>{t.retry}</Button>
      </div>
    );
  }
  const good = tokens.data.filter((token) => token.state === 'active');
  const old = tokens.data.filter((token) => token.state !== 'active');
  const revoke = (token: Token) =>
    attempt(t.notRevoked(token.name), async () => {
      await revokeToken(token.id);
      say(t.revoked(token.name));
      for (const queryKey of [keys.tokens, keys.access]) void cache.invalidateQueries({ queryKey });
    });
  return (
    <>
      {good.length === 0 ? <p className="muted">{old.length === 0 ? t.none : t.noneInUse}</p> : <Table tokens={good} onRevoke={setAsking} />}
      {old.length > 0 && (
        <details className="access-old">
          <summary className="muted">{t.old(old.length)}</summary>
          <Table tokens={old} onRevoke={setAsking} />
        </details>
      )}
      <Question
        open={asking !== undefined} onClose={() => setAsking(undefined)} title={t.revokeTitle(asking?.name ?? '')}
        text={good.length === 1 ? `${t.revokeText} ${t.revokeLast}` : t.revokeText} keep={t.keep} act={t.revoke} onAct={() => asking && void revoke(asking)}
      />
    </>
  );
}
