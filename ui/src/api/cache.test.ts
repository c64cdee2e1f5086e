import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { job, step, video } from "../test/fixtures";
import { applyEvent, keys, progressed, videosWithJob, withJob } from "./cache";
import type { Job, Video } from "./types";

const progress = (id: string) => ({
  type: "job.progress" as const,
  job_id: id,
  progress: 41,
  time_left_seconds: 9,
  memory_bytes: 5,
  pipelines: [step({ status: "running", progress: 41 })],
});

describe("events in what was read", () => {
  it("puts a new job first and keeps the place of a known one", () => {
    const jobs = [job({ id: "b" }), job({ id: "a" })];
    expect(withJob(jobs, job({ id: "c" })).map(({ id }) => id)).toEqual(["c", "b", "a"]);
    expect(withJob(jobs, job({ id: "a", status: "running" })).map(({ status }) => status)).toEqual([
      "pending",
      "running",
    ]);
  });

  it("never lets late progress change a job that has ended", () => {
    const ended = job({ status: "cancelled" });
    expect(progressed(ended, progress("a"))).toBe(ended);
    expect(progressed(job({ status: "running" }), progress("a")).progress).toBe(41);
  });

  it("keeps the newest job of a video", () => {
    const newer = job({ id: "new", created_at: "2026-05-02T00:00:00.000Z" });
    const known = [video({ job: newer, jobs: 2 })];
    expect(videosWithJob(known, job({ id: "old" })).videos[0]?.job?.id).toBe("new");
    expect(videosWithJob([video()], newer).videos[0]).toMatchObject({ job: newer, jobs: 1 });
    expect(videosWithJob(known, job({ video_id: 9 })).missing).toBe(true);
  });

  it("brings progress to the queue, the library and the open job", () => {
    const cache = new QueryClient();
    const running = job({ status: "running" });
    cache.setQueryData(keys.jobs, [running]);
    cache.setQueryData(keys.videos, [video({ job: running })]);
    cache.setQueryData(keys.job("a"), running);
    applyEvent(cache, progress("a"));
    expect(cache.getQueryData<Job[]>(keys.jobs)?.[0]?.progress).toBe(41);
    expect(cache.getQueryData<Video[]>(keys.videos)?.[0]?.job?.progress).toBe(41);
    expect(cache.getQueryData<Job>(keys.job("a"))?.pipelines[0]?.status).toBe("running");
  });

  it("does not invent lists that were not read yet", () => {
    const cache = new QueryClient();
    applyEvent(cache, { type: "job.update", job: job() });
    expect(cache.getQueryData(keys.jobs)).toBeUndefined();
    expect(cache.getQueryData(keys.job("a"))).toBeUndefined();
  });

  it("takes a removed job away", () => {
    const cache = new QueryClient();
    cache.setQueryData(keys.jobs, [job({ id: "a" }), job({ id: "b" })]);
    applyEvent(cache, { type: "job.removed", job_id: "a" });
    expect(cache.getQueryData<Job[]>(keys.jobs)?.map(({ id }) => id)).toEqual(["b"]);
  });

  it("asks for everything again after a reset", () => {
    const cache = new QueryClient();
    cache.setQueryData(keys.jobs, [job()]);
    applyEvent(cache, { type: "reset" });
    expect(cache.getQueryState(keys.jobs)?.isInvalidated).toBe(true);
  });
});
