/**
 * Addresses of the program that the generated schema does not have yet, by hand and in its form.
 * What `schema.ts` has wins; when it has all of them, this file goes.
 */
import type { components, paths } from './schema';

type Issue = components['schemas']['IssueBody'];
type Video = components['schemas']['Video'];
type FailureBody = components['schemas']['FailureBody'];

/** What a job has beyond the generated type. */
export interface JobMore {
  /** When it will probably start, while it waits. */
  estimated_start: string | null;
  /** When a failed step is tried again. */
  next_try_at: string | null;
  /** Never removed by retention. */
  pinned: boolean;
  /** The device that was asked for. */
  device: string;
  /** Its share of the processor's cores, while it runs. */
  threads: number | null;
}
/** What a step has beyond the generated type. */
export interface StepMore {
  attempts: number;
}

export type SettingValue = number;
/** One setting of the program. */
export interface Setting {
  key: string;
  title: string;
  help: string;
  group: 'performance' | 'retry' | 'retention' | 'storage';
  type: string;
  unit: string | null;
  value: SettingValue;
  default: SettingValue;
  min: number | null;
  max: number | null;
  source: 'default' | 'stored' | 'environment';
  /** The environment variable that set it. */
  variable: string | null;
}
export interface SettingList {
  settings: Setting[];
}

export interface Slots {
  limit: number;
  running: number;
}
export interface WaitingJob {
  job_id: string;
  position: number;
  estimated_start: string | null;
}
/** The queue: whether it goes on, how many run, and the order of those that wait. */
export interface Queue {
  paused: boolean;
  /** Why nothing is started although the queue is not paused. */
  held: FailureBody | null;
  cpu: Slots;
  gpu: Slots;
  waiting: WaitingJob[];
}

export interface LogLine {
  at: string;
  level: string;
  message: string;
}
export interface JobLog {
  lines: LogLine[];
  /** Whether older lines are left out. */
  truncated: boolean;
}

export interface StorageMove {
  state: 'copying' | 'verifying' | 'switching' | 'done' | 'failed' | 'cancelled';
  to: string;
  files_done: number;
  files_total: number;
  bytes_done: number;
  bytes_total: number;
  error: FailureBody | null;
}
export interface StorageInfo {
  path: string;
  source: 'default' | 'environment' | 'setting';
  used_bytes: number;
  free_bytes: number;
  total_bytes: number;
  move: StorageMove | null;
}

/** What retention would do today. */
export interface RetentionPreview {
  days: number;
  jobs_found: number;
  bytes: number;
  jobs: { job_id: string; video_filename: string; completed_at: string; bytes: number }[];
  skipped: { job_id: string; video_filename: string; reason: string }[];
}
/** What retention did. */
export interface RetentionResult {
  jobs_found: number;
  jobs_deleted: number;
  jobs_skipped: number;
  bytes_freed: number;
  deleted_jobs: string[];
  skipped_jobs: { job_id: string; reason: string }[];
  errors: string[];
}

/** Something that the user must be told once, for example that the catalogue was restored from a backup. */
export interface Notice {
  id: number;
  at: string;
  code: string;
  message: string;
  hint: string | null;
}

/** A named choice of pipelines and settings. */
export interface Preset {
  name: string;
  title: string;
  description: string;
  built_in: boolean;
  selected_pipelines: string[];
  config: Record<string, Record<string, unknown>>;
}
export interface ParsedConfig {
  config: Record<string, Record<string, unknown>> | null;
  selected_pipelines: string[] | null;
  format: 'yaml' | 'json';
  valid: boolean;
  errors: Issue[];
  warnings: Issue[];
}

export type MoreEvent = { type: 'queue.update'; queue: Queue } | { type: 'settings.update' };

interface Get<T> {
  responses: { 200: { content: { 'application/json': T } } };
}
interface Send<T, Body = never> extends Get<T> {
  requestBody: { content: { 'application/json': Body } };
}
interface On<Path> {
  parameters: { path: Path };
}
type JobId = On<{ id: string }>;
type Job = components['schemas']['Job'] & JobMore;

interface Upcoming {
  '/api/v1/settings': { get: Get<SettingList>; patch: Send<SettingList, Record<string, SettingValue | null>> };
  '/api/v1/queue': { get: Get<Queue> };
  '/api/v1/queue/pause': { post: Get<Queue> };
  '/api/v1/queue/resume': { post: Get<Queue> };
  '/api/v1/queue/move': { post: Send<Queue, { job_id: string; before: string | null }> };
  '/api/v1/queue/cancel-all': { post: Get<{ cancelled: number }> };
  '/api/v1/jobs/{id}/retry': { post: Get<Job> & JobId };
  '/api/v1/jobs/{id}/run-again': { post: Get<Job> & JobId };
  '/api/v1/jobs/{id}/steps/{pipeline}/cancel': { post: Get<Job> & On<{ id: string; pipeline: string }> };
  '/api/v1/jobs/{id}/pin': { put: Send<Job, { pinned: boolean }> & JobId };
  '/api/v1/jobs/{id}/log': { get: Get<JobLog> & { parameters: { path: { id: string }; query?: { lines?: number } } } };
  '/api/v1/storage': { get: Get<StorageInfo> };
  '/api/v1/storage/move': { post: Send<StorageInfo, { to: string }>; delete: Get<StorageInfo> };
  '/api/v1/retention/preview': { get: Get<RetentionPreview> & { parameters: { query?: { days?: number } } } };
  '/api/v1/retention/run': { post: Send<RetentionResult, { days: number }> };
  '/api/v1/notices': { get: Get<{ notices: Notice[] }> };
  '/api/v1/notices/{id}': { delete: { responses: { 204: { content?: never } } } & On<{ id: number }> };
  '/api/v1/presets': { get: Get<{ presets: Preset[] }> };
  '/api/v1/presets/{name}': {
    put: Send<Preset, { title?: string; description?: string; selected_pipelines: string[]; config: Preset['config'] }> & On<{ name: string }>;
    delete: { responses: { 204: { content?: never } } } & On<{ name: string }>;
  };
  '/api/v1/config/parse': { post: Send<ParsedConfig, { text: string }> };
  '/api/v1/config/render': {
    post: Send<{ text: string }, { config: Preset['config']; selected_pipelines: string[]; format: 'yaml' | 'json' }>;
  };
  '/api/v1/videos/probe': { post: Send<Video, { path: string }> };
}

/** The generated addresses and those that are still to come. */
export type AllPaths = paths & Omit<Upcoming, keyof paths>;
