import { mockIPC } from '@tauri-apps/api/mocks';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The other end of the door: takes a frame apart as the program does. */
function opened(frame: Uint8Array) {
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  const head: { page: string; id: number; method: string; target: string; headers: [string, string][]; channel?: string } =
    JSON.parse(decode(frame.slice(4, 4 + length)));
  return { head, body: frame.slice(4 + length) };
}

interface Internals {
  runCallback: (id: number, value: unknown) => void;
}
const internals = (): Internals => Reflect.get(window, '__TAURI_INTERNALS__');

/** The transport as the desktop window loads it. */
async function inTheWindow(answer: (command: string, payload: unknown) => unknown) {
  vi.resetModules();
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('isTauri', true);
  vi.stubGlobal('location', new URL('http://tauri.localhost/library'));
  mockIPC(answer);
  return import('./transport');
}

describe('the door of the desktop window', () => {
  beforeEach(() => vi.unstubAllGlobals());

  it('carries method, target, headers and raw bytes both ways', async () => {
    const seen: ReturnType<typeof opened>[] = [];
    const bytes = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
    let reply = new Uint8Array();
    const { doorFetch, baseUrl, frameOf } = await inTheWindow((command, payload) => {
      expect(command).toBe('api');
      if (payload instanceof Uint8Array) seen.push(opened(payload));
      return reply.buffer;
    });
    reply = Uint8Array.from(frameOf({ status: 422, headers: [['x-word', 'a']], stream: false }, bytes));
    const response = await doorFetch(`${baseUrl}/api/v1/jobs?x=%C3%A5`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'Ångström' });
    expect(seen[0]?.head).toMatchObject({ id: 1, method: 'POST', target: '/api/v1/jobs?x=%C3%A5' });
    expect(seen[0]?.head.headers).toContainEqual(['content-type', 'text/plain']);
    expect(seen[0]?.head.channel, 'a channel is a registered callback').toBeUndefined();
    expect(decode(seen[0]?.body ?? new Uint8Array())).toBe('Ångström');
    expect(response.status).toBe(422);
    expect(response.headers.get('x-word')).toBe('a');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('streams through a channel, also what comes before the answer, until the empty chunk', async () => {
    const chunk = (channel: string, index: number, text: string) =>
      internals().runCallback(Number(channel.replace('__CHANNEL__:', '')), { index, message: new TextEncoder().encode(text).buffer });
    let channel = '';
    let frame: (head: unknown, body: Uint8Array) => Uint8Array;
    const { doorFetch, baseUrl, frameOf } = await inTheWindow((_command, payload) => {
      if (payload instanceof Uint8Array) channel = opened(payload).head.channel ?? '';
      chunk(channel, 0, 'early ');
      return Uint8Array.from(frame({ status: 200, headers: [], stream: true }, new Uint8Array())).buffer;
    });
    frame = frameOf;
    const response = await doorFetch(`${baseUrl}/api/v1/events/stream`, { headers: { accept: 'text/event-stream' } });
    chunk(channel, 1, 'late');
    chunk(channel, 2, '');
    expect(await response.text()).toBe('early late');
  });

  it('tells the program when a call is given up, and rejects with the reason', async () => {
    const commands: string[] = [];
    const { doorFetch, baseUrl } = await inTheWindow((command) => {
      commands.push(command);
      return command === 'api' ? new Promise(() => undefined) : null;
    });
    const stop = new AbortController();
    const call = doorFetch(`${baseUrl}/api/v1/jobs`, { signal: stop.signal });
    await vi.waitFor(() => expect(commands).toEqual(['api']));
    stop.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(commands).toEqual(['api', 'api_abort']);
  });

  it('makes a TypeError of a refusal, as fetch does', async () => {
    const { doorFetch, baseUrl } = await inTheWindow(() => {
      throw 'this page was reloaded';
    });
    await expect(doorFetch(`${baseUrl}/api/v1/jobs`)).rejects.toThrow(new TypeError('this page was reloaded'));
  });
});

describe('the door of a browser', () => {
  it('moves the token from the address to the session and sends it', async () => {
    vi.resetModules();
    vi.unstubAllGlobals();
    const session = new Map<string, string>();
    const replaced: unknown[] = [];
    const sent: Request[] = [];
    vi.stubGlobal('window', globalThis);
    vi.stubGlobal('isTauri', undefined);
    vi.stubGlobal('location', new URL('http://127.0.0.1:8000/library?a=1#token=va_secret'));
    vi.stubGlobal('history', { replaceState: (...given: unknown[]) => replaced.push(given[2]) });
    vi.stubGlobal('sessionStorage', { getItem: (key: string) => session.get(key) ?? null, setItem: (key: string, value: string) => session.set(key, value) });
    vi.stubGlobal('fetch', async (request: Request) => (sent.push(request), new Response('{}')));
    const { doorFetch, takeTokenFromAddress, baseUrl } = await import('./transport');
    takeTokenFromAddress();
    await doorFetch(`${baseUrl}/api/v1/videos`);
    expect(replaced).toEqual(['/library?a=1']);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer va_secret');
  });
});
