/** The videos of the sheet as a list without doubles: what is known of each, and why one can't be measured. Pure functions. */
import type { Video } from '../api/client';
import type { Facts } from '../api/presets';

export interface Trouble {
  message: string;
  hint: string | null;
}
export interface Item {
  path: string;
  name: string;
  /** `waiting` and `reading` until the file was looked into; `refused` ones stay, with their reason. */
  state: 'waiting' | 'reading' | 'ready' | 'refused';
  facts: Facts | null;
  /** A job of the video, for its picture. */
  jobId: string | undefined;
  trouble: Trouble | null;
}

export const fileName = (path: string) => path.split(/[\\/]/).pop() || path;

export const itemOfPath = (path: string): Item => ({ path, name: fileName(path), state: 'waiting', facts: null, jobId: undefined, trouble: null });

/** A video of the library. One whose file is gone is refused with the words given. */
export const itemOfVideo = (video: Video, gone: string): Item => ({
  path: video.path, name: video.name, facts: video, jobId: video.job?.id,
  ...(video.present ? { state: 'ready', trouble: null } : { state: 'refused', trouble: { message: gone, hint: null } }),
});

/** The list with the new ones at its end, each path once. */
export function added(items: readonly Item[], more: readonly Item[]): Item[] {
  const known = new Map(items.map((item) => [item.path, item]));
  for (const item of more) if (!known.has(item.path)) known.set(item.path, item);
  return [...known.values()];
}

export const changed = (items: readonly Item[], path: string, change: Partial<Item>): Item[] =>
  items.map((item) => (item.path === path ? { ...item, ...change } : item));

export const without = (items: readonly Item[], paths: ReadonlySet<string>): Item[] => items.filter((item) => !paths.has(item.path));

/** Those that Start would start: all but the refused ones. */
export const startable = (items: readonly Item[]): Item[] => items.filter((item) => item.state !== 'refused');

export interface Totals {
  ms: number;
  /** How many lengths are not known yet. */
  unknown: number;
}
export function totals(items: readonly Item[]): Totals {
  const lengths = startable(items).map((item) => item.facts?.duration_ms ?? null);
  return { ms: lengths.reduce<number>((sum, ms) => sum + (ms ?? 0), 0), unknown: lengths.filter((ms) => ms === null).length };
}
