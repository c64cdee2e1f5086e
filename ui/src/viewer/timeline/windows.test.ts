import { describe, expect, it, vi } from 'vitest';
import type { CurveColumns } from '../../api/columns';
import { TrackWindows, type Wanted } from './windows';

function answer(reduced: boolean): CurveColumns {
  return { kind: 'curve', items: 0, total: 9, reduced, time: new Int32Array(), channels: new Map() };
}

/** A server that answers only when told to. */
class Server {
  calls: { wanted: Wanted; signal: AbortSignal; resolve: (c: CurveColumns) => void; reject: (e: Error) => void }[] = [];
  readonly fetch = (wanted: Wanted, signal: AbortSignal) =>
    new Promise<CurveColumns>((resolve, reject) => this.calls.push({ wanted, signal, resolve, reject }));

  async answerAll(reduced: boolean): Promise<void> {
    for (const call of this.calls) call.resolve(answer(reduced));
    await Promise.resolve();
    await Promise.resolve();
  }

  get ranges(): (string | number)[] {
    return this.calls.map(({ wanted }) => wanted.from ?? 'all');
  }
}

function start() {
  const server = new Server();
  const changed = vi.fn();
  return { server, changed, windows: new TrackWindows(server.fetch, changed) };
}

describe('TrackWindows', () => {
  it('reads a short recording once and uses it at every zoom', async () => {
    const { server, changed, windows } = start();
    windows.want(0, 12_000, 1000);
    await server.answerAll(false);
    windows.want(100, 110, 1000);
    expect(server.ranges).toEqual(['all']);
    expect(windows.pieces(100, 110)).toHaveLength(1);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('asks for no tile that is as wide as the recording or lies behind its end', async () => {
    const { server, windows } = start();
    windows.want(0, 10_000, 1000, 10_000);
    await server.answerAll(true);
    windows.want(0, 10_000, 1000, 10_000);
    expect(server.ranges).toEqual(['all']);
    windows.want(8000, 9000, 1000, 10_000);
    expect(server.ranges.slice(1)).toEqual([6144, 7168, 8192, 9216]);
  });

  it('asks for two items a pixel', () => {
    const { server, windows } = start();
    windows.want(0, 12_000, 1000);
    expect(server.calls[0]?.wanted.maxItems).toBe(2048);
  });

  it('asks for the tiles of the view and one more on each side', async () => {
    const { server, windows } = start();
    windows.want(0, 1e7, 1000);
    await server.answerAll(true);
    windows.want(100_000, 104_000, 1000);
    expect(server.ranges.slice(1)).toContain(4096 * 24);
    expect(server.ranges.slice(-4)).toEqual([23, 24, 25, 26].map((i) => i * 4096));
  });

  it('shows the whole recording until every tile of the view has come', async () => {
    const { server, windows } = start();
    windows.want(0, 1e7, 1000);
    await server.answerAll(true);
    windows.want(100_000, 104_000, 1000);
    expect(windows.pieces(100_000, 104_000).map((p) => p.from)).toEqual([-Infinity]);
    await server.answerAll(true);
    expect(windows.pieces(100_000, 104_000).map((p) => p.from)).toEqual([24 * 4096, 25 * 4096]);
  });

  it('reads no tiles of a width that a zoom only passes, and looks again once it stays', async () => {
    vi.useFakeTimers();
    const server = new Server();
    const changed = vi.fn();
    const windows = new TrackWindows(server.fetch, changed, 0, 120);
    windows.want(0, 1e7, 1000);
    await server.answerAll(true);
    changed.mockClear();
    for (let width = 4e6; width > 10_000; width /= 2) {
      windows.want(0, width, 1000);
      vi.advanceTimersByTime(20);
    }
    expect(server.ranges).toEqual(['all']);
    vi.advanceTimersByTime(121);
    expect(changed).toHaveBeenCalledTimes(1);
    windows.want(0, 15_000, 1000);
    expect(server.ranges.length).toBeGreaterThan(1);
    vi.useRealTimers();
  });

  it('shows a wider tile that is there until the narrower ones have come', async () => {
    const { server, windows } = start();
    windows.want(0, 1e7, 1000, 1e7);
    await server.answerAll(true);
    windows.want(100_000, 104_000, 1000, 1e7);
    await server.answerAll(true);
    windows.want(100_500, 101_500, 1000, 1e7);
    expect(windows.pieces(100_500, 101_500, 1e7).map((p) => p.from)).toEqual([24 * 4096]);
  });

  it('aborts what nobody needs any more and keeps what is still needed', async () => {
    const { server, windows } = start();
    windows.want(0, 1e7, 1000);
    await server.answerAll(true);
    windows.want(100_000, 101_000, 1000);
    const asked = server.calls.length;
    windows.want(101_000, 102_000, 1000);
    const old = server.calls.slice(1, asked);
    expect(old.some((call) => call.signal.aborted)).toBe(true);
    expect(old.some((call) => !call.signal.aborted)).toBe(true);
    const all = server.ranges;
    expect(new Set(all).size).toBe(all.length);
  });

  it('keeps showing old columns while they are read again', async () => {
    const { server, windows } = start();
    windows.want(0, 1000, 100);
    await server.answerAll(false);
    windows.invalidate();
    windows.want(0, 1000, 100);
    expect(server.calls).toHaveLength(2);
    expect(windows.pieces(0, 1000)).toHaveLength(1);
  });

  it('tells why a track could not be read and tries again only after a change', async () => {
    const { server, changed, windows } = start();
    windows.want(0, 1000, 100);
    server.calls[0]?.reject(new Error('no such track'));
    await Promise.resolve();
    await Promise.resolve();
    expect(windows.error).toEqual(new Error('no such track'));
    expect(changed).toHaveBeenCalled();
    windows.want(0, 1000, 100);
    expect(server.calls).toHaveLength(1);
    windows.invalidate();
    windows.want(0, 1000, 100);
    expect(server.calls).toHaveLength(2);
  });

  it('keeps a bounded number of tiles', async () => {
    const { server, windows } = start();
    windows.want(0, 1e7, 1000);
    await server.answerAll(true);
    for (let i = 0; i < 100; i++) {
      windows.want(i * 3000, i * 3000 + 1000, 1000);
      await server.answerAll(true);
    }
    const before = server.calls.length;
    windows.want(0, 1000, 1000);
    expect(server.calls.length).toBeGreaterThan(before);
    expect(windows.whole).toBeDefined();
  });
});
