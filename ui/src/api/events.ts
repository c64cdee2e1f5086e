/**
 * The event stream of the program: one reader for both doors, because it reads a `fetch` body and not an
 * `EventSource`. It resumes from the last id by itself and ends only when its signal is aborted.
 */
import type { StreamEvent } from './client';

/** One block of the stream. The first block of a connection has an id and no data. */
export interface SseBlock {
  id: string;
  event: string;
  data: string;
}

/** Cuts bytes into blocks, however they were split on the way. */
export class SseParser {
  private readonly decoder = new TextDecoder();
  private rest = '';
  private endedWithReturn = false;
  /** Milliseconds that the server wants between two attempts, if it said so. */
  retry: number | undefined;

  push(chunk: Uint8Array): SseBlock[] {
    let text = this.decoder.decode(chunk, { stream: true });
    if (text === '') return [];
    // A line may end with CR LF, and the two may come in different chunks.
    if (this.endedWithReturn && text.startsWith('\n')) text = text.slice(1);
    this.endedWithReturn = text.endsWith('\r');
    this.rest += text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    const parts = this.rest.split('\n\n');
    this.rest = parts.pop() ?? '';
    return parts.map((part) => this.block(part));
  }

  private block(text: string): SseBlock {
    const block: SseBlock = { id: '', event: 'message', data: '' };
    const data: string[] = [];
    for (const line of text.split('\n')) {
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      else if (field === 'id') block.id = value;
      else if (field === 'event') block.event = value;
      else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    }
    block.data = data.join('\n');
    return block;
  }
}

// a record, so that a kind that is missing here does not compile
const TYPES: Record<StreamEvent['type'], true> = {
  'job.update': true, 'job.progress': true, 'job.removed': true, 'queue.update': true, 'settings.update': true, 'tokens.update': true,
  'access.update': true, 'model.update': true, self_test: true, reset: true,
};

/** Events of other kinds come from a newer program and are not ours to read. */
export function isStreamEvent(value: unknown): value is StreamEvent {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && Object.hasOwn(TYPES, value.type);
}

export interface EventSourceOptions {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  url: string;
  signal: AbortSignal;
  /** Resolves after the time, or at once when the signal is aborted. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The first connection stands: what was read before may lack what happened before it. */
  opened?: () => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** Every event after the moment of the first connection, each once, in order, until the signal is aborted. */
export async function* events({ fetch, url, signal, pause, opened }: EventSourceOptions): AsyncGenerator<StreamEvent> {
  let last = '';
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const parser = new SseParser();
    try {
      const headers = { accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) };
      const answer = await fetch(url, { signal, headers });
      if (!answer.ok || !answer.body) throw new Error(`the event stream answered with status ${answer.status}`);
      const reader = answer.body.getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        for (const block of parser.push(value)) {
          wait = parser.retry ?? FIRST_WAIT_MS;
          // The position moves before the event is handed out: an event that is being handled is never sent again.
          if (block.id && !last) opened?.();
          if (block.id) last = block.id;
          const event: unknown = block.data ? JSON.parse(block.data) : undefined;
          if (isStreamEvent(event)) yield event;
        }
      }
    } catch (failure) {
      if (signal.aborted) return;
      console.warn('the event stream ended, it is opened again', failure);
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}
