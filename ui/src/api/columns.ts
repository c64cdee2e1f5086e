/**
 * Reads the columns format: `u32 LE head length | JSON head | padding to 8 | columns`. The answer's typed
 * arrays are views into the bytes, nothing is copied. Bytes that do not fit their own head are refused in words.
 */

/** Intervals with a label, sorted by start. */
export interface SegmentColumns {
  readonly kind: 'segments';
  readonly items: number;
  /** Items in the window before neighbours were merged. */
  readonly total: number;
  readonly reduced: boolean;
  readonly labels: readonly string[];
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Index into `labels`. */
  readonly label: Uint16Array;
  /** NaN where there is none. */
  readonly score: Float32Array;
  /** Length of the longest item in milliseconds: how far left a visible item can begin. */
  readonly longest: number;
  /** Further fields of each item, when they were asked for and nothing was merged. */
  readonly data?: readonly Record<string, unknown>[];
}

/** Smallest and largest value of a channel per item; the same array twice when nothing was merged. */
export interface Bounds {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** Samples of one or more channels, sorted by time. */
export interface CurveColumns {
  readonly kind: 'curve';
  readonly items: number;
  readonly total: number;
  readonly reduced: boolean;
  readonly time: Int32Array;
  readonly channels: ReadonlyMap<string, Bounds>;
}

export type Columns = SegmentColumns | CurveColumns;

/** Measurements of several objects a tick, sorted by time. Whole ticks are left out when `reduced`. */
export interface ObjectColumns {
  readonly kind: 'objects';
  readonly items: number;
  readonly total: number;
  readonly reduced: boolean;
  readonly time: Int32Array;
  /** Number of the object of each row. */
  readonly object: Int32Array;
  /** NaN where there is none. */
  readonly score: Float32Array;
  /** NaN where nothing was measured. */
  readonly channels: ReadonlyMap<string, Float32Array>;
}

export type AnyColumns = Columns | ObjectColumns;

/** The bytes are not what their head says. */
export class ColumnsError extends Error {
  override readonly name = 'ColumnsError';
}

type Values = Int32Array | Uint16Array | Float32Array;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function count(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ColumnsError(`the head of the columns has no usable \`${what}\`: got ${JSON.stringify(value)}`);
}

function headOf(bytes: ArrayBuffer): Record<string, unknown> {
  if (bytes.byteLength < 4) throw new ColumnsError(`the columns end after ${bytes.byteLength} bytes, before their head`);
  const length = new DataView(bytes).getUint32(0, true);
  if (4 + length > bytes.byteLength) {
    throw new ColumnsError(`the columns announce a head of ${length} bytes but only ${bytes.byteLength - 4} follow`);
  }
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  } catch (failure) {
    throw new ColumnsError(`the head of the columns is not JSON: ${String(failure)}`);
  }
  if (!isObject(head)) throw new ColumnsError('the head of the columns is not an object');
  return head;
}

function view(bytes: ArrayBuffer, column: Record<string, unknown>, items: number): Values {
  const name = String(column['name']);
  const offset = count(column['offset'], `offset of ${name}`);
  const length = count(column['length'], `length of ${name}`);
  const type = column['type'];
  if (type !== 'i32' && type !== 'u16' && type !== 'f32') {
    throw new ColumnsError(`column \`${name}\` has the unknown type ${JSON.stringify(type)}`);
  }
  if (length !== items) throw new ColumnsError(`column \`${name}\` has ${length} values, the head says ${items}`);
  if (offset % 8 !== 0) throw new ColumnsError(`column \`${name}\` begins at ${offset}, which is no multiple of 8`);
  const end = offset + length * (type === 'u16' ? 2 : 4);
  if (end > bytes.byteLength) {
    throw new ColumnsError(`column \`${name}\` ends at ${end}, the answer already at ${bytes.byteLength}`);
  }
  if (type === 'i32') return new Int32Array(bytes, offset, length);
  return type === 'u16' ? new Uint16Array(bytes, offset, length) : new Float32Array(bytes, offset, length);
}

function ascending(times: Int32Array, name: string): Int32Array {
  for (let i = 1; i < times.length; i++) {
    if ((times[i] ?? 0) < (times[i - 1] ?? 0)) throw new ColumnsError(`column \`${name}\` is not sorted at item ${i}`);
  }
  return times;
}

class Body {
  private readonly columns = new Map<string, Values>();

  constructor(bytes: ArrayBuffer, head: Record<string, unknown>, items: number) {
    const columns = head['columns'];
    if (!Array.isArray(columns)) throw new ColumnsError('the head of the columns names no columns');
    for (const column of columns) {
      if (!isObject(column)) throw new ColumnsError('a column in the head is not an object');
      this.columns.set(String(column['name']), view(bytes, column, items));
    }
  }

  i32(name: string): Int32Array {
    const values = this.columns.get(name);
    if (values instanceof Int32Array) return values;
    throw new ColumnsError(`column \`${name}\` of type i32 is missing`);
  }

  u16(name: string): Uint16Array {
    const values = this.columns.get(name);
    if (values instanceof Uint16Array) return values;
    throw new ColumnsError(`column \`${name}\` of type u16 is missing`);
  }

  has(name: string): boolean {
    return this.columns.has(name);
  }

  f32(name: string): Float32Array {
    const values = this.columns.get(name);
    if (values instanceof Float32Array) return values;
    throw new ColumnsError(`column \`${name}\` of type f32 is missing`);
  }
}

/** Reads an answer. Throws `ColumnsError` when the bytes do not fit their head. */
export function decodeColumns(bytes: ArrayBuffer): AnyColumns {
  const head = headOf(bytes);
  const items = count(head['items'], 'items');
  const total = count(head['total'], 'total');
  const reduced = head['reduced'] === true;
  const body = new Body(bytes, head, items);
  if (head['kind'] === 'segments') {
    const labels = head['labels'];
    if (!isStrings(labels)) throw new ColumnsError('the labels in the head are not a list of words');
    const label = body.u16('label');
    if (label.some((index) => index >= labels.length)) throw new ColumnsError('an item points to a label that the head does not name');
    const plain = { items, total, reduced, labels, start: body.i32('start_ms'), end: body.i32('end_ms'), label, score: body.f32('score') };
    const data = head['data'];
    return segments(Array.isArray(data) && data.length === items && data.every(isObject) ? { ...plain, data } : plain);
  }
  if (head['kind'] !== 'curve' && head['kind'] !== 'objects') {
    throw new ColumnsError(`columns of the unknown kind ${JSON.stringify(head['kind'])}`);
  }
  const names = head['channels'];
  if (!isStrings(names)) throw new ColumnsError('the channels in the head are not a list of words');
  // one object alone, merged, has no row to name it: it is a curve
  if (head['kind'] === 'objects' && body.has('object')) {
    const time = ascending(body.i32('time_ms'), 'time_ms');
    const values = new Map(names.map((name) => [name, body.f32(name)]));
    return { kind: 'objects', items, total, reduced, time, object: body.i32('object'), score: body.f32('score'), channels: values };
  }
  const channels = new Map<string, Bounds>();
  for (const name of names) {
    const low = body.f32(reduced ? `${name}.min` : name);
    channels.set(name, { low, high: reduced ? body.f32(`${name}.max`) : low });
  }
  return { kind: 'curve', items, total, reduced, time: ascending(body.i32('time_ms'), 'time_ms'), channels };
}

/** Segments with their longest length; throws when starts are not sorted. */
export function segments(parts: Omit<SegmentColumns, 'kind' | 'longest'>): SegmentColumns {
  ascending(parts.start, 'start_ms');
  let longest = 0;
  for (let i = 0; i < parts.items; i++) longest = Math.max(longest, (parts.end[i] ?? 0) - (parts.start[i] ?? 0));
  return { kind: 'segments', longest, ...parts };
}

/** The same items on a clock that began `by` milliseconds later. */
export function earlier<T extends AnyColumns>(columns: T, by: number): T;
export function earlier(columns: AnyColumns, by: number): AnyColumns {
  if (by === 0) return columns;
  if (columns.kind !== 'segments') return { ...columns, time: columns.time.map((t) => t - by) };
  return { ...columns, start: columns.start.map((t) => t - by), end: columns.end.map((t) => t - by) };
}
