import { describe, expect, it, vi } from 'vitest';
import { events, SseParser } from './events';

const encode = (text: string) => new TextEncoder().encode(text);
const STREAM = [
  'id: 7-1\n: connected\n\n',
  'id: 7-2\nevent: job.removed\ndata: {"type":"job.removed","job_id":"Ångström-\u{1F476}"}\n\n',
  'retry: 250\nid: 7-3\nevent: reset\ndata: {"type":\ndata: "reset"}\n\n',
].join('');

function blocksOf(chunks: Uint8Array[]) {
  const parser = new SseParser();
  return { blocks: chunks.flatMap((chunk) => parser.push(chunk)), retry: parser.retry };
}

describe('SseParser', () => {
  const whole = blocksOf([encode(STREAM)]);

  it('reads ids, names and data of every block', () => {
    expect(whole.blocks.map((block) => block.id)).toEqual(['7-1', '7-2', '7-3']);
    expect(whole.blocks.map((block) => block.data)).toEqual(['', '{"type":"job.removed","job_id":"Ångström-\u{1F476}"}', '{"type":\n"reset"}']);
    expect(whole.retry).toBe(250);
  });

  it('gives the same blocks wherever the bytes are split', () => {
    const bytes = encode(STREAM);
    for (let at = 0; at <= bytes.length; at++) {
      expect(blocksOf([bytes.slice(0, at), bytes.slice(at)]).blocks, `split at byte ${at}`).toEqual(whole.blocks);
    }
    expect(blocksOf([...bytes].map((byte) => Uint8Array.of(byte))).blocks).toEqual(whole.blocks);
  });

  it('reads lines that end with carriage return and line feed, split anywhere', () => {
    const bytes = encode(STREAM.replaceAll('\n', '\r\n'));
    for (let at = 0; at <= bytes.length; at++) {
      expect(blocksOf([bytes.slice(0, at), bytes.slice(at)]).blocks, `split at byte ${at}`).toEqual(whole.blocks);
    }
  });
});

const body = (text: string) => new Response(encode(text), { status: 200 });

describe('events', () => {
  it('continues from the last id and hands out every event once', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const stop = new AbortController();
    const asked: (string | null)[] = [];
    const answers = [
      () => body('id: 1-4\n: connected\n\n'), // cut before the first event: its id is still known
      () => body('id: 1-5\ndata: {"type":"reset"}\n\nid: 1-6\ndata: {"type":"job.rem'),
      () => new Response('', { status: 503 }),
      () => body('id: 1-6\ndata: {"type":"job.removed","job_id":"a"}\n\n'),
    ];
    const fetch = async (_url: string, init: RequestInit) => {
      asked.push(new Headers(init.headers).get('last-event-id'));
      const answer = answers.shift();
      if (!answer) throw new TypeError('offline');
      return answer();
    };
    const waits: number[] = [];
    const pause = async (ms: number) => void waits.push(ms);
    const seen: string[] = [];
    const opened = vi.fn();
    for await (const event of events({ fetch, url: '/events', signal: stop.signal, pause, opened })) {
      seen.push(event.type);
      if (event.type === 'job.removed') stop.abort();
    }
    expect(seen).toEqual(['reset', 'job.removed']);
    expect(asked).toEqual([null, '1-4', '1-5', '1-5']);
    expect(opened, 'only the first connection may have missed something').toHaveBeenCalledTimes(1);
    expect(waits.length).toBeGreaterThanOrEqual(3);
  });

  it('skips kinds of events that it does not know', async () => {
    const stop = new AbortController();
    const fetch = async () => body('id: 1-1\ndata: {"type":"future"}\n\nid: 1-2\ndata: {"type":"reset"}\n\n');
    const seen: string[] = [];
    for await (const event of events({ fetch, url: '/', signal: stop.signal, pause: async () => undefined })) {
      seen.push(event.type);
      stop.abort();
    }
    expect(seen).toEqual(['reset']);
  });
});
