/** The queue as a whole and what can be done with one job of it. */
import { useQuery } from '@tanstack/react-query';
import { client, keys, unwrap, type Job } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Queue = Schemas['Queue'];
export type JobLog = Schemas['JobLog'];
export type LogLine = Schemas['LogLine'];

const of = (id: string) => ({ params: { path: { id } } });

export const getQueue = (): Promise<Queue> => unwrap(client.GET('/api/v1/queue'));
/** Nothing more is started until `resumeQueue`; also after a restart of the program. */
export const pauseQueue = (): Promise<Queue> => unwrap(client.POST('/api/v1/queue/pause'));
export const resumeQueue = (): Promise<Queue> => unwrap(client.POST('/api/v1/queue/resume'));
/** Puts a waiting job before another one, or at the end. */
export const moveJob = (job: string, before: string | null): Promise<Queue> =>
  unwrap(client.POST('/api/v1/queue/move', { body: { job_id: job, before } }));
/** Cancels everything that runs or waits; answers how many jobs that were. */
export const cancelAll = async (): Promise<number> => (await unwrap(client.POST('/api/v1/queue/cancel-all'))).cancelled;

/** Takes up the failed steps of a job again; everything that is done stays. */
export const retryJob = (id: string): Promise<Job> => unwrap(client.POST('/api/v1/jobs/{id}/retry', of(id)));
/** A new job with the same recording, pipelines and settings. */
export const runAgain = (id: string): Promise<Job> => unwrap(client.POST('/api/v1/jobs/{id}/run-again', of(id)));
export const cancelStep = (id: string, pipeline: string): Promise<Job> =>
  unwrap(client.POST('/api/v1/jobs/{id}/steps/{pipeline}/cancel', { params: { path: { id, pipeline } } }));
/** A pinned job is never removed by retention. */
export const pinJob = (id: string, pinned: boolean): Promise<Job> =>
  unwrap(client.PUT('/api/v1/jobs/{id}/pin', { ...of(id), body: { pinned } }));
/** The newest lines of a job's log, oldest first. */
export const getLog = (id: string, lines: number): Promise<JobLog> =>
  unwrap(client.GET('/api/v1/jobs/{id}/log', { params: { path: { id }, query: { lines } } }));

/** The queue, kept live by the event stream. */
export const useQueue = () => useQuery({ queryKey: keys.queue, queryFn: getQueue });
