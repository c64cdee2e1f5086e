/** The value of a curve at a time, in words. */
import type { Columns } from '../api/columns';
import { lowerBound } from './timeline/brush';

/** The last value at or before a time, as `0.034`; `undefined` where nothing was measured. */
export function valueAt(columns: Columns | undefined, channel: string, ms: number): string | undefined {
  if (columns?.kind !== 'curve') return undefined;
  const bounds = columns.channels.get(channel);
  const index = lowerBound(columns.time, Math.round(ms) + 1) - 1;
  const value = bounds?.high[index];
  return value === undefined || Number.isNaN(value) ? undefined : value.toFixed(3);
}
