/** Where everything is kept, how much room there is, and the way to another place. */
import { useState } from 'react';
import { inTauri, revealPath } from '../api/desktop';
import { isMoving, useStorage, type StorageInfo } from '../api/settings';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { sentence, size } from '../components/words';
import { useAdding } from '../shell/adding';
import { MoveDialog } from './MoveDialog';
import { MoveProgress } from './MoveProgress';
import { t } from './strings';

const share = (bytes: number, total: number) => `${total > 0 ? (bytes / total) * 100 : 0}%`;

function Room({ storage }: { storage: StorageInfo }) {
  const { used_bytes: used, free_bytes: free, total_bytes: total } = storage;
  const others = Math.max(0, total - free - used);
  return (
    <>
      <div className="room" role="img" aria-label={t.storage.bar(size(used), size(others), size(free))}>
        <i className="ours" style={{ width: share(used, total) }} />
        <i className="others" style={{ width: share(others, total) }} />
      </div>
      <div className="row xs muted room-words">
        <span className="row"><i className="swatch ours" />{t.storage.ours(size(used))}</span>
        <span className="row"><i className="swatch others" />{t.storage.others(size(others))}</span>
        <span className="grow" />
        <span>{t.storage.free(size(free), size(total))}</span>
      </div>
    </>
  );
}

export function Storage() {
  const storage = useStorage();
  const { attempt } = useAdding();
  const [asking, setAsking] = useState(false);
  if (storage.isPending) return <p className="muted" role="status">{t.storage.reading}</p>;
  if (storage.isError) {
    return (
      <div className="stack" role="alert">
        <p><span className="strong">{t.storage.failed}</span> {sentence(storage.error.message)}</p>
        <Button onClick={() => void storage.refetch()}>{t.retryRead}</Button>
      </div>
    );
  }
  const { path, source } = storage.data;
  const fixed = source === 'environment';
  const moving = isMoving(storage.data);
  return (
    <>
      <div className="card">
        <div className="row box">
          <span className="muted"><Icon name={fixed ? 'lock' : 'folder'} /></span>
          <span className="grow path" title={path}>{path}</span>
          {inTauri && <Button small look="quiet" onClick={() => void attempt(t.storage.revealFailed, () => revealPath(path))}>{t.storage.reveal}</Button>}
          <Button small disabled={fixed || moving} onClick={() => setAsking(true)}>{moving ? t.storage.moving : t.storage.move}</Button>
        </div>
        {fixed && <p className="box-more xs muted">{t.storage.fixed}</p>}
        {storage.data.move && <MoveProgress move={storage.data.move} />}
      </div>
      <Room storage={storage.data} />
      <MoveDialog open={asking} onClose={() => setAsking(false)} now={path} />
    </>
  );
}
