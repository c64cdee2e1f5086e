/** Where a job and its steps stand, in words, with the icon that goes with them. */
import type { Job, Step, Video } from "../api/types";
import { clock, many, percent, timeOfDay } from "./format";

export type Tone = "success" | "warning" | "danger" | "accent" | "muted";
export type Mark = "done" | "warn" | "fail" | "run" | "wait" | "stop" | "none";
export type State = { words: string; tone: Tone; mark: Mark };

const ordinal = (n: number) => {
  const last = n % 100 >= 11 && n % 100 <= 13 ? 0 : n % 10;
  return `${n}${["th", "st", "nd", "rd"][last] ?? "th"}`;
};

function completed(job: Job): State {
  const failed = job.pipelines.filter((step) => step.status === "failed").length;
  if (failed > 0) return { words: `${many(failed, "step")} failed`, tone: "danger", mark: "fail" };
  const silent = job.pipelines.some((step) => step.status === "skipped");
  if (silent) return { words: "Done, no sound", tone: "warning", mark: "warn" };
  return { words: "Done", tone: "success", mark: "done" };
}

export function jobState(job: Job): State {
  switch (job.status) {
    case "pending": {
      const place = job.queue_position ? `, ${ordinal(job.queue_position)}` : "";
      return { words: `Waiting${place}`, tone: "muted", mark: "wait" };
    }
    case "running":
      return { words: `Running, ${percent(job.progress)}`, tone: "accent", mark: "run" };
    case "completed":
      return completed(job);
    case "failed":
      return { words: "Failed", tone: "danger", mark: "fail" };
    case "cancelled":
      return { words: "Cancelled", tone: "muted", mark: "stop" };
  }
}

export function videoState(video: Video): State {
  if (!video.present) return { words: "File not found", tone: "warning", mark: "warn" };
  return video.job ? jobState(video.job) : { words: "Not measured", tone: "muted", mark: "none" };
}

/** What a step is doing, for the right end of its row. */
export function stepWords(step: Step): string {
  switch (step.status) {
    case "queued":
      return "Waiting";
    case "running":
      return "Running";
    case "succeeded":
      return "Done";
    case "failed":
      return step.done_ms > 0 ? `Failed at ${clock(step.done_ms)}` : "Failed";
    case "cancelled":
      return step.done_ms > 0 ? `Cancelled at ${clock(step.done_ms)}` : "Cancelled";
    case "skipped":
      return "Skipped";
  }
}

/** What stays of a cancelled job. */
export function cancelledWords(job: Job): string {
  const furthest = Math.max(0, ...job.pipelines.map((step) => step.done_ms));
  if (furthest === 0) return "What was measured before is kept.";
  return `Cancelled at ${clock(furthest)}. Everything up to there is kept.`;
}

/** Whether there may be something to see: what a job had found when it was cancelled is kept. */
export function canOpen(job: Job): boolean {
  if (job.status === "cancelled") return job.started_at !== null;
  return job.status === "completed" || job.pipelines.some((step) => step.status === "succeeded");
}

export function endedAt(job: Job): string {
  const end = job.completed_at ?? job.cancelled_at ?? job.updated_at;
  return timeOfDay(end);
}

/** Seconds that a job took, once it has ended. */
export function tookSeconds(job: Job): number | null {
  const end = job.completed_at ?? job.cancelled_at;
  if (!job.started_at || !end) return null;
  return Math.max(0, (Date.parse(end) - Date.parse(job.started_at)) / 1000);
}

/** The words for what a track holds: `4 shots`. */
const UNITS: Record<string, [one: string, more: string]> = {
  "scene_detection.shots": ["shot", "shots"],
  "scene_detection.fades": ["fade", "fades"],
  "motion_energy.energy": ["value", "values"],
  "voice_activity.speech": ["segment", "segments"],
};

/** `4 shots, 1 fade`: what a step found, without what only helps to draw it. */
export function found(step: Step): string {
  const parts = Object.entries(UNITS).flatMap(([track, [one, more]], at) => {
    const n = step.counts[track];
    // what comes second is worth a word only if it is there
    return n === undefined || (n === 0 && at > 0 && track.endsWith(".fades")) ? [] : [many(n, one, more)];
  });
  return parts.join(", ");
}
