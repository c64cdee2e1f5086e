import { describe, expect, it, vi } from 'vitest';
import type { ObjectColumns } from '../../api/columns';
import { CHUNK_MS, Chunks } from './chunks';
import { objects } from './samples';

class Server {
  calls: { track: string; from: number; to: number; signal: AbortSignal; resolve: (columns: ObjectColumns) => void; reject: (why: Error) => void }[] = [];
  readonly fetch = (track: string, from: number, to: number, signal: AbortSignal) =>
    new Promise<ObjectColumns>((resolve, reject) => this.calls.push({ track, from, to, signal, resolve, reject }));

  async answer(rows = 1): Promise<void> {
    const open = this.calls.splice(0);
    for (const call of open) call.resolve(objects(['x'], Array.from({ length: rows }, () => [call.from, 1, 5])));
    await Promise.resolve();
    await Promise.resolve();
  }

  get asked(): number[] {
    return this.calls.map(({ from }) => from / CHUNK_MS);
  }
}
const STILL = { playing: false, rate: 1 };
const start = (budget?: number) => {
  const server = new Server();
  const changed = vi.fn();
  return { server, changed, chunks: new Chunks(server.fetch, changed, budget) };
};

describe('Chunks', () => {
  it('reads the chunk on screen first, while still its neighbours too', () => {
    const { server, chunks } = start();
    chunks.want(['a'], 2.5 * CHUNK_MS, STILL);
    expect(server.asked).toEqual([2, 3, 1]);
    expect(server.calls[0]).toMatchObject({ from: 2 * CHUNK_MS, to: 3 * CHUNK_MS });
  });

  it('reads ahead where playing goes, further when it goes fast', () => {
    const asked = (rate: number) => {
      const { server, chunks } = start();
      chunks.want(['a'], 5 * CHUNK_MS, { playing: true, rate });
      return server.asked;
    };
    expect(asked(1)).toEqual([5, 6]);
    expect(asked(4)).toEqual([5, 6, 7, 8, 9]);
    expect(asked(-2)).toEqual([5, 4, 3]);
  });

  it('asks once, gives what has come, and tells of it', async () => {
    const { server, changed, chunks } = start();
    chunks.want(['a', 'b'], 0, STILL);
    expect(chunks.at('a', 10)).toBeUndefined();
    await server.answer();
    chunks.want(['a', 'b'], 20, STILL);
    expect(server.calls).toEqual([]);
    expect(chunks.at('b', 4095)?.items).toBe(1);
    expect(chunks.at('b', 4096)?.time[0]).toBe(4096);
    expect(changed).toHaveBeenCalledTimes(4);
  });

  it('aborts what a jump has left behind', () => {
    const { server, chunks } = start();
    chunks.want(['a'], 0, STILL);
    const before = [...server.calls];
    chunks.want(['a'], 100 * CHUNK_MS, STILL);
    expect(before.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('keeps a bounded number of bytes, however far one jumps', async () => {
    const { server, chunks } = start(20_000);
    for (let i = 0; i < 50; i++) {
      chunks.want(['a'], 3 * i * CHUNK_MS, STILL);
      await server.answer(100);
      chunks.want(['a'], 3 * i * CHUNK_MS, STILL);
      expect(chunks.bytes).toBeLessThanOrEqual(20_000);
      expect(chunks.at('a', 3 * i * CHUNK_MS)).toBeDefined();
    }
  });

  it('keeps what is needed now even when that alone is more than its bytes', async () => {
    const { server, chunks } = start(10);
    chunks.want(['a'], 0, STILL);
    await server.answer();
    chunks.want(['a'], 0, STILL);
    expect(chunks.at('a', 0)).toBeDefined();
  });

  it('shows old rows until results that have grown are read again, and tries again after a failure', async () => {
    const { server, chunks } = start();
    chunks.want(['a'], 0, { playing: true, rate: 1 });
    server.calls.splice(1).forEach(({ reject }) => reject(new Error('busy')));
    await server.answer();
    await Promise.resolve();
    chunks.want(['a'], 0, { playing: true, rate: 1 });
    expect(server.calls).toEqual([]);
    chunks.invalidate();
    chunks.want(['a'], 0, { playing: true, rate: 1 });
    expect(server.asked).toEqual([0, 1]);
    expect(chunks.at('a', 0)).toBeDefined();
  });
});
