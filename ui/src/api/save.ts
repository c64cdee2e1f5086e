/** Saves a text or bytes as a file: through the system's own dialog in the desktop program, as a download in a browser. */
import { invoke } from '@tauri-apps/api/core';
import { ApiFailure } from './client';
import { inTauri } from './transport';

interface Refusal {
  code: string;
  message: string;
}
const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'message' in value && typeof value.message === 'string';

async function ask(command: string, body: Record<string, unknown> | Uint8Array, headers: Record<string, string> = {}): Promise<string | null> {
  try {
    const path = await invoke<unknown>(command, body, { headers });
    return typeof path === 'string' ? path : null;
  } catch (failure) {
    throw isRefusal(failure) ? new ApiFailure(failure.code, failure.message, null) : new Error(String(failure));
  }
}

function download(name: string, file: Blob): string {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  return name;
}

/** Where it was saved, or null when the dialog was closed. */
export const saveText = async (name: string, text: string): Promise<string | null> =>
  inTauri ? ask('save_text', { name, text }) : download(name, new Blob([text], { type: 'text/plain' }));

/** The same for bytes. The name is plain ASCII. */
export const saveFile = async (name: string, file: Blob): Promise<string | null> =>
  inTauri ? ask('save_file', new Uint8Array(await file.arrayBuffer()), { 'x-file-name': name }) : download(name, file);
