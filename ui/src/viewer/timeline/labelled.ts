/** The intervals of a track that carry one of some labels: a row of one person out of the presence of all. */
import { segments, type SegmentColumns } from '../../api/columns';
import type { Piece } from './brush';

// Rows are painted sixty times a second; an answer is filtered once for each set of labels.
const known = new WeakMap<SegmentColumns, WeakMap<ReadonlySet<string>, SegmentColumns>>();

export function labelled(pieces: readonly Piece<SegmentColumns>[], labels: ReadonlySet<string> | undefined): readonly Piece<SegmentColumns>[] {
  if (!labels) return pieces;
  return pieces.map(({ from, columns }) => ({ from, columns: filtered(columns, labels) }));
}

function filtered(columns: SegmentColumns, labels: ReadonlySet<string>): SegmentColumns {
  const answers = known.get(columns) ?? new WeakMap<ReadonlySet<string>, SegmentColumns>();
  known.set(columns, answers);
  const before = answers.get(labels);
  if (before) return before;
  const wanted = columns.labels.map((label) => labels.has(label));
  const rows = Array.from(columns.label.keys()).filter((i) => wanted[columns.label[i] ?? 0]);
  const pick = (values: Int32Array) => Int32Array.from(rows, (i) => values[i] ?? 0);
  const made = segments({
    items: rows.length, total: rows.length, reduced: columns.reduced, labels: columns.labels, start: pick(columns.start), end: pick(columns.end),
    label: Uint16Array.from(rows, (i) => columns.label[i] ?? 0), score: Float32Array.from(rows, (i) => columns.score[i] ?? Number.NaN),
  });
  answers.set(labels, made);
  return made;
}
