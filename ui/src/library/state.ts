/** Where a video stands, in words and marks: the only place that turns the program's states into what is shown. */
import type { Job, PipelineInfo, Step, Video } from '../api/client';
import type { IconName } from '../components/Icon';
import { clock, counted, percent } from '../components/words';
import { ITEMS, t } from './strings';

export type Tone = 'success' | 'accent' | 'muted' | 'warning' | 'danger';
export interface State {
  icon: IconName;
  tone: Tone;
  words: string;
}
export type Dot = keyof typeof t.dots;
export type Filter = keyof typeof t.filters;
export type Sort = keyof typeof t.sorts;

const failedSteps = (job: Job) => job.pipelines.filter((step) => step.status === 'failed').length;
const skippedSteps = (job: Job) => job.pipelines.filter((step) => step.status === 'skipped');

/** How far a step got that did not get to the end, or null when nothing of it is kept. */
export const keptUntil = (step: Step): number | null => (step.partial && step.done_ms > 0 ? step.done_ms : null);

/** Whether the recording of a job has sound. */
const hasSound = (job: Job) => !job.warnings.some((warning) => warning.code === 'no_sound');

function ended(job: Job): State {
  const failed = failedSteps(job);
  if (failed > 0) return { icon: 'failed', tone: 'danger', words: t.state.stepsFailed(failed) };
  const skipped = skippedSteps(job).length;
  if (skipped === 0) return { icon: 'done', tone: 'success', words: t.state.done };
  return { icon: 'warning', tone: 'warning', words: hasSound(job) ? t.state.skipped(skipped) : t.state.doneNoSound };
}

/** The state of a job. */
export function jobState(job: Job): State {
  switch (job.status) {
    case 'pending':
      return { icon: 'clock', tone: 'muted', words: t.state.waiting(job.queue_position) };
    case 'running':
      return { icon: 'clock', tone: 'accent', words: job.progress > 0 ? t.state.running(percent(job.progress)) : t.state.starting };
    case 'completed':
      return ended(job);
    case 'failed': {
      const failed = failedSteps(job);
      return { icon: 'failed', tone: 'danger', words: failed > 0 ? t.state.stepsFailed(failed) : t.state.failed };
    }
    case 'cancelled': {
      const kept = Math.max(0, ...job.pipelines.map((step) => keptUntil(step) ?? 0));
      return { icon: 'cancelled', tone: 'muted', words: kept > 0 ? t.state.cancelledAt(clock(kept)) : t.state.cancelled };
    }
  }
}

export function videoState(video: Video): State {
  const busy = video.job?.status === 'pending' || video.job?.status === 'running';
  if (!video.present && !busy) return { icon: 'warning', tone: 'warning', words: t.state.gone };
  return video.job ? jobState(video.job) : { icon: 'none', tone: 'muted', words: t.state.none };
}

/** The mark of a pipeline in the matrix. */
export function dotOf(job: Job | null, pipeline: string): Dot {
  const step = job?.pipelines.find((other) => other.name === pipeline);
  if (!step) return 'none';
  switch (step.status) {
    case 'succeeded': return step.partial ? 'part' : 'done';
    case 'running': return 'running';
    case 'queued': return 'waiting';
    case 'failed': return step.partial ? 'part' : 'failed';
    case 'cancelled': return step.partial ? 'part' : 'none';
    case 'skipped': return 'none';
  }
}

/** The whole matrix of a row in words. */
export const dotWords = (job: Job | null, pipelines: PipelineInfo[]): string =>
  pipelines.map((pipeline) => `${pipeline.display_name} ${t.dots[dotOf(job, pipeline.name)]}`).join(', ');

/** The main number of a step in words: its first track stands for it. */
function itemWords(step: Step): string {
  const main = Object.keys(ITEMS).find((key) => key in step.counts) ?? Object.keys(step.counts)[0];
  if (main === undefined) return t.step.nothing;
  const [one, many] = ITEMS[main] ?? ['item', 'items'];
  return counted(step.counts[main] ?? 0, one, many);
}

/** What a step gave, or why not yet. */
export function stepWords(step: Step): string {
  switch (step.status) {
    case 'succeeded': return itemWords(step);
    case 'running': return t.step.running(percent(step.progress));
    case 'queued': return t.step.waiting;
    case 'skipped': return t.step.skipped;
    case 'failed':
    case 'cancelled': {
      const kept = keptUntil(step);
      if (kept !== null) return t.step.partial(itemWords(step), clock(kept));
      return step.status === 'failed' ? t.step.failed : t.step.cancelled;
    }
  }
}

/** Whether a video belongs to a filter. */
export function matches(video: Video, filter: Filter): boolean {
  const status = video.job?.status;
  switch (filter) {
    case 'all': return true;
    case 'measured': return status === 'completed';
    case 'queue': return status === 'pending' || status === 'running';
    case 'look': return ['warning', 'danger'].includes(videoState(video).tone);
    case 'none': return !video.job?.pipelines.some((step) => step.status === 'succeeded') && status !== 'pending' && status !== 'running';
  }
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const ORDER: Record<Sort, (a: Video, b: Video) => number> = {
  newest: (a, b) => byText(b.added_at, a.added_at) || b.id - a.id,
  oldest: (a, b) => byText(a.added_at, b.added_at) || a.id - b.id,
  name: (a, b) => names.compare(a.name, b.name) || a.id - b.id,
  length: (a, b) => (b.duration_ms ?? 0) - (a.duration_ms ?? 0) || a.id - b.id,
};

/** The rows to show: filtered, searched by every word in name or folder, sorted. */
export function rowsOf(videos: Video[], filter: Filter, search: string, sort: Sort): Video[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (video: Video) => {
    const text = `${video.name} ${video.folder}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return videos.filter((video) => matches(video, filter) && found(video)).sort(ORDER[sort]);
}
