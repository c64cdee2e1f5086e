/** What did not work, above the content, until it is dismissed. */
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { useAdding } from './adding';
import { t } from './strings';
import { Told } from './Told';

export function Notices() {
  const { failures, pending, dismiss } = useAdding();
  return (
    <>
      <div className="adding xs muted" role="status">{pending > 0 && t.adding(pending)}</div>
      <Told />
      {failures.length > 0 && (
        <section className="notices" aria-label={t.failures} role="alert">
          <ul>
            {failures.map((failure) => (
              <li key={failure.id}>
                <span className="c-danger"><Icon name="failed" /></span>
                <div className="grow">
                  <div><span className="strong">{failure.title}</span> {failure.message}</div>
                  {failure.hint && <div className="xs muted">{failure.hint}</div>}
                </div>
                <Button look="quiet" small onClick={() => dismiss(failure.id)}>{t.dismiss}</Button>
              </li>
            ))}
          </ul>
          {failures.length > 1 && <Button small onClick={() => dismiss()}>{t.dismissAll}</Button>}
        </section>
      )}
    </>
  );
}
