/**
 * What only the desktop window can do: native dialogs, paths of dropped files, showing a file in its folder.
 * In a browser every function says so by its result; no screen asks which door it has, except through `inTauri`.
 */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { ApiFailure } from './client';
import { inTauri } from './transport';

export { inTauri };

const isText = (value: unknown): value is string => typeof value === 'string';

interface Refusal {
  code: string;
  message: string;
  hint?: string | null;
}
const isFailure = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && isText(value.code) && 'message' in value && isText(value.message);

/** Paths chosen in the system's own dialog; none when it was closed. */
export async function pickVideos(): Promise<string[]> {
  if (!inTauri) return [];
  const paths = await invoke<unknown>('pick_videos');
  return Array.isArray(paths) ? paths.filter(isText) : [];
}

/** A folder chosen in the system's own dialog; null when it was closed. */
export async function pickFolder(): Promise<string | null> {
  if (!inTauri) return null;
  const path = await invoke<unknown>('pick_folder');
  return isText(path) ? path : null;
}

/** Shows the file in the system's file manager. */
export async function revealPath(path: string): Promise<void> {
  if (!inTauri) return;
  try {
    await invoke('reveal', { path });
  } catch (failure) {
    throw isFailure(failure) ? new ApiFailure(failure.code, failure.message, failure.hint ?? null) : new Error(String(failure));
  }
}

/** The job that the program was started with, or null. */
export async function openedWith(): Promise<string | null> {
  if (!inTauri) return null;
  const job = await invoke<unknown>('opened_with');
  return isText(job) ? job : null;
}

/** What is being dragged over the window. */
export interface DropListener {
  over: (inside: boolean) => void;
  dropped: (paths: string[]) => void;
}

/** Listens to files that are dragged onto the window; returns the function that stops it. */
export function onDrop({ over, dropped }: DropListener): () => void {
  if (!inTauri) return () => undefined;
  const stop = getCurrentWebview().onDragDropEvent(({ payload }) => {
    over(payload.type === 'enter' || payload.type === 'over');
    if (payload.type === 'drop') dropped(payload.paths);
  });
  return () => void stop.then((unlisten) => unlisten());
}

/** Called with the job that a second start of the program asks for. */
export function onOpenJob(open: (id: string) => void): () => void {
  if (!inTauri) return () => undefined;
  const stop = listen<unknown>('open-job', ({ payload }) => {
    if (isText(payload)) open(payload);
  });
  return () => void stop.then((unlisten) => unlisten());
}
