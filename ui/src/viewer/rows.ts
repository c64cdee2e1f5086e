/** Which rows the timeline has: from the tracks that there are and the pipelines that were asked for. */
import type { Job, Step, Track, TrackList } from '../api/client';
import { pipelineIcon, type IconName } from '../components/Icon';
import { emptyTitles, t } from './strings';

export interface Row {
  readonly key: string;
  readonly title: string;
  readonly icon: IconName;
  /** CSS pixels, from the design language. */
  readonly height: number;
  readonly segments: Track | undefined;
  readonly curve: Track | undefined;
  /** What stands in the row when there is nothing to draw. */
  readonly words: string;
  /** Up to where it is measured, milliseconds on the player's clock; `null` when to the end. */
  readonly measuredTo: number | null;
  /** Where its pipeline stands, in a word; empty when done. */
  readonly state: string;
}

interface Plan {
  key: string;
  pipeline: string;
  title: string;
  height: number;
  segments?: string;
  curve?: string;
}

const PLANS: readonly Plan[] = [
  { key: 'shots', pipeline: 'scene_detection', title: 'Shots', height: 24, segments: 'scene_detection.shots' },
  { key: 'fades', pipeline: 'scene_detection', title: 'Fades', height: 20, segments: 'scene_detection.fades' },
  { key: 'motion', pipeline: 'motion_energy', title: 'Motion energy', height: 46, curve: 'motion_energy.energy' },
  {
    key: 'speech', pipeline: 'voice_activity', title: 'Speech', height: 52,
    segments: 'voice_activity.speech', curve: 'voice_activity.probability',
  },
];
const SEGMENTS_HEIGHT = 22;
const CURVE_HEIGHT = 46;

/** The rows of a job from top to bottom: the known ones in their order, then every other track. */
export function rowsOf(job: Job, list: TrackList | undefined): Row[] {
  const tracks = list?.tracks ?? [];
  const start = list?.start_ms ?? 0;
  const known = new Set(PLANS.flatMap(({ segments, curve }) => [segments, curve]));
  const others = tracks.filter((track) => !known.has(track.key)).map((track): Plan => ({
    key: track.key, pipeline: track.pipeline, title: track.title, height: track.kind === 'curve' ? CURVE_HEIGHT : SEGMENTS_HEIGHT,
    ...(track.kind === 'curve' ? { curve: track.key } : { segments: track.key }),
  }));
  const asked = new Map(job.pipelines.map((step) => [step.name, step]));
  return [...PLANS, ...others].filter(({ pipeline }) => asked.has(pipeline)).map((plan) => {
    const find = (key: string | undefined) => tracks.find((track) => track.key === key);
    const step = asked.get(plan.pipeline);
    const segments = find(plan.segments);
    const curve = find(plan.curve);
    const own = tracks.filter(({ pipeline }) => pipeline === plan.pipeline);
    return {
      key: plan.key, title: plan.title, height: plan.height, icon: pipelineIcon(plan.pipeline), segments, curve,
      words: step ? wordsOf(step, plan, segments, curve) : '', measuredTo: step ? measuredTo(step, own, start) : null,
      state: step ? stateOf(step) : '',
    };
  });
}

/** Where a step stands, in a word. */
export function stateOf(step: Step): string {
  switch (step.status) {
    case 'queued': return t.stepQueued;
    case 'running': return t.stepRunning(step.progress);
    case 'failed': return t.stepFailed;
    case 'cancelled': return t.stepCancelled;
    case 'skipped': return t.stepSkipped;
    case 'succeeded': return step.partial ? t.stepPartial : '';
    default: return String(step.status);
  }
}

function wordsOf(step: Step, plan: Plan, segments: Track | undefined, curve: Track | undefined): string {
  const items = (segments?.items ?? 0) + (curve?.items ?? 0);
  const why = step.error?.message ?? '';
  if (step.status === 'skipped') return t.rowSkipped(why);
  if (step.status === 'failed' && items === 0) return t.rowFailed(why);
  if (step.status === 'cancelled' && items === 0) return t.rowCancelled;
  if (step.status === 'queued') return t.rowWaiting;
  if (step.status === 'running') return items === 0 ? t.rowRunning : '';
  if (plan.segments && (segments?.items ?? 0) === 0) return t.rowEmpty(emptyTitles[plan.segments] ?? plan.title);
  return items === 0 ? t.rowEmpty(plan.title) : '';
}

/**
 * Results of a whole step reach to the end, and a skipped one has none to expect. Of any other a curve ends with
 * its last sample; between intervals nothing is to be found, so there the step itself says how far it is.
 */
function measuredTo(step: Step, tracks: readonly Track[], start: number): number | null {
  if (step.status === 'skipped' || (step.status === 'succeeded' && !step.partial)) return null;
  const lasts = (kind: Track['kind']) => tracks.filter((track) => track.kind === kind).map((track) => (track.last_ms ?? start) - start);
  const curves = lasts('curve');
  if (curves.length > 0) return Math.max(0, ...curves);
  return Math.max(0, step.status === 'queued' ? 0 : step.done_ms, ...lasts('segments'));
}
