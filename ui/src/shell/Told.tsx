/** What the program has to tell, above the content, until it is dismissed: a restored catalogue, jobs taken back. */
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/client';
import { dismissNotice, useNotices, type Notice } from '../api/notices';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { moment, sentence } from '../components/words';
import { useAdding } from './adding';
import { t } from './strings';

export function Told() {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  const notices = useNotices().data ?? [];
  if (notices.length === 0) return null;
  const dismiss = (id: number) =>
    attempt(t.notDone, async () => {
      await dismissNotice(id);
      cache.setQueryData<Notice[]>(keys.notices, (list) => list?.filter((notice) => notice.id !== id));
    });
  return (
    <section className="notices told" aria-label={t.told} role="alert">
      <ul>
        {notices.map((notice) => (
          <li key={notice.id}>
            <span className="c-warning"><Icon name="warning" /></span>
            <div className="grow">
              <div><span className="strong">{sentence(notice.message)}</span> <span className="xs muted">{moment(notice.at)}</span></div>
              {notice.hint && <div className="xs muted">{sentence(notice.hint)}</div>}
            </div>
            <Button look="quiet" small onClick={() => void dismiss(notice.id)}>{t.dismiss}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
