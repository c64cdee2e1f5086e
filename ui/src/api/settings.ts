/** Settings of the program, its storage folder, and what retention would remove. */
import { useQuery } from '@tanstack/react-query';
import { client, keys, unwrap } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Setting = Schemas['Setting'];
export type StorageInfo = Schemas['StorageFolder'];
export type StorageMove = Schemas['StorageMove'];
/** What retention would remove today, and what it would leave. */
export type RetentionPreview = Schemas['CleanupPreview'];
export type RetentionResult = Schemas['CleanupReport'];

export const getSettings = async (): Promise<Setting[]> => (await unwrap(client.GET('/api/v1/settings'))).settings;
/** Sets values, or with `null` lets go of them; takes effect at once. Refused values are in `issuesOf` the failure. */
export const changeSettings = async (patch: Record<string, number | string | boolean | null>): Promise<Setting[]> =>
  (await unwrap(client.PATCH('/api/v1/settings', { body: patch }))).settings;

export const getStorage = (): Promise<StorageInfo> => unwrap(client.GET('/api/v1/storage'));
/** Starts to copy everything to another folder; it is used as soon as every file is compared. The old one goes then, unless it is kept. */
export const moveStorage = (to: string, keep: boolean): Promise<StorageInfo> =>
  unwrap(client.POST('/api/v1/storage/move', { body: { to, keep } }));
export const cancelMove = (): Promise<StorageInfo> => unwrap(client.DELETE('/api/v1/storage/move'));

export const previewRetention = (days: number): Promise<RetentionPreview> =>
  unwrap(client.GET('/api/v1/retention/preview', { params: { query: { days } } }));
export const runRetention = (days: number): Promise<RetentionResult> => unwrap(client.POST('/api/v1/retention/run', { body: { days } }));

const MOVING = new Set(['copying', 'verifying', 'switching']);
/** Whether the storage folder is being moved now. */
export const isMoving = (storage: StorageInfo | undefined): boolean => storage?.move ? MOVING.has(storage.move.state) : false;

/** The settings, kept live by the event stream. */
export const useSettings = () => useQuery({ queryKey: keys.settings, queryFn: getSettings });
/** The storage folder; asked for often while it is moved, and now and then otherwise, because others fill the disk too. */
export const useStorage = () =>
  useQuery({ queryKey: keys.storage, queryFn: getStorage, refetchInterval: ({ state }) => (isMoving(state.data) ? 400 : 10_000) });
/** What retention would remove today; read anew whenever it is shown. */
export const useRetention = (days: number, enabled: boolean) =>
  useQuery({ queryKey: keys.retention(days), queryFn: () => previewRetention(days), enabled, staleTime: 0, retry: false });
