/**
 * Keeps the query cache true: every event of the program is patched into the lists and the jobs that show it.
 * A query that is being read while the state of a job changes is read again, because its answer may be older.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { keys, type Job, type StreamEvent, type Video } from './client';
import type { SelfTest } from './diagnostics';
import { applyModel } from './models';
import type { Queue } from './queue';
import { events } from './events';
import { baseUrl, doorFetch } from './transport';

type Progress = Extract<StreamEvent, { type: 'job.progress' }>;

const isNewer = (a: Job, b: Job) => a.created_at > b.created_at;

/** The list with the job in it: in its place, or in front when it is new. */
export function withJob(jobs: Job[], job: Job): Job[] {
  const known = jobs.some((other) => other.id === job.id);
  return known ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...jobs];
}

/** The library with the job at its video, unless a newer job of the video stands there. */
export function withVideoJob(videos: Video[], job: Job): Video[] {
  return videos.map((video) => {
    if (video.id !== job.video_id) return video;
    if (video.job?.id === job.id) return { ...video, job };
    if (video.job && !isNewer(job, video.job)) return video;
    return { ...video, job, jobs: video.jobs + 1 };
  });
}

/** The job with the numbers of a progress event. */
export function withProgress(job: Job, event: Progress): Job {
  const { progress, time_left_seconds, memory_bytes, pipelines } = event;
  return { ...job, progress, time_left_seconds, memory_bytes, pipelines };
}

/** A job that left the queue lets all that waited behind it move up by one. */
export function movedUp(job: Job, left: number | null): Job {
  return left !== null && job.queue_position !== null && job.queue_position > left
    ? { ...job, queue_position: job.queue_position - 1 }
    : job;
}

/** The jobs in the order that the queue says, with the time at which each will probably start. */
export function withQueue(jobs: Job[], queue: Queue): Job[] {
  const places = new Map(queue.waiting.map((waiting) => [waiting.job_id, waiting]));
  return jobs.map((job) => {
    const place = places.get(job.id);
    if (!place || (job.queue_position === place.position && job.estimated_start === place.estimated_start)) return job;
    return { ...job, queue_position: place.position, estimated_start: place.estimated_start };
  });
}

/** Puts the queue as the program says it is where it is shown. */
export function applyQueue(cache: QueryClient, queue: Queue): void {
  cache.setQueryData<Queue>(keys.queue, queue);
  patch<Job[]>(cache, keys.jobs, (jobs) => withQueue(jobs, queue));
}

function patch<T>(cache: QueryClient, key: QueryKey, change: (old: T) => T): void {
  cache.setQueryData<T>(key, (old) => (old === undefined ? undefined : change(old)));
}

/** Reads again after the answer that is on its way, if there is one. */
function readAgainIfRacing(cache: QueryClient, key: QueryKey): void {
  const query = cache.getQueryCache().find({ queryKey: key, exact: true });
  if (query?.state.fetchStatus !== 'fetching') return;
  const again = () => void cache.invalidateQueries({ queryKey: key });
  query.promise?.then(again, again);
}

/** Brings the cache to the state after the event. */
export function applyEvent(cache: QueryClient, event: StreamEvent): void {
  switch (event.type) {
    case 'job.update': {
      const { job } = event;
      for (const key of [keys.job(job.id), keys.jobs, keys.videos]) readAgainIfRacing(cache, key);
      const before = cache.getQueryData<Job[]>(keys.jobs)?.find((other) => other.id === job.id);
      const left = job.queue_position === null ? (before?.queue_position ?? null) : null;
      patch<Job>(cache, keys.job(job.id), () => job);
      patch<Job[]>(cache, keys.jobs, (jobs) => withJob(jobs, job).map((other) => movedUp(other, left)));
      patch<Video[]>(cache, keys.videos, (videos) =>
        withVideoJob(videos, job).map((video) => (video.job ? { ...video, job: movedUp(video.job, left) } : video)));
      const videos = cache.getQueryData<Video[]>(keys.videos);
      if (videos && !videos.some((video) => video.id === job.video_id)) void cache.invalidateQueries({ queryKey: keys.videos });
      return;
    }
    case 'job.progress': {
      const same = (job: Job) => (job.id === event.job_id ? withProgress(job, event) : job);
      patch<Job>(cache, keys.job(event.job_id), same);
      patch<Job[]>(cache, keys.jobs, (jobs) => jobs.map(same));
      patch<Video[]>(cache, keys.videos, (videos) =>
        videos.map((video) => (video.job?.id === event.job_id ? { ...video, job: same(video.job) } : video)));
      return;
    }
    case 'job.removed':
      patch<Job[]>(cache, keys.jobs, (jobs) => jobs.filter((job) => job.id !== event.job_id));
      cache.removeQueries({ queryKey: keys.job(event.job_id) });
      void cache.invalidateQueries({ queryKey: keys.videos });
      return;
    case 'queue.update':
      readAgainIfRacing(cache, keys.jobs);
      applyQueue(cache, event.queue);
      return;
    case 'model.update':
      readAgainIfRacing(cache, keys.models);
      applyModel(cache, event.model);
      return;
    case 'settings.update':
      void cache.invalidateQueries({ queryKey: keys.settings });
      void cache.invalidateQueries({ queryKey: keys.access });
      return;
    case 'tokens.update':
      void cache.invalidateQueries({ queryKey: keys.tokens });
      void cache.invalidateQueries({ queryKey: keys.access });
      return;
    case 'access.update':
      void cache.invalidateQueries({ queryKey: keys.access });
      return;
    case 'self_test':
      readAgainIfRacing(cache, keys.selfTest);
      cache.setQueryData<SelfTest>(keys.selfTest, event);
      return;
    case 'reset':
      void cache.invalidateQueries();
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Reads again what was read, or is being read, before the stream stood. */
export function readAgain(cache: QueryClient): void {
  for (const query of cache.getQueryCache().getAll()) {
    if (query.state.fetchStatus === 'fetching') readAgainIfRacing(cache, query.queryKey);
    else void cache.invalidateQueries({ queryKey: query.queryKey });
  }
}

/** Follows the program until the returned function is called. */
export function startLive(cache: QueryClient): () => void {
  const stop = new AbortController();
  const url = `${baseUrl}/api/v1/events/stream`;
  const follow = async () => {
    for await (const event of events({ fetch: doorFetch, url, signal: stop.signal, pause, opened: () => readAgain(cache) })) applyEvent(cache, event);
  };
  void follow();
  return () => stop.abort();
}
