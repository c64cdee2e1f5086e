/** What stands for the picture on screen, for words beside it: a new one whenever anything of it changes. */
import type { Chunks } from './chunks';
import type { Kind } from './identities';
import { valuesAt, type Figure } from './scene';
import type { Look } from './ticks';

export class Told {
  constructor(
    private readonly figures: readonly Figure[] = [],
    private readonly looks: Readonly<Partial<Record<Kind, Look>>> = {},
    private readonly ages: Readonly<Partial<Record<Kind, number>>> = {},
    private readonly chunks?: Chunks,
  ) {}

  /** The look of a kind that stands for the picture. */
  look(kind: Kind): Look | undefined {
    return this.looks[kind];
  }

  /** How many milliseconds before the frame on screen that look was. */
  age(kind: Kind): number {
    return this.ages[kind] ?? 0;
  }

  figure(kind: Kind, object: number): Figure | undefined {
    return this.figures.find(({ identity }) => identity.kind === kind && identity.object === object);
  }

  /** What a track holds of one object at that look. */
  values(kind: Kind, track: string, object: number): Map<string, number> | undefined {
    const look = this.look(kind);
    return look && valuesAt(this.chunks?.at(track, look.ms), look.ms, object);
  }
}
