/** What begins and ends at a time, of all rows, in order: for the list, for keys, and for screen readers. */
import type { Segments } from "../api/columns";
import { viewer } from "./strings";
import { lowerBound } from "./timeline/view";

export type EventItem = {
  row: string;
  pipeline: string;
  label: string;
  start: number;
  end: number;
  /** Mean certainty, where it was measured. */
  score: number | null;
};

/** The words for the labels that pipelines write. */
const NAMES: Record<string, (index: number) => string> = {
  shot: (index) => viewer.shot(index + 1),
  fade: () => viewer.fade,
  speech: () => viewer.speech,
};

export function itemsOf(row: string, pipeline: string, data: Segments): EventItem[] {
  return Array.from(data.start, (start, index) => {
    const word = data.labels[data.label[index] ?? 0] ?? "";
    const score = data.score[index] ?? NaN;
    return {
      row,
      pipeline,
      label: NAMES[word]?.(index) ?? word,
      start,
      end: data.end[index] ?? start,
      score: Number.isNaN(score) ? null : score,
    };
  });
}

export function inOrder(items: readonly EventItem[]): EventItem[] {
  return [...items].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The frame that is shown, in milliseconds: events that begin inside it count as reached. */
export type Shown = { start: number; end: number };

export function eventAfter(starts: readonly number[], shown: Shown): number | null {
  const at = lowerBound(starts, Math.ceil(shown.end));
  return at < starts.length ? at : null;
}

export function eventBefore(starts: readonly number[], shown: Shown): number | null {
  const at = lowerBound(starts, Math.floor(shown.start)) - 1;
  return at >= 0 ? at : null;
}

/** How many events have begun by now. */
export function reached(starts: readonly number[], shown: Shown): number {
  return lowerBound(starts, Math.ceil(shown.end));
}
