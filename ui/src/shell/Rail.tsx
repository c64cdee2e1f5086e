/** The left rail: the screens, what is being measured, and the number of connections. */
import { Link } from '@tanstack/react-router';
import { useAccess } from '../api/access';
import { useHealth, useJobs, useVideos, type Job } from '../api/client';
import { isFetching, useModels } from '../api/models';
import { Icon, type IconName } from '../components/Icon';
import { Progress } from '../components/Progress';
import { count, percent } from '../components/words';
import { useFailedChecks } from '../diagnostics/parts';
import { t } from './strings';

interface EntryProps {
  to: '/library' | '/queue' | '/models' | '/diagnostics' | '/settings';
  icon: IconName;
  title: string;
  number?: number | undefined;
  /** Something that is wrong there, in words, and how much of it. */
  alert?: { words: string; number: number } | undefined;
}

function Entry({ to, icon, title, number, alert }: EntryProps) {
  return (
    <Link to={to} title={title} activeProps={{ 'aria-current': 'page' }}>
      <Icon name={icon} />
      <span className="word">{title}</span>
      {alert && <span className="alert xs" title={alert.words}><Icon name="failed" small /><span className="sr">{alert.words}</span><span aria-hidden="true">{alert.number}</span></span>}
      {number ? <b className="word">{count(number)}</b> : null}
    </Link>
  );
}

function Measuring({ running }: { running: Job[] }) {
  const done = running.reduce((sum, job) => sum + job.progress, 0) / running.length;
  const times = running.map((job) => job.time_left_seconds);
  const known = times.filter((time) => time !== null);
  const left = known.length === times.length ? t.left(Math.max(...known)) : t.leftUnknown;
  return (
    <div className="mini" title={`${t.measuring(running.length)}, ${percent(done)}`}>
      <div className="xs strong cut word">{t.measuring(running.length)}</div>
      <Progress value={done} label={t.measuring(running.length)} />
      <div className="xs muted word">{left}</div>
    </div>
  );
}

function Downloads() {
  const models = useModels();
  const running = models.data?.models.filter(isFetching).length ?? 0;
  if (running === 0) return null;
  return (
    <div className="connections xs muted" title={t.downloads(running)}>
      <span className="c-accent"><Icon name="download" small /></span>
      <span className="word">{t.downloads(running)}</span>
    </div>
  );
}

function Listening() {
  const access = useAccess();
  if (!access.data?.listening || access.data.opened_by !== 'setting') return null;
  return (
    <div className="connections xs muted" title={t.listening}>
      <span className="c-accent"><Icon name="globe" small /></span>
      <span className="word">{t.listening}</span>
    </div>
  );
}

export function Rail() {
  const videos = useVideos();
  const jobs = useJobs();
  const health = useHealth();
  const failed = useFailedChecks();
  const active = jobs.data?.filter((job) => job.status === 'pending' || job.status === 'running') ?? [];
  const running = active.filter((job) => job.status === 'running');
  const connections = health.data?.connections_since_start;
  const words = health.isError ? t.noAnswer : connections === undefined ? '' : t.connections(connections);
  return (
    <nav className="rail" aria-label={t.main}>
      <div className="brand">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <rect x="1" y="2.5" width="18" height="15" rx="3.5" fill="var(--accent)" />
          <g stroke="var(--text-on-accent)" strokeWidth="1.6" strokeLinecap="round" fill="none">
            <path d="M4.5 6.8h4.5M11.5 6.8h4M4.5 13.2h2.5M9.5 13.2h6" />
            <path d="M4.5 10h8" opacity=".65" />
          </g>
        </svg>
        <span className="word">{t.product}</span>
      </div>
      <div className="nav">
        <Entry to="/library" icon="library" title={t.library} number={videos.data?.length} />
        <Entry to="/queue" icon="queue" title={t.queue} number={active.length} />
        <Entry to="/models" icon="models" title={t.models} />
        <Entry to="/diagnostics" icon="measure" title={t.diagnostics} alert={failed > 0 ? { words: t.failedChecks(failed), number: failed } : undefined} />
        <Entry to="/settings" icon="settings" title={t.settings} />
      </div>
      <div className="foot">
        {running.length > 0 && <Measuring running={running} />}
        <Downloads />
        <Listening />
        <div className="connections xs muted" title={words ? `${words}. ${t.connectionsTitle}` : undefined}>
          <span className={health.isError ? 'c-danger' : 'c-success'}>
            <Icon name={health.isError ? 'failed' : 'lock'} small />
          </span>
          <span className="word">{words}</span>
          {connections !== undefined && <span className="short" aria-hidden="true">{connections}</span>}
        </div>
      </div>
    </nav>
  );
}
