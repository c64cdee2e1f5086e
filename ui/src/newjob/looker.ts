/** Looks into files, two at a time, each once: what is asked again gets the same answer. */
import type { Facts } from '../api/presets';

const AT_ONCE = 2;

export class Looker {
  private readonly known = new Map<string, Promise<Facts>>();
  private readonly waiting: { path: string; go: () => void }[] = [];
  private readonly stopping = new AbortController();
  private running = 0;

  constructor(
    private readonly probe: (path: string, signal: AbortSignal) => Promise<Facts>,
    private readonly began: (path: string) => void,
  ) {}

  look(path: string): Promise<Facts> {
    const found = this.known.get(path);
    if (found) return found;
    const answer = new Promise<void>((go) => {
      this.waiting.push({ path, go });
      this.next();
    }).then(() => this.ask(path));
    this.known.set(path, answer);
    return answer;
  }

  /** Looks again when it is asked again; a file that was not looked into yet is not. */
  forget(path: string): void {
    this.known.delete(path);
    const at = this.waiting.findIndex((other) => other.path === path);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  stop(): void {
    this.waiting.length = 0;
    this.stopping.abort();
  }

  private async ask(path: string): Promise<Facts> {
    this.began(path);
    try {
      return await this.probe(path, this.stopping.signal);
    } finally {
      this.running -= 1;
      this.next();
    }
  }

  private next(): void {
    if (this.running >= AT_ONCE) return;
    const first = this.waiting.shift();
    if (!first) return;
    this.running += 1;
    first.go();
  }
}
