import { describe, expect, it } from "vitest";
import { FrameTable } from "./clock";

// variable frame rate: 40, 40, 20, 100 ms
const table = new FrameTable(Float64Array.of(0, 0.04, 0.08, 0.1, 0.2));

describe("the frame table", () => {
  it("finds the frame that is shown, by the file's own times", () => {
    expect([0, 0.039, 0.04, 0.09, 0.1, 0.15, 9].map((s) => table.indexAt(s))).toEqual([0, 0, 1, 2, 3, 3, 4]);
  });

  it("forgives the player a hair's breadth", () => {
    expect(table.indexAt(0.0799999)).toBe(2);
  });

  it("steps to the middle of the next frame's interval", () => {
    expect(table.step(0.02, 1)).toBeCloseTo(0.06);
    expect(table.step(0.09, 1), "frames differ in length").toBeCloseTo(0.15);
    expect(table.step(0.06, -1)).toBeCloseTo(0.02);
  });

  it("stays inside the recording", () => {
    expect(table.indexAt(table.step(0.02, -5))).toBe(0);
    expect(table.indexAt(table.step(0.2, 5))).toBe(4);
    expect(new FrameTable(new Float64Array()).step(1, 1)).toBe(0);
  });
});
