/** Calls of the New job sheet: presets, the validator, configuration files, what is known about a file, a job with settings. */
import { useQuery } from '@tanstack/react-query';
import { client, failureOf, unwrap, type Issue, type Job, type Video } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type { Issue };
/** Settings by pipeline, as they are typed, right or wrong. */
export type Config = Record<string, Record<string, unknown>>;
/** What is to be run: the pipelines, and the settings of each. */
export interface Wish {
  config: Config;
  selected_pipelines: string[];
}
export type Preset = Omit<Schemas['PresetBody'], 'config'> & { config: Config };
export interface Presets {
  presets: Preset[];
  /** Files in the folder of presets that are none. */
  unreadable: Schemas['UnreadablePreset'][];
}
export type ParsedConfig = Omit<Schemas['ParseResponse'], 'config'> & { config: Config | null };
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

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const configOf = (value: unknown): Config =>
  Object.fromEntries(isGroup(value) ? Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] => isGroup(entry[1])) : []);

export async function listPresets(): Promise<Presets> {
  const { presets, unreadable } = await unwrap(client.GET('/api/v1/presets'));
  return { presets: presets.map((preset) => ({ ...preset, config: configOf(preset.config) })), unreadable };
}
export const usePresets = () => useQuery({ queryKey: presetsKey, queryFn: listPresets });

/** Keeps a choice under a name; one of the same name is replaced. Built-in ones are refused. */
export const savePreset = (name: string, title: string, wish: Wish): Promise<unknown> =>
  unwrap(client.PUT('/api/v1/presets/{name}', { params: { path: { name } }, body: { title, ...wish } }));

export async function deletePreset(name: string): Promise<void> {
  const { error, response } = await client.DELETE('/api/v1/presets/{name}', { params: { path: { name } } });
  if (!response.ok) throw failureOf(error, response.status);
}

/** Every error and warning about a wish, without running anything. */
export async function validate(wish: Wish, signal: AbortSignal): Promise<Verdict> {
  const verdict = await unwrap(client.POST('/api/v1/config/validate', { body: { ...wish }, signal }));
  return { ...verdict, asked: wish.selected_pipelines };
}

/** Reads the text of a configuration file, YAML or JSON. */
export async function parseConfig(text: string): Promise<ParsedConfig> {
  const parsed = await unwrap(client.POST('/api/v1/config/parse', { body: { text } }));
  return { ...parsed, config: isGroup(parsed.config) ? configOf(parsed.config) : null };
}

/** The text of a configuration file. */
export const renderConfig = async (wish: Wish, format: 'yaml' | 'json'): Promise<string> =>
  (await unwrap(client.POST('/api/v1/config/render', { body: { ...wish, format } }))).text;

/** Looks into a file without making a job of it. */
export const probe = (path: string, signal: AbortSignal): Promise<Facts> =>
  unwrap(client.POST('/api/v1/videos/probe', { body: { path }, signal }));

/** Queues a job; the file stays where it is. */
export const startJob = (path: string, wish: Wish): Promise<Job> =>
  unwrap(client.POST('/api/v1/jobs', { body: { path, ...wish } }));
