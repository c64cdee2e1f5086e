/** Above every screen while programs can use the API in a way that somebody has to know about. */
import { Link } from '@tanstack/react-router';
import { useAccess } from '../api/access';
import { Icon } from '../components/Icon';
import { t } from './strings';

export function AccessBanner() {
  const warnings = useAccess().data?.warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <section className="banner warn" aria-label={t.banner}>
      <span className="c-warning"><Icon name="warning" /></span>
      <div className="grow">
        <div className="strong">{t.banner}</div>
        {warnings.map((words) => <div key={words}>{words}</div>)}
      </div>
      <Link className="btn" to="/settings" hash="api">{t.bannerOpen}</Link>
    </section>
  );
}
