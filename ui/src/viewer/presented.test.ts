import { describe, expect, it, vi } from 'vitest';
import { FrameTable } from './frames';
import { Presented, tellsMediaTime, type Picturing } from './presented';

const CHROMIUM = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const HEADLESS = CHROMIUM.replace('Chrome', 'HeadlessChrome');
const WEBKIT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';
const FRAMES = new FrameTable(Float64Array.of(0, 0.04, 0.08, 0.12));

class Screen implements Picturing {
  currentTime = 0;
  seeking = false;
  private waiting: ((now: number, picture: { mediaTime: number }) => void)[] = [];

  requestVideoFrameCallback(callback: (now: number, picture: { mediaTime: number }) => void): number {
    return this.waiting.push(callback);
  }

  cancelVideoFrameCallback(): void {
    this.waiting = [];
  }

  present(mediaTime: number): void {
    for (const callback of this.waiting.splice(0)) callback(0, { mediaTime });
  }
}

describe('Presented', () => {
  it('tells the engines apart', () => {
    expect([CHROMIUM, HEADLESS, WEBKIT].map(tellsMediaTime)).toEqual([true, true, false]);
  });

  it('believes Chromium what was presented, whatever its position says', () => {
    const screen = new Screen();
    const changed = vi.fn();
    const shown = new Presented(screen, CHROMIUM, changed);
    screen.present(0.08);
    screen.currentTime = 0.075;
    expect(shown.frame(FRAMES, -1)).toBe(2);
    screen.present(0.12);
    expect(shown.frame(FRAMES, -1)).toBe(3);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('reads the position in WebKit, whose presented times are two frames late', () => {
    const screen = new Screen();
    const shown = new Presented(screen, WEBKIT, () => undefined);
    screen.currentTime = 0.1;
    screen.present(0);
    expect(shown.frame(FRAMES, -1)).toBe(2);
  });

  it('stays with the old frame while a seek is under way', () => {
    const screen = new Screen();
    const shown = new Presented(screen, WEBKIT, () => undefined);
    Object.assign(screen, { seeking: true, currentTime: 0.13 });
    expect(shown.frame(FRAMES, 1)).toBe(1);
    screen.seeking = false;
    expect(shown.frame(FRAMES, 1)).toBe(3);
  });

  it('hears nothing any more once it is disposed of', () => {
    const screen = new Screen();
    const changed = vi.fn();
    new Presented(screen, CHROMIUM, changed).dispose();
    screen.present(0.04);
    expect(changed).not.toHaveBeenCalled();
  });
});
