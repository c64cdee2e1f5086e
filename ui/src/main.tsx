/** Starts the window: the token leaves the address first, then the screens are drawn and follow the program. */
import './styles/tokens.css';
import './styles/app.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiFailure } from './api/client';
import { onOpenJob, openedWith } from './api/desktop';
import { startLive } from './api/live';
import { takeTokenFromAddress } from './api/transport';
import { createWindowRouter } from './router';

takeTokenFromAddress();

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      // The event stream keeps what is read true; nothing goes stale by itself.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, failure) => count < 2 && !(failure instanceof ApiFailure && failure.code !== 'NO_ANSWER'),
    },
    mutations: { networkMode: 'always' },
  },
});
const router = createWindowRouter();
const showJob = (jobId: string) => void router.navigate({ to: '/viewer/$jobId', params: { jobId } });

startLive(cache);
onOpenJob(showJob);
void openedWith().then((jobId) => jobId && showJob(jobId));

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
