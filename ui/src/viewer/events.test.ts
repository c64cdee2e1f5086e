import { describe, expect, it } from "vitest";
import { job, segments, step } from "../test/fixtures";
import { eventAfter, eventBefore, inOrder, itemsOf, reached } from "./events";
import { noteOf, rowsOf } from "./rows";

describe("events", () => {
  const starts = [0, 770, 2480, 2480, 4720];
  // the frame that holds 770: it begins before it
  const shown = { start: 760, end: 800 };

  it("walk on from the frame that is shown and never stay on it", () => {
    expect(eventAfter(starts, shown)).toBe(2);
    expect(eventBefore(starts, shown)).toBe(0);
    expect(eventBefore(starts, { start: 0, end: 40 })).toBeNull();
    expect(eventAfter(starts, { start: 4720, end: 4760 })).toBeNull();
  });

  it("count as reached once their frame is shown", () => {
    expect(reached(starts, shown)).toBe(2);
    expect(reached(starts, { start: 2480, end: 2520 })).toBe(4);
  });

  it("are named and ordered by time", () => {
    const shots = itemsOf("shots", "scene_detection", segments([[0, 10], [10, 30]]));
    const speech = itemsOf("speech", "voice_activity", segments([[5, 8]], "speech"));
    const all = inOrder([...shots, ...speech]);
    expect(all.map(({ label }) => label)).toEqual(["Shot 1", "Speech", "Shot 2"]);
    expect(all[0]?.score, "NaN is no score").toBeNull();
  });
});

describe("rows", () => {
  const track = {
    key: "scene_detection.shots",
    pipeline: "scene_detection",
    title: "Shots",
    kind: "segments" as const,
    channels: [],
    items: 4,
    first_ms: 0,
    last_ms: 12_000,
  };
  const list = { job_id: "a", start_ms: 0, duration_ms: 12_000, tracks: [track] };

  it("say why they are empty", () => {
    const failure = { code: "X", message: "the model is missing", hint: null };
    expect(noteOf(step({ status: "succeeded" }), 0, "Speech")).toBe("Speech: nothing was found.");
    expect(noteOf(step({ status: "failed", error: failure }), 0, "Speech")).toBe("Speech failed: The model is missing.");
    expect(noteOf(step({ status: "skipped" }), 0, "Speech")).toContain("skipped");
    expect(noteOf(step({ status: "succeeded" }), 3, "Speech")).toBeNull();
  });

  it("stand for a step even when it left no track", () => {
    const pipelines = [step(), step({ name: "voice_activity", title: "Speech activity", status: "failed" })];
    const rows = rowsOf(list, job({ pipelines }));
    expect(rows.map(({ id, count }) => [id, count])).toEqual([["shots", "4"], ["speech", ""]]);
    expect(rows[1]?.note).toContain("failed");
  });

  it("show tracks that this version does not know", () => {
    const rows = rowsOf({ ...list, tracks: [track, { ...track, key: "new.things", title: "Things" }] }, job());
    expect(rows.map(({ title }) => title)).toEqual(["Shots", "Things"]);
  });

  it("say up to where a stopped step came", () => {
    const [row] = rowsOf(list, job({ pipelines: [step({ status: "cancelled", partial: true })] }));
    expect(row?.count).toBe("4, to 0:12");
  });
});
