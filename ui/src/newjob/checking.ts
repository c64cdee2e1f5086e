/** The validator as one types: asks a moment after the last key, and only the newest answer counts. */
import type { Verdict, Wish } from '../api/presets';

export type Check =
  | { phase: 'checking'; verdict: Verdict | null }
  | { phase: 'done'; verdict: Verdict }
  | { phase: 'failed'; verdict: Verdict | null; failure: Error };

export const WAIT_MS = 150;

export class Checker {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: AbortController | undefined;
  private verdict: Verdict | null = null;

  constructor(
    private readonly validate: (wish: Wish, signal: AbortSignal) => Promise<Verdict>,
    private readonly tell: (check: Check) => void,
  ) {}

  /** Asks when nothing else is typed for a moment. The last verdict stands until then. */
  later(wish: Wish): void {
    this.stop();
    this.tell({ phase: 'checking', verdict: this.verdict });
    this.timer = setTimeout(() => void this.now(wish), WAIT_MS);
  }

  /** Asks at once. Null when it could not be asked or something newer was. */
  async now(wish: Wish): Promise<Verdict | null> {
    this.stop();
    const asked = new AbortController();
    this.asked = asked;
    try {
      const verdict = await this.validate(wish, asked.signal);
      if (asked.signal.aborted) return null;
      this.verdict = verdict;
      this.tell({ phase: 'done', verdict });
      return verdict;
    } catch (failure) {
      if (asked.signal.aborted) return null;
      this.tell({ phase: 'failed', verdict: this.verdict, failure: failure instanceof Error ? failure : new Error(String(failure)) });
      return null;
    }
  }

  /** Forgets what was to be asked and drops the answer that is on its way. */
  stop(): void {
    clearTimeout(this.timer);
    this.asked?.abort();
  }
}
