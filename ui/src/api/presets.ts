/** Calls of the New job sheet: presets, the validator, configuration files, what is known about a file, a job with settings. */
import { useQuery } from '@tanstack/react-query';
import { client, failureOf, unwrap, type Issue as PlainIssue, type Job, type Video } from './client';
import type { ParsedConfig, Preset } from './upcoming';

export type { ParsedConfig, Preset };
/** Something about one setting, with its place in the file when it came from one. */
export type Issue = PlainIssue & { example?: string; line?: number | null; column?: number | null };
/** Settings by pipeline, as they are typed, right or wrong. */
export type Config = Record<string, Record<string, unknown>>;
/** What is to be run: the pipelines, and the settings of each. */
export interface Wish {
  config: Config;
  selected_pipelines: string[];
}
export interface Verdict {
  valid: boolean;
  errors: Issue[];
  warnings: Issue[];
  /** Every pipeline that would run, those that another one needs included. */
  pipelines_validated: string[];
  /** The pipelines that were asked for. */
  asked: string[];
}
/** What is known about a recording before it is measured. */
export type Facts = Omit<Video, 'job' | 'jobs' | 'id' | 'added_at' | 'present'>;

export const presetsKey = ['presets'] as const;

// The document calls free-form settings an empty object, which nothing could be sent as.
const free = (config: Config): Record<string, never> => config as Record<string, never>;

export const listPresets = async (): Promise<Preset[]> => (await unwrap(client.GET('/api/v1/presets'))).presets;
export const usePresets = () => useQuery({ queryKey: presetsKey, queryFn: listPresets });

/** Keeps a choice under a name; one of the same name is replaced. Built-in ones are refused. */
export const savePreset = (name: string, title: string, wish: Wish): Promise<Preset> =>
  unwrap(client.PUT('/api/v1/presets/{name}', { params: { path: { name } }, body: { title, ...wish } }));

export async function deletePreset(name: string): Promise<void> {
  const { error, response } = await client.DELETE('/api/v1/presets/{name}', { params: { path: { name } } });
  if (!response.ok) throw failureOf(error, response.status);
}

/** Every error and warning about a wish, without running anything. */
export async function validate({ config, selected_pipelines }: Wish, signal: AbortSignal): Promise<Verdict> {
  const verdict = await unwrap(client.POST('/api/v1/config/validate', { body: { config: free(config), selected_pipelines }, signal }));
  return { ...verdict, asked: selected_pipelines };
}

/** Reads the text of a configuration file, YAML or JSON. */
export const parseConfig = (text: string): Promise<ParsedConfig> => unwrap(client.POST('/api/v1/config/parse', { body: { text } }));

/** The text of a configuration file. */
export const renderConfig = async (wish: Wish, format: 'yaml' | 'json'): Promise<string> =>
  (await unwrap(client.POST('/api/v1/config/render', { body: { ...wish, format } }))).text;

/** Looks into a file without making a job of it. */
export const probe = (path: string, signal: AbortSignal): Promise<Facts> =>
  unwrap(client.POST('/api/v1/videos/probe', { body: { path }, signal }));

/** Queues a job; the file stays where it is. */
export const startJob = (path: string, { config, selected_pipelines }: Wish): Promise<Job> =>
  unwrap(client.POST('/api/v1/jobs', { body: { path, config: free(config), selected_pipelines } }));
