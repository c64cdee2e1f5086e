import { describe, expect, it } from "vitest";
import { curve, segments } from "../../test/fixtures";
import { Recorder } from "../../test/recorder";
import { niceTop, paintCurve, usualStep } from "./curve";
import { markLabel, marks } from "./ruler";
import { detailOf, paintSegments, type SegmentOptions } from "./segments";
import { shifted } from "./shift";
import { lowerBound, TimeView } from "./view";

const look = { fill: "body", edge: "edge", text: "ink" };
const options: SegmentOptions = { look, unit: 1, label: (start) => `at ${start}` };
const band = { y: 10, height: 20 };

function view(end: number, width = 1000): TimeView {
  const made = new TimeView(end);
  made.width = width;
  return made;
}

const whole = (n: number) => Number.isInteger(n);

describe("segments on the timeline", () => {
  it("have the level of detail that their pixels allow", () => {
    expect([25, 24, 6, 5.9, 2, 1.9].map(detailOf)).toEqual(["text", "box", "box", "bar", "bar", "density"]);
  });

  it("are drawn on whole pixels with one pixel of ground between neighbours", () => {
    const pen = new Recorder();
    paintSegments(pen, band, view(1000), segments([[0, 333], [333, 1000]]), options);
    const bodies = pen.rects.filter(({ fill }) => fill === "body");
    expect(bodies).toEqual([
      { x: 0, y: 10, w: 332, h: 20, fill: "body" },
      { x: 333, y: 10, w: 666, h: 20, fill: "body" },
    ]);
    expect(pen.rects.every(({ x, y, w, h }) => [x, y, w, h].every(whole))).toBe(true);
    expect(pen.lines, "never a path").toEqual([]);
  });

  it("write text only where it fits whole", () => {
    const pen = new Recorder();
    paintSegments(pen, band, view(1000), segments([[0, 26], [100, 200]]), options);
    expect(pen.texts.map(({ text }) => text)).toEqual(["at 100"]);
  });

  it("keep a single short one visible in three hours", () => {
    const pen = new Recorder();
    paintSegments(pen, band, view(10_800_000), segments([[5_400_000, 5_400_040]]), options);
    expect(pen.rects).toHaveLength(1);
    expect(pen.rects[0]).toMatchObject({ x: 500, w: 1 });
    expect(pen.rects[0]?.h).toBeGreaterThanOrEqual(1);
  });

  it("become a strip of runs when dense: a million cost no more than pixels", () => {
    const pen = new Recorder();
    const spans = Array.from({ length: 100_000 }, (_, i): [number, number] => [i * 100, i * 100 + 60]);
    paintSegments(pen, band, view(10_000_000), segments(spans), options);
    expect(pen.rects.length).toBeLessThan(20);
    const covered = pen.rects.reduce((sum, { w }) => sum + w, 0);
    expect(covered, "no pixel without its share").toBe(1000);
  });

  it("outside the view cost nothing", () => {
    const pen = new Recorder();
    const near = view(100_000);
    near.show(50_000, 1000);
    paintSegments(pen, band, near, segments([[0, 10], [49_000, 52_000], [90_000, 91_000]]), options);
    expect(pen.rects.filter(({ fill }) => fill === "body")).toHaveLength(1);
  });
});

describe("curves on the timeline", () => {
  const draw = (data: ReturnType<typeof curve>, end: number) => {
    const pen = new Recorder();
    const at = { channel: "whole", look: { line: "line", fill: "area" }, top: 1, unit: 1 };
    paintCurve(pen, { y: 0, height: 40 }, view(end), data, at);
    return pen;
  };

  it("are one line where points are apart", () => {
    const pen = draw(curve([0, 100, 200], [0, 0.5, 1]), 1000);
    expect(pen.strokes).toBe(1);
    expect(pen.lines.at(-1)).toEqual([
      { x: 0, y: 40 },
      { x: 100, y: 20 },
      { x: 200, y: 0 },
    ]);
  });

  it("break where nothing was measured and never join across a hole", () => {
    expect(draw(curve([0, 100, 200, 300, 400], [1, 1, NaN, 1, 1]), 1000).strokes).toBe(2);
    expect(draw(curve([0, 100, 200, 900, 1000], [1, 1, 1, 1, 1]), 1000).strokes).toBe(2);
  });

  it("keep a peak of one value when a pixel holds many", () => {
    const time = Array.from({ length: 50_000 }, (_, i) => i * 10);
    const pen = draw(curve(time, time.map((ms) => (ms === 250_000 ? 1 : 0))), 500_000);
    expect(pen.strokes, "columns, not a path").toBe(0);
    const lines = pen.rects.filter(({ fill }) => fill === "line");
    expect(lines.some(({ y, h }) => y === 0 && h >= 39)).toBe(true);
    expect(lines.length).toBeLessThanOrEqual(1001);
  });

  it("know their usual step and a round top", () => {
    expect(usualStep(Int32Array.of(0, 40, 80, 500, 540))).toBe(40);
    expect([0.034, 0.2, 0.21, 3, 0].map(niceTop)).toEqual([0.05, 0.2, 0.5, 5, 1]);
  });
});

describe("the view", () => {
  it("zooms around the pointer", () => {
    const at = view(10_000);
    at.zoom(0.5, 250);
    expect(at.timeAt(250)).toBeCloseTo(2500);
    expect(at.span).toBe(5000);
  });

  it("never shows what is outside the recording, nor less than 10 ms", () => {
    const at = view(10_000);
    at.zoom(1e-9, 500);
    expect(at.span).toBe(10);
    at.pan(1e9);
    expect(at.to).toBe(10_000);
    at.zoom(1e9, 0);
    expect([at.from, at.to]).toEqual([0, 10_000]);
  });

  it("keeps the playhead at one third while it follows", () => {
    const at = view(100_000);
    at.show(0, 9000);
    at.follow(50_000);
    expect(at.xOf(50_000)).toBeCloseTo(1000 / 3);
    at.follow(100);
    expect(at.from, "the beginning stays at the left edge").toBe(0);
  });

  it("finds the first index not below a value", () => {
    expect([0, 5, 6, 99].map((value) => lowerBound([0, 5, 10], value))).toEqual([0, 1, 2, 3]);
  });

  it("moves times to the player's clock without touching what was read", () => {
    const read = segments([[1400, 2400]]);
    const moved = shifted(read, 1400);
    if (moved.kind !== "segments") throw new Error("still segments");
    expect([moved.start[0], moved.end[0], read.start[0]]).toEqual([0, 1000, 1400]);
    expect(shifted(read, 0)).toBe(read);
  });
});

describe("the ruler", () => {
  it("labels at least 76 pixels apart", () => {
    expect(marks(10)).toEqual({ step: 1000, minor: 100 });
    expect(marks(0.01).step / 0.01).toBeGreaterThanOrEqual(76);
    expect(marks(10_000).step).toBe(900_000);
  });

  it("writes as many decimals as the step needs", () => {
    expect(markLabel(132_500, 500)).toBe("2:12.5");
    expect(markLabel(132_560, 20)).toBe("2:12.56");
    expect(markLabel(132_560, 5)).toBe("2:12.560");
    expect(markLabel(132_000, 1000)).toBe("2:12");
  });
});
