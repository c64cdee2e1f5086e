/** Small pictures for wide shots: one request at a time, the latest wish first, a bounded number kept. */

export type PictureOf = (ms: number) => ImageBitmap | undefined;

const KEPT = 96;
const HEIGHT = 40;

export class Pictures {
  private readonly made = new Map<number, ImageBitmap | undefined>();
  private wanted: number[] = [];
  private busy = false;
  private closed = false;

  constructor(
    private readonly fetch: (ms: number) => Promise<Blob>,
    private readonly changed: () => void,
  ) {}

  /** The picture at a time if it is there; otherwise it is asked for. Without one the shot has its number alone. */
  of(ms: number): ImageBitmap | undefined {
    if (this.made.has(ms)) return this.made.get(ms);
    this.wanted = [ms, ...this.wanted.filter((other) => other !== ms)].slice(0, KEPT / 2);
    if (!this.busy) void this.work();
    return undefined;
  }

  dispose(): void {
    this.closed = true;
    this.wanted = [];
    for (const bitmap of this.made.values()) bitmap?.close();
    this.made.clear();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let ms = this.wanted.shift(); ms !== undefined; ms = this.wanted.shift()) {
      const bitmap = await this.read(ms);
      if (this.closed) {
        bitmap?.close();
        return;
      }
      this.keep(ms, bitmap);
      this.changed();
    }
    this.busy = false;
  }

  private async read(ms: number): Promise<ImageBitmap | undefined> {
    try {
      const jpeg = await this.fetch(ms);
      return await createImageBitmap(jpeg, { resizeHeight: HEIGHT, resizeQuality: 'medium' });
    } catch {
      return undefined; // the shot keeps its number; asking again would fail again
    }
  }

  private keep(ms: number, bitmap: ImageBitmap | undefined): void {
    this.made.set(ms, bitmap);
    for (const [old, gone] of this.made) {
      if (this.made.size <= KEPT) return;
      gone?.close();
      this.made.delete(old);
    }
  }
}
