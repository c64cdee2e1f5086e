/** Saves a text or an archive as a file: through the system's own dialog in the desktop program, as a download in a browser. */
import { invoke } from '@tauri-apps/api/core';
import { ApiFailure } from './client';
import { inTauri } from './transport';

interface Refusal {
  code: string;
  message: string;
}
const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'message' in value && typeof value.message === 'string';

/** Where it was saved, or null when the dialog was closed. */
async function save(name: string, bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string | null> {
  if (inTauri) {
    try {
      // bytes go as they are, so the name goes beside them
      const path = await invoke<unknown>('save_file', bytes, { headers: { 'x-file-name': encodeURIComponent(name) } });
      return typeof path === 'string' ? path : null;
    } catch (failure) {
      throw isRefusal(failure) ? new ApiFailure(failure.code, failure.message, null) : new Error(String(failure));
    }
  }
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  return name;
}

export const saveText = (name: string, text: string) => save(name, new TextEncoder().encode(text), 'text/plain');
export const saveArchive = (name: string, bytes: ArrayBuffer) => save(name, new Uint8Array(bytes), 'application/zip');
