/**
 * One `fetch` for the whole window, whichever door stands behind it: the Tauri command `api` in the
 * desktop program, HTTP with a session token in a browser. Nothing else in the UI knows which one it is.
 */
import { Channel, invoke, isTauri } from '@tauri-apps/api/core';

/** Whether this page runs inside the desktop program. */
export const inTauri = isTauri();
/** Root of every address; the desktop door never dereferences it. */
export const baseUrl = location.origin;

const TOKEN_KEY = 'va-token';
const NULL_BODY = new Set([101, 204, 205, 304]);
// One id per page load: a reloaded page cancels the calls of the page before it.
const page = crypto.randomUUID();
const encoder = new TextEncoder();
const decoder = new TextDecoder();
let nextId = 1;

/** Moves the token from the address to the session, so that it is in no history and no screenshot. */
export function takeTokenFromAddress(): void {
  if (inTauri || !location.hash.startsWith('#token=')) return;
  sessionStorage.setItem(TOKEN_KEY, decodeURIComponent(location.hash.slice('#token='.length)));
  history.replaceState(null, '', location.pathname + location.search);
}

/** `u32 LE head length | JSON head | body`. */
export function frameOf(head: unknown, body: Uint8Array): Uint8Array {
  const bytes = encoder.encode(JSON.stringify(head));
  const frame = new Uint8Array(4 + bytes.length + body.length);
  new DataView(frame.buffer).setUint32(0, bytes.length, true);
  frame.set(bytes, 4);
  frame.set(body, 4 + bytes.length);
  return frame;
}

interface AnswerHead {
  status: number;
  headers: [string, string][];
  stream: boolean;
}

function isAnswerHead(value: unknown): value is AnswerHead {
  return (
    typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number' &&
    'headers' in value && Array.isArray(value.headers)
  );
}

/** A byte stream fed by a Tauri channel; an empty chunk ends it, because channels have no end of their own. */
class ChannelBody {
  private sink: ReadableStreamDefaultController<Uint8Array> | undefined;
  private early: Uint8Array[] = [];
  private opened = false;
  readonly channel = new Channel<ArrayBuffer>((chunk) => this.push(new Uint8Array(chunk)));

  private push(bytes: Uint8Array): void {
    if (!this.opened) {
      this.early.push(bytes);
      return;
    }
    if (bytes.byteLength > 0) this.sink?.enqueue(bytes);
    else {
      this.sink?.close();
      this.sink = undefined;
    }
  }

  fail(reason: unknown): void {
    this.sink?.error(reason);
    this.sink = undefined;
  }

  open(cancelled: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      start: (sink) => {
        this.sink = sink;
        this.opened = true;
        for (const bytes of this.early.splice(0)) this.push(bytes);
      },
      cancel: () => {
        this.sink = undefined;
        cancelled();
      },
    });
  }
}

async function desktopFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const { signal } = request;
  signal.throwIfAborted();
  const url = new URL(request.url);
  const id = nextId++;
  // A channel is a registered callback: one per call would leak, so only streams get one.
  const stream = request.headers.get('accept')?.includes('text/event-stream') ? new ChannelBody() : undefined;
  const head = {
    page, id, method: request.method, target: url.pathname + url.search,
    headers: [...request.headers], channel: stream?.channel.toJSON(),
  };
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const frame = frameOf(head, hasBody ? new Uint8Array(await request.arrayBuffer()) : new Uint8Array());
  const abort = () => void invoke('api_abort', { page, id });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      abort();
      reject(signal.reason);
      stream?.fail(signal.reason);
    }, { once: true });
  });
  aborted.catch(() => {
    // Whoever waits for the call sees the reason through the race below.
  });
  let answer: ArrayBuffer;
  try {
    answer = await Promise.race([invoke<ArrayBuffer>('api', frame), aborted]);
  } catch (failure) {
    if (signal.aborted) throw signal.reason;
    throw new TypeError(String(failure)); // as fetch does: no answer at all is a TypeError
  }
  const length = new DataView(answer).getUint32(0, true);
  const answered: unknown = JSON.parse(decoder.decode(new Uint8Array(answer, 4, length)));
  if (!isAnswerHead(answered)) throw new TypeError('the answer of the program has no head');
  const rest = answered.stream && stream ? stream.open(abort) : new Uint8Array(answer, 4 + length);
  return new Response(NULL_BODY.has(answered.status) ? null : rest, { status: answered.status, headers: answered.headers });
}

function networkFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const token = sessionStorage.getItem(TOKEN_KEY);
  if (token) request.headers.set('authorization', `Bearer ${token}`);
  return fetch(request);
}

/** `fetch` through the door of this page. */
export const doorFetch = inTauri ? desktopFetch : networkFetch;
