/** Makes rows of objects; for tests only. */
import type { ObjectColumns } from '../../api/columns';

/** Rows of [time, object, ...values in the order of the channels]. */
export function objects(channels: readonly string[], rows: readonly (readonly number[])[]): ObjectColumns {
  const column = (nth: number) => Float32Array.from(rows, (row) => row[nth + 2] ?? Number.NaN);
  return {
    kind: 'objects', items: rows.length, total: rows.length, reduced: false, time: Int32Array.from(rows, (row) => row[0] ?? 0),
    object: Int32Array.from(rows, (row) => row[1] ?? 0), score: new Float32Array(rows.length).fill(0.9),
    channels: new Map(channels.map((name, nth) => [name, column(nth)])),
  };
}
