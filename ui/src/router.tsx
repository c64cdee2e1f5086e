/** The addresses of the window. Each screen is one folder; the viewer is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { LibraryPage } from './library/LibraryPage';
import { QueuePage } from './queue/QueuePage';
import { Shell } from './shell/Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: LibraryPage });
const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/library' });
  },
});
const library = createRoute({ getParentRoute: () => root, path: '/library', component: LibraryPage });
const queue = createRoute({ getParentRoute: () => root, path: '/queue', component: QueuePage });
const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  component: lazyRouteComponent(() => import('./models/ModelsPage'), 'ModelsPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage'), 'SettingsPage'),
});
const diagnostics = createRoute({
  getParentRoute: () => root,
  path: '/diagnostics',
  component: lazyRouteComponent(() => import('./diagnostics/DiagnosticsPage'), 'DiagnosticsPage'),
});
const viewer = createRoute({
  getParentRoute: () => root,
  path: '/viewer/$jobId',
  component: lazyRouteComponent(() => import('./viewer/ViewerPage'), 'ViewerPage'),
});

const tree = root.addChildren([start, library, queue, models, diagnostics, settings, viewer]);

export const createWindowRouter = () => createRouter({ routeTree: tree, defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createWindowRouter>;
  }
}
