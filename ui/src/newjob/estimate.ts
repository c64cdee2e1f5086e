/** How long it may take, from jobs that this computer has done; null when there is nothing to go by. Never a guess. */
import type { Job } from '../api/client';

/** Jobs that are looked at, the newest. */
const JOBS = 20;
/** Recording below which starting up would be taken for measuring. */
const LEAST_MS = 60_000;

interface Sum {
  worked: number;
  recorded: number;
}
const rate = ({ worked, recorded }: Sum): number | null => (recorded >= LEAST_MS ? worked / recorded : null);

const newest = (jobs: Job[]) => jobs.toSorted((a, b) => b.created_at.localeCompare(a.created_at));

/** Working time per time of recording, by pipeline. Steps that began at a checkpoint say nothing about the whole. */
export function stepRates(jobs: Job[]): Map<string, number> {
  const sums = new Map<string, Sum & { jobs: number }>();
  for (const job of newest(jobs)) {
    for (const step of job.pipelines) {
      const { name, status, took_ms, resumed_from_ms } = step;
      const total_ms = step.total_ms ?? (job.video_duration_seconds ?? 0) * 1000;
      const sum = sums.get(name) ?? { worked: 0, recorded: 0, jobs: 0 };
      if (status !== 'succeeded' || took_ms === null || total_ms === 0 || resumed_from_ms !== null || sum.jobs >= JOBS) continue;
      sums.set(name, { worked: sum.worked + took_ms, recorded: sum.recorded + total_ms, jobs: sum.jobs + 1 });
    }
  }
  const known = [...sums].flatMap(([name, sum]): [string, number][] => {
    const found = rate(sum);
    return found === null ? [] : [[name, found]];
  });
  return new Map(known);
}

/** Working time per time of recording of whole jobs with exactly these pipelines, since steps share the reading of the file. */
export function jobRate(jobs: Job[], pipelines: readonly string[]): number | null {
  const wanted = new Set(pipelines);
  const alike = newest(jobs).filter(
    (job) => job.status === 'completed' && job.pipelines.length === wanted.size &&
      job.pipelines.every((step) => wanted.has(step.name) && step.status === 'succeeded' && step.resumed_from_ms === null));
  const sum = { worked: 0, recorded: 0 };
  for (const { started_at, completed_at, video_duration_seconds } of alike.slice(0, JOBS)) {
    if (started_at === null || completed_at === null || video_duration_seconds === null) continue;
    sum.worked += Date.parse(completed_at) - Date.parse(started_at);
    sum.recorded += video_duration_seconds * 1000;
  }
  return rate(sum);
}
