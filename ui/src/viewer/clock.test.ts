import { describe, expect, it, vi } from 'vitest';
import { PlaybackClock, type Player, type Ticker } from './clock';
import { FrameTable } from './frames';

/** A `<video>` that finishes a seek only when told to. */
class FakePlayer extends EventTarget implements Player {
  duration = 10;
  paused = true;
  ended = false;
  seeking = false;
  playbackRate = 1;
  seeks: number[] = [];
  private time = 0;

  get currentTime(): number {
    return this.time;
  }

  set currentTime(seconds: number) {
    this.time = seconds;
    this.seeking = true;
    this.seeks.push(seconds);
    this.dispatchEvent(new Event('seeking'));
  }

  arrive(): void {
    this.seeking = false;
    this.dispatchEvent(new Event('seeked'));
  }

  advance(seconds: number): void {
    this.time = seconds;
  }

  play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

class HandTicker implements Ticker {
  waiting = new Map<number, (now: number) => void>();
  private next = 1;

  request(callback: (now: number) => void): number {
    this.waiting.set(this.next, callback);
    return this.next++;
  }

  cancel(id: number): void {
    this.waiting.delete(id);
  }

  turn(now: number): void {
    const due = [...this.waiting.values()];
    this.waiting.clear();
    for (const callback of due) callback(now);
  }
}

// A variable frame rate: no division of a frame number can be right.
const TIMES = [0, 0.04, 0.08, 0.2, 0.25, 1.0];

function start() {
  const player = new FakePlayer();
  const ticker = new HandTicker();
  const clock = new PlaybackClock(player, ticker, '');
  clock.setFrames(new FrameTable(Float64Array.from(TIMES)));
  return { player, ticker, clock };
}

describe('FrameTable', () => {
  it('finds the frame that is on screen, also when the time is a rounding below its start', () => {
    const frames = new FrameTable(Float64Array.from(TIMES));
    expect([0, 0.039, 0.04, 0.19, 0.2 - 5e-5, 0.6, 99, -1].map((t) => frames.at(t))).toEqual([0, 0, 1, 2, 3, 4, 5, 0]);
  });

  it('gives the middle of an interval, and for the last frame the length of the one before', () => {
    const frames = new FrameTable(Float64Array.from(TIMES));
    expect(frames.middle(2)).toBeCloseTo(0.14);
    expect(frames.middle(5)).toBeCloseTo(1.375);
    expect(frames.middle(-3)).toBeCloseTo(0.02);
  });

  it('knows nothing of what comes after its last frame while the file is still being read', () => {
    const frames = new FrameTable(Float64Array.from(TIMES), false);
    expect([0.2, 1, 1.1].map((t) => frames.at(t))).toEqual([3, 5, -1]);
  });

  it('says so when it is empty', () => {
    expect(new FrameTable(new Float64Array()).at(3)).toBe(-1);
  });
});

describe('PlaybackClock', () => {
  it('seeks to the middle of the frame that holds the time and shows where that frame begins', () => {
    const { player, clock } = start();
    clock.seek(230);
    player.arrive();
    expect(player.seeks).toEqual([0.225]);
    expect(clock.now).toMatchObject({ frame: 3, ms: 200, playing: false });
  });

  it('stands at the time itself when asked to, until it moves on', () => {
    const { player, clock } = start();
    clock.seekExactly(230);
    player.arrive();
    expect(player.seeks).toEqual([0.225]);
    expect(clock.now).toMatchObject({ frame: 3, ms: 230 });
    clock.step(1);
    player.arrive();
    expect(clock.now).toMatchObject({ frame: 4, ms: 250 });
  });

  it('counts steps from the frame that was asked for, not from the one still shown', () => {
    const { player, clock } = start();
    clock.step(1);
    clock.step(1);
    clock.step(1);
    expect(clock.now.frame).toBe(3);
    expect(player.seeks).toEqual([0.06]);
    player.arrive();
    expect(player.seeks.at(-1)).toBeCloseTo(0.225);
    player.arrive();
    expect(clock.now.frame).toBe(3);
    expect(player.seeks).toHaveLength(2);
  });

  it('stays within the recording', () => {
    const { player, clock } = start();
    clock.step(-1);
    player.arrive();
    expect(clock.now.frame).toBe(0);
    clock.step(100);
    player.arrive();
    expect(clock.now.frame).toBe(5);
  });

  it('asks for the next turn only while it plays', async () => {
    const { player, ticker, clock } = start();
    expect(ticker.waiting.size).toBe(0);
    await clock.play();
    expect(ticker.waiting.size).toBe(1);
    player.advance(0.5);
    ticker.turn(16);
    expect(clock.now).toMatchObject({ frame: 4, ms: 500, playing: true });
    clock.stop();
    ticker.turn(32);
    expect(ticker.waiting.size).toBe(0);
    expect(clock.now).toMatchObject({ frame: 4, ms: 250, playing: false });
  });

  it('tells listeners only what changed', () => {
    const { player, clock } = start();
    const heard = vi.fn();
    const off = clock.subscribe(heard);
    player.dispatchEvent(new Event('timeupdate'));
    expect(heard).not.toHaveBeenCalled();
    clock.seekFrame(2);
    expect(heard).toHaveBeenCalledTimes(1);
    off();
    clock.seekFrame(3);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('doubles its speed with each L up to four and goes back by seeking with J', async () => {
    const { player, ticker, clock } = start();
    for (const speed of [1, 2, 4, 4]) {
      await clock.shuttle(1);
      expect(player.playbackRate).toBe(speed);
    }
    player.advance(2);
    await clock.shuttle(-1);
    expect(player.paused).toBe(true);
    ticker.turn(1000);
    ticker.turn(1500);
    expect(player.seeks.at(-1)).toBeCloseTo(1.5);
    player.arrive();
    expect(clock.now).toMatchObject({ rate: -1, playing: true });
    clock.stop();
    ticker.turn(1600);
    expect(ticker.waiting.size).toBe(0);
  });

  it('falls back to the plain time when the frame times are unknown', () => {
    const player = new FakePlayer();
    const clock = new PlaybackClock(player, new HandTicker(), '');
    clock.seek(1234);
    player.arrive();
    expect(clock.now).toMatchObject({ ms: 1234, frame: -1 });
  });
});
