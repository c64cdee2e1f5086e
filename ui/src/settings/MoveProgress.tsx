/** A move of the storage folder: how far, how long still, and how it ended. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keys } from '../api/client';
import { cancelMove, type StorageMove } from '../api/settings';
import { Button } from '../components/Button';
import { Icon, type IconName } from '../components/Icon';
import { Progress } from '../components/Progress';
import { sentence, size, span } from '../components/words';
import { useAdding } from '../shell/adding';
import { t } from './strings';

/** Seconds to go at the pace since the state was first seen, or null while that says nothing. */
function useTimeLeft({ state, bytes_done: done, bytes_total: total }: StorageMove): number | null {
  const [first, setFirst] = useState({ state, done, at: Date.now() });
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (first.state !== state) {
      setFirst({ state, done, at: Date.now() });
      setLeft(null);
      return;
    }
    const seconds = (Date.now() - first.at) / 1000;
    if (seconds > 2 && done > first.done) setLeft(((total - done) * seconds) / (done - first.done));
  }, [first, state, done, total]);
  return left;
}

const END: Record<'done' | 'failed' | 'cancelled', { icon: IconName; className: string }> = {
  done: { icon: 'done', className: 'c-success' },
  failed: { icon: 'failed', className: 'c-danger' },
  cancelled: { icon: 'cancelled', className: 'muted' },
};

function Ended({ move, state }: { move: StorageMove; state: keyof typeof END }) {
  const words = { done: t.storage.done(move.to), failed: t.storage.moveFailed, cancelled: t.storage.cancelled }[state];
  const why = move.error ? [move.error.message, move.error.hint ?? ''].filter(Boolean).map(sentence).join(' ') : '';
  return (
    <div className="box-more row" role={state === 'failed' ? 'alert' : 'status'}>
      <span className={END[state].className}><Icon name={END[state].icon} /></span>
      <div className="grow path">{words} {why && <span className="muted">{why}</span>}</div>
    </div>
  );
}

export function MoveProgress({ move }: { move: StorageMove }) {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  const left = useTimeLeft(move);
  const cancel = useMutation({
    mutationFn: () => attempt(t.storage.cancelFailed, async () => cache.setQueryData(keys.storage, await cancelMove())),
  });
  const { state } = move;
  if (state === 'done' || state === 'failed' || state === 'cancelled') return <Ended move={move} state={state} />;
  const done = move.bytes_total > 0 ? (move.bytes_done / move.bytes_total) * 100 : 0;
  return (
    <div className="box-more">
      <div className="row">
        <span className="grow cut" title={move.to}>{t.storage.movingTo(move.to)}</span>
        <span className="muted">{t.storage.amount(size(move.bytes_done), size(move.bytes_total), left === null ? null : span(left))}</span>
      </div>
      <Progress value={done} label={t.storage.movingTo(move.to)} />
      <div className="row xs muted">
        <span className="grow">{t.storage.states[state]}, {t.storage.files(move.files_done, move.files_total)}. {t.storage.goOn}</span>
        <Button small disabled={cancel.isPending || state === 'switching'} aria-label={t.storage.cancelMoveOf} onClick={() => cancel.mutate()}>
          {cancel.isPending ? t.storage.cancelling : t.storage.cancelMove}
        </Button>
      </div>
    </div>
  );
}
