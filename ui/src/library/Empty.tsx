/** The library before the first video: one drop target, the demo clip, one sentence on privacy. */
import { inTauri } from '../api/desktop';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { useNewJob } from '../newjob/opening';
import { useAdding } from '../shell/adding';
import { Drawing } from './Drawing';
import { t } from './strings';

export function Empty() {
  const { demo, pending, over } = useAdding();
  const { openAndChoose } = useNewJob();
  return (
    <div className="empty">
      <div>
        <section className={over ? 'drop over' : 'drop'} aria-label={t.add}>
          <Drawing />
          <h2>{inTauri ? t.emptyTitle : t.emptyTitleBrowser}</h2>
          <p>{t.emptyFormats}<br />{t.emptyStay}</p>
          <Button look="primary" icon="file" onClick={openAndChoose}>{inTauri ? t.choose : t.chooseByPath}</Button>
        </section>
        <div className="card demo">
          <Icon name="play" />
          <div className="grow">
            <div className="strong">{t.demoTitle}</div>
            <div className="xs muted">{t.demoText}</div>
          </div>
          <Button onClick={demo} disabled={pending > 0}>{t.demoTitle}</Button>
        </div>
        <p className="priv"><span className="c-success"><Icon name="lock" /></span><span>{t.privacy}</span></p>
      </div>
    </div>
  );
}
