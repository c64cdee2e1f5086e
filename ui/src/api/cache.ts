/** How an event changes what the page has read: pure functions, newest first is kept. */
import type { QueryClient } from "@tanstack/react-query";
import type { Job, StreamEvent, Video } from "./types";

export const keys = {
  videos: ["videos"],
  jobs: ["jobs"],
  health: ["health"],
  pipelines: ["pipelines"],
  job: (id: string) => ["job", id],
  tracks: (id: string) => ["tracks", id],
} as const;

export function withJob(jobs: Job[], job: Job): Job[] {
  const at = jobs.findIndex((known) => known.id === job.id);
  if (at < 0) return [job, ...jobs];
  return jobs.with(at, job);
}

type Progress = Extract<StreamEvent, { type: "job.progress" }>;

/** Progress never brings a job that has ended back to life: events of the two kinds can overtake. */
export function progressed(job: Job, event: Progress): Job {
  if (job.id !== event.job_id || (job.status !== "running" && job.status !== "pending")) return job;
  const { progress, time_left_seconds, memory_bytes, pipelines } = event;
  return { ...job, progress, time_left_seconds, memory_bytes, pipelines };
}

/** The video's newest job follows; a job of a video that is not listed yet asks for the list. */
export function videosWithJob(videos: Video[], job: Job): { videos: Video[]; missing: boolean } {
  const at = videos.findIndex((video) => video.id === job.video_id);
  const video = videos[at];
  if (!video) return { videos, missing: true };
  if (video.job && video.job.id !== job.id && video.job.created_at > job.created_at)
    return { videos, missing: false };
  const jobs = video.job?.id === job.id ? video.jobs : video.jobs + 1;
  return { videos: videos.with(at, { ...video, job, jobs }), missing: false };
}

export function applyEvent(cache: QueryClient, event: StreamEvent): void {
  switch (event.type) {
    case "job.update":
      return applyUpdate(cache, event.job);
    case "job.progress": {
      const job = (known: Job | undefined) => (known ? progressed(known, event) : known);
      cache.setQueryData<Job[]>(keys.jobs, (jobs) => jobs?.map((known) => progressed(known, event)));
      cache.setQueryData<Job>(keys.job(event.job_id), job);
      cache.setQueryData<Video[]>(keys.videos, (videos) =>
        videos?.map((video) =>
          video.job?.id === event.job_id ? { ...video, job: progressed(video.job, event) } : video,
        ),
      );
      return;
    }
    case "job.removed":
      cache.setQueryData<Job[]>(keys.jobs, (jobs) => jobs?.filter((job) => job.id !== event.job_id));
      cache.removeQueries({ queryKey: keys.job(event.job_id) });
      void cache.invalidateQueries({ queryKey: keys.videos });
      return;
    case "reset":
      void cache.invalidateQueries();
  }
}

function applyUpdate(cache: QueryClient, job: Job): void {
  const before = cache.getQueryData<Job>(keys.job(job.id));
  cache.setQueryData<Job[]>(keys.jobs, (jobs) => (jobs ? withJob(jobs, job) : jobs));
  cache.setQueryData<Job>(keys.job(job.id), (known) => (known ? job : known));
  let missing = false;
  cache.setQueryData<Video[]>(keys.videos, (videos) => {
    if (!videos) return videos;
    const patched = videosWithJob(videos, job);
    missing = patched.missing;
    return patched.videos;
  });
  if (missing) void cache.invalidateQueries({ queryKey: keys.videos });
  if (before && before.status !== job.status)
    void cache.invalidateQueries({ queryKey: keys.tracks(job.id) });
}
