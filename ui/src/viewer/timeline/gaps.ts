/** The rows of one object as a curve that is broken where the object was not there. */
import type { Bounds, CurveColumns, ObjectColumns } from '../../api/columns';
import { medianStep } from '../overlay/ticks';

/** A pause longer than so many usual distances is a gap. */
const GAP = 1.5;
/** Fewer rows say nothing about the usual distance. */
const ENOUGH = 4;

export function asCurve(columns: ObjectColumns | CurveColumns): CurveColumns {
  if (columns.kind === 'curve') return columns;
  const channels = new Map([...columns.channels].map(([name, values]): [string, Bounds] => [name, { low: values, high: values }]));
  const { items, total, reduced, time } = columns;
  return { kind: 'curve', items, total, reduced, time, channels };
}

/** Breaks the curves of one track; remembers the usual distance for parts that are too short to tell it. */
export class Breaker {
  private usual: number | undefined;

  break(curve: CurveColumns): CurveColumns {
    const own = curve.items >= ENOUGH ? medianStep(curve.time) : undefined;
    if (own !== undefined && !curve.reduced) this.usual = own;
    const step = own ?? this.usual;
    return step === undefined ? curve : broken(curve, GAP * step);
  }
}

/** The same curve with an item of nothing measured in every pause that is longer than `longest`. */
export function broken(curve: CurveColumns, longest: number): CurveColumns {
  const { time } = curve;
  const pauses: number[] = [];
  for (let i = 1; i < time.length; i++) if ((time[i] ?? 0) - (time[i - 1] ?? 0) > longest) pauses.push(i);
  if (pauses.length === 0) return curve;
  const items = curve.items + pauses.length;
  const spread = <T extends Int32Array | Float32Array>(from: T, into: T, gap: (before: number) => number): T => {
    let done = 0;
    pauses.forEach((pause, nth) => {
      into.set(from.subarray(done, pause), done + nth);
      into[pause + nth] = gap(from[pause - 1] ?? 0);
      done = pause;
    });
    into.set(from.subarray(done), done + pauses.length);
    return into;
  };
  const wide = (values: Float32Array) => spread(values, new Float32Array(items), () => Number.NaN);
  const channels = new Map([...curve.channels].map(([name, { low, high }]): [string, Bounds] => {
    const lower = wide(low);
    return [name, { low: lower, high: high === low ? lower : wide(high) }];
  }));
  return { ...curve, items, time: spread(time, new Int32Array(items), (before) => before + 1), channels };
}
