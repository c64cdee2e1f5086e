import { describe, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import { job, step, video } from "../test/fixtures";
import { Intake } from "./intake";
import { dotOf } from "./Matrix";
import { counts, groupOf, shelved } from "./shelf";
import { rowAfter } from "./VideoTable";

describe("the shelf", () => {
  const videos = [
    video({ id: 1, name: "visit 2.mp4", duration_ms: 10, added_at: "2026-05-01T00:00:00Z" }),
    video({ id: 2, name: "visit 10.mp4", duration_ms: null, added_at: "2026-05-03T00:00:00Z" }),
    video({ id: 3, name: "Ärger.mp4", folder: "/study/Lab B", duration_ms: 30, added_at: "2026-05-02T00:00:00Z" }),
  ];
  const ids = (order: "newest" | "name" | "length", words = "") =>
    shelved(videos, { group: "all", order, words }).map(({ id }) => id);

  it("orders by age, by name as people count, and by length", () => {
    expect(ids("newest")).toEqual([2, 3, 1]);
    expect(ids("name")).toEqual([3, 1, 2]);
    expect(ids("length")).toEqual([3, 1, 2]);
  });

  it("finds every word in name or folder, in any case", () => {
    expect(ids("newest", "lab ärger")).toEqual([3]);
    expect(ids("newest", "visit lab")).toEqual([]);
  });

  it("counts each video in one group", () => {
    const failed = video({ job: job({ status: "completed", pipelines: [step({ status: "failed" })] }) });
    const gone = video({ present: false, job: job({ status: "completed" }) });
    expect([failed, gone].map(groupOf)).toEqual(["look", "look"]);
    const all = counts([...videos, failed, video({ job: job() }), video({ job: job({ status: "completed" }) })]);
    expect(all).toEqual({ all: 6, measured: 1, queued: 1, look: 1, unmeasured: 3 });
  });

  it("moves by keys and stays inside", () => {
    expect(rowAfter("ArrowDown", -1, 3)).toBe(0);
    expect(rowAfter("ArrowUp", 0, 3)).toBe(0);
    expect(rowAfter("End", 0, 3)).toBe(2);
    expect(rowAfter("PageDown", 0, 3)).toBe(2);
    expect(rowAfter("a", 0, 3)).toBeNull();
    expect(rowAfter("ArrowDown", -1, 0)).toBeNull();
  });

  it("draws a half dot only where something was kept", () => {
    expect(dotOf(step({ status: "cancelled", done_ms: 10 }))).toBe("half");
    expect(dotOf(step({ status: "skipped" }))).toBe("none");
    expect(dotOf(undefined)).toBe("none");
  });
});

describe("files on their way in", () => {
  it("keeps each refusal with its reason until it is closed", async () => {
    const announce = vi.fn();
    const refuse = new Problem("it is a text file", "MEDIA_UNREADABLE", "choose the video", 422);
    const send = (path: string) => (path.endsWith(".txt") ? Promise.reject(refuse) : Promise.resolve(path));
    const intake = new Intake(send, announce);
    expect(await intake.add(["a.mp4", "b.txt", "c.mp4"])).toBe(2);
    expect(announce).toHaveBeenCalledExactlyOnceWith(2);
    const state = intake.snapshot();
    expect(state.refused.map(({ path, problem }) => [path, problem.hint])).toEqual([["b.txt", "choose the video"]]);
    expect([state.total, state.done]).toEqual([0, 0]);
    intake.forget();
    expect(intake.snapshot().refused).toEqual([]);
  });
});
