/** Starts one job for each video, in their order. Who is refused stays; what would stop all of them stops the rest. */
import type { ApiFailure } from '../api/client';
import type { Item, Trouble } from './videos';

export interface Steps {
  /** Looks into a file that was not looked into yet. */
  look: (item: Item) => Promise<void>;
  start: (item: Item) => Promise<void>;
  started: (item: Item) => void;
  refused: (item: Item, trouble: Trouble) => void;
}

const isFailure = (failure: unknown): failure is ApiFailure => failure instanceof Error && failure.name === 'ApiFailure';

/** Codes that speak of one file. Everything else would be said again for each of the others. */
const ofOneFile = (failure: unknown) =>
  isFailure(failure) && (failure.code.startsWith('MEDIA_') || ['NOT_FOUND', 'VALIDATION_ERROR', 'FILE_NOT_FOUND'].includes(failure.code));

export const troubleOf = (failure: unknown): Trouble =>
  isFailure(failure)
    ? { message: failure.message, hint: failure.hint }
    : { message: failure instanceof Error ? failure.message : String(failure), hint: null };

export interface Outcome {
  started: number;
  refused: number;
  /** Why the rest was not started; null when all were tried or the person stopped it. */
  stopped: Trouble | null;
}

export async function startAll(items: readonly Item[], steps: Steps, signal: AbortSignal): Promise<Outcome> {
  const outcome: Outcome = { started: 0, refused: 0, stopped: null };
  for (const item of items) {
    if (signal.aborted) return outcome;
    try {
      if (item.facts === null) await steps.look(item);
      if (signal.aborted) return outcome;
      await steps.start(item);
      outcome.started += 1;
      steps.started(item);
    } catch (failure) {
      if (!ofOneFile(failure)) return { ...outcome, stopped: troubleOf(failure) };
      outcome.refused += 1;
      steps.refused(item, troubleOf(failure));
    }
  }
  return outcome;
}
