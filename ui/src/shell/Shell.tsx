/** What stands around every screen: rail, skip link, keys, failures, and the veil while files are dragged. */
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { AccessBanner } from '../access/Banner';
import { Icon } from '../components/Icon';
import { NewJobHere, NewJobProvider, useNewJob } from '../newjob/opening';
import { AddingProvider, useAdding } from './adding';
import { Notices } from './Notices';
import { Rail } from './Rail';
import { t } from './strings';
import { ToastProvider } from './toasts';
import './shell.css';

function Frame() {
  const navigate = useNavigate();
  const { over, choose } = useAdding();
  const newJob = useNewJob();
  const inViewer = useRouterState({ select: (state) => state.location.pathname.startsWith('/viewer') });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (newJob.isOpen) {
        if (event.key !== 'o') return;
        newJob.openAndChoose();
      } else if (event.key === '1') void navigate({ to: '/library' });
      else if (event.key === '2') void navigate({ to: '/queue' });
      else if (event.key === '3') void navigate({ to: '/models' });
      else if (event.key === '4') void navigate({ to: '/diagnostics' });
      else if (event.key === '5') void navigate({ to: '/settings' });
      else if (event.key === 'o') choose();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  return (
    <div className={inViewer ? 'app narrow' : 'app'}>
      <a className="skip btn" href="#content">{t.skip}</a>
      <Rail />
      <main className="main" id="content" tabIndex={-1}>
        <AccessBanner />
        <Notices />
        <Outlet />
        <NewJobHere />
        {over && (
          <div className="veil"><Icon name="plus" />{t.dropNow}</div>
        )}
      </main>
    </div>
  );
}

export function Shell() {
  return (
    <NewJobProvider>
      <AddingProvider>
        <ToastProvider>
          <Frame />
        </ToastProvider>
      </AddingProvider>
    </NewJobProvider>
  );
}
