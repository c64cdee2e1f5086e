/**
 * Typed calls to the program. Every failure is an `ApiFailure` with the program's own words; the screens
 * never see a status code. Types come from the generated schema and are re-exported here under short names.
 */
import { useQuery } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { t } from './strings';
import { baseUrl, doorFetch, inTauri } from './transport';

type Schemas = components['schemas'];
export type Job = Schemas['Job'];
export type Step = Schemas['Step'];
export type Video = Schemas['Video'];
export type Track = Omit<Schemas['Track'], 'kind'> & { kind: 'segments' | 'curve' | 'objects'; objects?: TrackedObject[] | null };
export type TrackList = Omit<Schemas['TrackList'], 'tracks'> & { tracks: Track[] };
/** One object of a track of objects. Times on the container's clock. */
export interface TrackedObject {
  object: number;
  first_ms: number;
  last_ms: number;
  items: number;
}
export type Health = Schemas['Health'];
export type PipelineInfo = Schemas['PipelineInfo'];
export type Issue = Schemas['IssueBody'];
export type FailureBody = Schemas['FailureBody'];
export type StreamEvent = Schemas['StreamEvent'];

export const client = createClient<paths>({ baseUrl, fetch: (request) => doorFetch(request) });

/** What the program said when it could not do what was asked. */
export class ApiFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string | null,
    /** More, depending on the code; see `issuesOf`. */
    readonly detail: unknown = null,
  ) {
    super(message);
    this.name = 'ApiFailure';
  }
}

function isErrorBody(value: unknown): value is Schemas['ErrorBody'] {
  return (
    typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'object' &&
    value.error !== null && 'code' in value.error && 'message' in value.error
  );
}

/** The failure that an unsuccessful answer stands for. */
export function failureOf(body: unknown, status: number): ApiFailure {
  if (isErrorBody(body)) return new ApiFailure(body.error.code, body.error.message, body.error.hint, body.error.detail);
  return new ApiFailure('UNEXPECTED_ANSWER', t.unexpected(status), null);
}

function isIssue(value: unknown): value is Issue {
  return typeof value === 'object' && value !== null && 'field' in value && 'message' in value && 'code' in value;
}

/** What is wrong with which field, when the program refused values. */
export function issuesOf(failure: unknown): Issue[] {
  const detail = failure instanceof ApiFailure ? failure.detail : null;
  if (typeof detail !== 'object' || detail === null || !('errors' in detail) || !Array.isArray(detail.errors)) return [];
  return detail.errors.filter(isIssue);
}

/** Keys of the query cache. */
export const keys = {
  health: ['health'] as const,
  pipelines: ['pipelines'] as const,
  videos: ['videos'] as const,
  jobs: ['jobs'] as const,
  job: (id: string) => ['job', id] as const,
  thumbnail: (id: string) => ['thumbnail', id] as const,
  models: ['models'] as const,
  notices: ['notices'] as const,
  queue: ['queue'] as const,
  tokens: ['tokens'] as const,
  access: ['access'] as const,
  settings: ['settings'] as const,
  storage: ['storage'] as const,
  retention: (days: number) => ['retention', days] as const,
  log: (id: string) => ['log', id] as const,
  diagnostics: (part: string) => ['diagnostics', part] as const,
  selfTest: ['self-test'] as const,
};

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; everything else is an `ApiFailure`. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new ApiFailure('NO_ANSWER', t.noAnswer, t.noAnswerHint);
  }
  if (!answer.response.ok || answer.data === undefined) throw failureOf(answer.error, answer.response.status);
  return answer.data;
}

/** The answer of an address whose body is read by the caller. */
async function getBytes(path: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await doorFetch(baseUrl + path, init);
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new ApiFailure('NO_ANSWER', t.noAnswer, t.noAnswerHint);
  }
  if (answer.ok) return answer;
  const text = await answer.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = text;
  }
  throw failureOf(body, answer.status);
}

const jobPath = (id: string) => `/api/v1/jobs/${encodeURIComponent(id)}`;

export const getHealth = () => unwrap(client.GET('/api/v1/system/health'));
export const listPipelines = async () => (await unwrap(client.GET('/api/v1/pipelines'))).pipelines;
export const listVideos = async () => (await unwrap(client.GET('/api/v1/videos'))).videos;

export const getJob = (id: string): Promise<Job> => unwrap(client.GET('/api/v1/jobs/{id}', { params: { path: { id } } }));
export const listTracks = (id: string): Promise<TrackList> =>
  unwrap(client.GET('/api/v1/jobs/{id}/tracks', { params: { path: { id } } }));
export const cancelJob = (id: string): Promise<Job> =>
  unwrap(client.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } } }));

/** Queues the pipelines that are on by default; the file stays where it is. */
export const measure = (path: string, selected?: string[] | null): Promise<Job> =>
  unwrap(client.POST('/api/v1/jobs', { body: { path, ...(selected ? { selected_pipelines: selected } : {}) } }));
export const tryDemo = (): Promise<Job> => unwrap(client.POST('/api/v1/demo'));

export interface AnnotationQuery {
  track: string;
  t0?: number;
  t1?: number;
  maxItems?: number;
  /** One object of a track of objects. */
  object?: number;
  /** These channels only. */
  channels?: readonly string[];
  /** Further fields of segments. */
  data?: boolean;
}

/** The columns of a track within `[t0, t1]` milliseconds, see `columns.ts`. */
export async function getAnnotationBytes(id: string, query: AnnotationQuery, signal?: AbortSignal): Promise<ArrayBuffer> {
  const search = new URLSearchParams({ track: query.track });
  if (query.t0 !== undefined) search.set('t0', String(Math.round(query.t0)));
  if (query.t1 !== undefined) search.set('t1', String(Math.round(query.t1)));
  if (query.maxItems !== undefined) search.set('max_items', String(Math.round(query.maxItems)));
  if (query.object !== undefined) search.set('object', String(query.object));
  if (query.channels !== undefined) search.set('channels', query.channels.join(','));
  if (query.data) search.set('data', 'true');
  return (await getBytes(`${jobPath(id)}/annotations?${search}`, signal ? { signal } : undefined)).arrayBuffer();
}

/** Display time of every frame in seconds on the player's clock, ascending. */
export async function getFrames(id: string): Promise<Float64Array> {
  return new Float64Array(await (await getBytes(`${jobPath(id)}/frames`)).arrayBuffer());
}

/** Where a `<video>` can play the recording of a job from. */
export async function openMedia(id: string): Promise<string> {
  const { url } = await unwrap(client.POST('/api/v1/jobs/{id}/media', { params: { path: { id } } }));
  return inTauri ? url : new URL(url, baseUrl).href;
}

/** A picture of the recording, as a JPEG. */
export async function thumbnail(id: string, atMs?: number): Promise<Blob> {
  const search = atMs === undefined ? '' : `?at_ms=${Math.round(atMs)}`;
  return (await getBytes(`${jobPath(id)}/thumbnail${search}`)).blob();
}

/** Diagnostics and logs without names, as a ZIP archive. */
export const getBundle = async () => (await getBytes('/api/v1/diagnostics/bundle')).arrayBuffer();

/** A job, kept live by the event stream. */
export const useJob = (id: string) => useQuery({ queryKey: keys.job(id), queryFn: () => getJob(id) });
/** The library, newest first, kept live by the event stream. */
export const useVideos = () => useQuery({ queryKey: keys.videos, queryFn: listVideos });
export const usePipelines = () => useQuery({ queryKey: keys.pipelines, queryFn: listPipelines, staleTime: Infinity });
export const useHealth = () => useQuery({ queryKey: keys.health, queryFn: getHealth, refetchInterval: 10_000 });

/** How many jobs are read of each kind at most; the program pages them by a thousand. */
const PAGE = 1000;
const READ: [status: Job['status'], most: number][] = [
  ['running', Infinity], ['pending', Infinity], ['failed', PAGE], ['completed', 300], ['cancelled', 300],
];

/** Every job that waits or runs, and the newest of the others; newest first. */
export async function listJobs(): Promise<Job[]> {
  const read = async (status: Job['status'], most: number): Promise<Job[]> => {
    const jobs: Job[] = [];
    for (let page = 1; ; page++) {
      const query = { page, per_page: Math.min(most, PAGE), status_filter: status };
      const list = await unwrap(client.GET('/api/v1/jobs', { params: { query } }));
      jobs.push(...list.jobs);
      if (list.jobs.length === 0 || jobs.length >= Math.min(most, list.total)) return jobs;
    }
  };
  const parts = await Promise.all(READ.map(([status, most]) => read(status, most)));
  // A job that changes its state in between may be in two answers: the later answer knows more.
  const byId = new Map(parts.flat().map((job) => [job.id, job]));
  return [...byId.values()].sort((a, b) => b.created_at.localeCompare(a.created_at));
}
export const useJobs = () => useQuery({ queryKey: keys.jobs, queryFn: listJobs });
