import { describe, expect, it } from "vitest";
import { wire } from "../test/fixtures";
import { ColumnsError, decodeColumns } from "./columns";

const shots = () =>
  wire({ kind: "segments", labels: ["shot"] }, [
    { name: "start_ms", values: Int32Array.of(-5, 2480) },
    { name: "end_ms", values: Int32Array.of(2480, 4720) },
    { name: "label", values: Uint16Array.of(0, 0) },
    { name: "score", values: Float32Array.of(NaN, 31.5) },
  ]);

describe("columns from the wire", () => {
  it("gives segments as typed arrays that look into the answer", () => {
    const bytes = shots();
    const read = decodeColumns(bytes);
    if (read.kind !== "segments") throw new Error("these are segments");
    expect([...read.start]).toEqual([-5, 2480]);
    expect([...read.end]).toEqual([2480, 4720]);
    expect(read.score[0]).toBeNaN();
    expect(read.score[1]).toBe(31.5);
    expect(read.start.buffer, "nothing is copied").toBe(bytes);
  });

  it("gives an unreduced curve with the same values as smallest and largest", () => {
    const bytes = wire({ kind: "curve", channels: ["whole"] }, [
      { name: "time_ms", values: Int32Array.of(0, 40) },
      { name: "whole", values: Float32Array.of(0.25, NaN) },
    ]);
    const read = decodeColumns(bytes);
    if (read.kind !== "curve") throw new Error("this is a curve");
    expect([...read.time]).toEqual([0, 40]);
    expect([...(read.channels.get("whole")?.max ?? [])]).toEqual([0.25, NaN]);
    expect(read.channels.get("whole")?.min).toBe(read.channels.get("whole")?.max);
  });

  it("keeps both ends of the buckets of a reduced curve", () => {
    const bytes = wire({ kind: "curve", reduced: true, channels: ["whole"] }, [
      { name: "time_ms", values: Int32Array.of(0) },
      { name: "whole.min", values: Float32Array.of(0.5) },
      { name: "whole.max", values: Float32Array.of(0.75) },
    ]);
    const read = decodeColumns(bytes);
    if (read.kind !== "curve") throw new Error("this is a curve");
    expect(read.channels.get("whole")).toEqual({ min: Float32Array.of(0.5), max: Float32Array.of(0.75) });
  });

  it("reads an answer without items", () => {
    const none = new Int32Array();
    const bytes = wire({ kind: "curve", channels: [] }, [{ name: "time_ms", values: none }]);
    expect(decodeColumns(bytes)).toMatchObject({ kind: "curve", total: 0 });
  });

  it("refuses an answer that is cut anywhere", () => {
    const bytes = shots();
    for (let length = 0; length < bytes.byteLength; length += 1) {
      const cut = () => decodeColumns(bytes.slice(0, length));
      // the padding after the last column may be missing: no value is lost with it
      if (length >= bytes.byteLength - 7) continue;
      expect(cut, `cut at ${length}`).toThrow();
    }
  });

  it("refuses a column of another type", () => {
    const bytes = wire({ kind: "curve", channels: [] }, [{ name: "time_ms", values: Float32Array.of(1) }]);
    expect(() => decodeColumns(bytes)).toThrow(ColumnsError);
  });
});
