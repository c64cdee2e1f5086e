import { describe, expect, it } from "vitest";
import { job, step } from "../test/fixtures";
import { pace } from "./RunningJob";
import { sorted } from "./Queue";

describe("the queue", () => {
  it("lists each job once, waiting ones by their place", () => {
    const jobs = [
      job({ id: "w2", queue_position: 2 }),
      job({ id: "w1", queue_position: 1 }),
      job({ id: "r", status: "running" }),
      job({ id: "f", status: "failed" }),
      job({ id: "old", status: "completed", updated_at: "2026-05-01T00:00:00Z" }),
      job({ id: "new", status: "cancelled", updated_at: "2026-05-02T00:00:00Z" }),
    ];
    const { running, waiting, failed, finished } = sorted(jobs);
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    expect([running, waiting, failed, finished].map(ids)).toEqual([["r"], ["w1", "w2"], ["f"], ["new", "old"]]);
  });

  it("says the pace of the slowest step that runs", () => {
    const pipelines = [
      step({ status: "running", frames_per_second: 64 }),
      step({ status: "running", frames_per_second: 21.4 }),
      step({ status: "succeeded", frames_per_second: 3 }),
    ];
    expect(pace(job({ pipelines }))).toBe("21 frames/s");
    expect(pace(job())).toBe("–");
  });
});
