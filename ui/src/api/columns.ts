/**
 * Annotations as the API sends them: `u32` length of the head, JSON head, then raw little-endian columns,
 * each at a multiple of 8 from the start. The views below look into the received bytes; nothing is copied.
 */

export type Segments = {
  kind: "segments";
  reduced: boolean;
  total: number;
  labels: string[];
  start: Int32Array;
  end: Int32Array;
  label: Uint16Array;
  /** NaN where there is no score. */
  score: Float32Array;
};

export type Curve = {
  kind: "curve";
  /** Whether an item is a bucket of time with a smallest and a largest value. */
  reduced: boolean;
  total: number;
  time: Int32Array;
  /** By channel. Unreduced, `min` and `max` are the same values. NaN where nothing was measured. */
  channels: Map<string, { min: Float32Array; max: Float32Array }>;
};

export type Columns = Segments | Curve;

type Layout = { name: string; type: "i32" | "u16" | "f32"; offset: number; length: number };
type Head = {
  kind: "segments" | "curve";
  reduced: boolean;
  total: number;
  labels: string[];
  channels: string[];
  columns: Layout[];
};

export class ColumnsError extends Error {
  override name = "ColumnsError";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const isText = (value: unknown): value is string => typeof value === "string";

function isLayout(value: unknown): value is Layout {
  return (
    isRecord(value) &&
    isText(value["name"]) &&
    (value["type"] === "i32" || value["type"] === "u16" || value["type"] === "f32") &&
    Number.isInteger(value["offset"]) &&
    Number.isInteger(value["length"])
  );
}

function isHead(value: unknown): value is Head {
  return (
    isRecord(value) &&
    (value["kind"] === "segments" || value["kind"] === "curve") &&
    typeof value["reduced"] === "boolean" &&
    typeof value["total"] === "number" &&
    Array.isArray(value["labels"]) &&
    value["labels"].every(isText) &&
    Array.isArray(value["channels"]) &&
    value["channels"].every(isText) &&
    Array.isArray(value["columns"]) &&
    value["columns"].every(isLayout)
  );
}

/** Looks up columns by name and checks that each lies inside the answer. */
class Body {
  readonly #bytes: ArrayBuffer;
  readonly #layouts: Map<string, Layout>;

  constructor(bytes: ArrayBuffer, head: Head) {
    this.#bytes = bytes;
    this.#layouts = new Map(head.columns.map((column) => [column.name, column]));
  }

  #find(name: string, type: Layout["type"]): Layout {
    const layout = this.#layouts.get(name);
    if (layout?.type !== type) throw new ColumnsError(`the answer has no ${type} column "${name}"`);
    const width = type === "u16" ? 2 : 4;
    if (layout.offset % 8 !== 0 || layout.offset + layout.length * width > this.#bytes.byteLength)
      throw new ColumnsError(`the column "${name}" lies outside the answer`);
    return layout;
  }

  i32(name: string): Int32Array {
    const { offset, length } = this.#find(name, "i32");
    return new Int32Array(this.#bytes, offset, length);
  }

  u16(name: string): Uint16Array {
    const { offset, length } = this.#find(name, "u16");
    return new Uint16Array(this.#bytes, offset, length);
  }

  f32(name: string): Float32Array {
    const { offset, length } = this.#find(name, "f32");
    return new Float32Array(this.#bytes, offset, length);
  }
}

export function decodeColumns(bytes: ArrayBuffer): Columns {
  if (bytes.byteLength < 4) throw new ColumnsError("the answer ends before its head");
  const length = new DataView(bytes).getUint32(0, true);
  if (4 + length > bytes.byteLength) throw new ColumnsError("the answer ends inside its head");
  const head: unknown = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  if (!isHead(head)) throw new ColumnsError("the head of the answer is not what this version reads");
  const body = new Body(bytes, head);
  const { reduced, total, labels } = head;
  switch (head.kind) {
    case "segments":
      return {
        kind: "segments",
        reduced,
        total,
        labels,
        start: body.i32("start_ms"),
        end: body.i32("end_ms"),
        label: body.u16("label"),
        score: body.f32("score"),
      };
    case "curve":
      return { kind: "curve", reduced, total, time: body.i32("time_ms"), channels: channels(head, body) };
  }
}

function channels(head: Head, body: Body): Curve["channels"] {
  const read = (name: string) => {
    if (head.reduced) return { min: body.f32(`${name}.min`), max: body.f32(`${name}.max`) };
    const values = body.f32(name);
    return { min: values, max: values };
  };
  return new Map(head.channels.map((name) => [name, read(name)]));
}
