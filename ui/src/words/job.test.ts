import { describe, expect, it } from "vitest";
import { job, step, video } from "../test/fixtures";
import { canOpen, cancelledWords, found, jobState, videoState } from "./job";

describe("where a job stands, in words", () => {
  it("names the place in the queue", () => {
    const words = (queue_position: number) => jobState(job({ queue_position })).words;
    expect([1, 2, 3, 4, 11, 22].map(words)).toEqual([
      "Waiting, 1st",
      "Waiting, 2nd",
      "Waiting, 3rd",
      "Waiting, 4th",
      "Waiting, 11th",
      "Waiting, 22nd",
    ]);
  });

  it("never calls a job done whose step failed", () => {
    const pipelines = [step({ status: "succeeded" }), step({ status: "failed" })];
    expect(jobState(job({ status: "completed", pipelines }))).toMatchObject({ words: "1 step failed", mark: "fail" });
  });

  it("says what was skipped", () => {
    expect(jobState(job({ status: "completed", pipelines: [step({ status: "skipped" })] })).words).toBe("Done, no sound");
  });

  it("says that a file is gone before anything else", () => {
    expect(videoState(video({ present: false, job: job({ status: "completed" }) })).words).toBe("File not found");
  });

  it("opens what was cancelled after it began, and nothing that never ran", () => {
    expect(canOpen(job({ status: "cancelled", started_at: "2026-05-01T10:00:00Z" }))).toBe(true);
    expect(canOpen(job({ status: "cancelled" }))).toBe(false);
    expect(canOpen(job({ status: "failed", pipelines: [step({ status: "failed" })] }))).toBe(false);
  });

  it("says up to where a cancelled job is kept", () => {
    expect(cancelledWords(job({ pipelines: [step({ done_ms: 490_000 })] }))).toBe(
      "Cancelled at 8:10. Everything up to there is kept.",
    );
  });

  it("counts what was found in the words of the track", () => {
    const counts = { "scene_detection.fades": 0, "scene_detection.shots": 4 };
    expect(found(step({ counts }))).toBe("4 shots");
    expect(found(step({ counts: { ...counts, "scene_detection.fades": 1 } }))).toBe("4 shots, 1 fade");
  });
});
