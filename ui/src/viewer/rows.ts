/** Which rows the timeline has: from the tracks that there are and the pipelines that were asked for. */
import type { Job, Step, Track, TrackList } from '../api/client';
import { pipelineIcon, type IconName } from '../components/Icon';
import { NOBODY, type Colour, type Identities } from './overlay/identities';
import { isOfPeople, peoplePlans } from './people-rows';
import { emptyTitles, t } from './strings';

/** Which intervals of a track belong to a row of one person, or of several without a colour of their own. */
export interface Presence {
  readonly labels: ReadonlySet<string>;
  readonly colour: Colour | undefined;
  /** Milliseconds. */
  readonly there: number;
}

/** One whose curve can be chosen. */
export interface Subject {
  readonly object: number;
  readonly name: string;
  readonly colour: Colour;
}

/** A track of objects that is drawn as the curve of one object, and what is drawn until something else is chosen. */
export interface Subjects {
  readonly track: string;
  readonly channel: string;
  readonly subjects: readonly Subject[];
}

export interface Row {
  readonly key: string;
  readonly title: string;
  readonly icon: IconName;
  /** CSS pixels, from the design language. */
  readonly height: number;
  readonly segments: Track | undefined;
  readonly curve: Track | undefined;
  readonly presence?: Presence | undefined;
  /** Of a row whose `curve` is a track of objects. */
  readonly objects?: Subjects | undefined;
  /** What stands in the row when there is nothing to draw. */
  readonly words: string;
  /** Up to where it is measured, milliseconds on the player's clock; `null` when to the end. */
  readonly measuredTo: number | null;
  /** Where its pipeline stands, in a word; empty when done. */
  readonly state: string;
}

/** A row before it is known whether there is anything to draw. */
export interface Plan {
  key: string;
  pipeline: string;
  title: string;
  height: number;
  segments?: string;
  curve?: string;
  presence?: Presence;
  objects?: Subjects;
}

const PICTURE: readonly Plan[] = [
  { key: 'shots', pipeline: 'scene_detection', title: 'Shots', height: 24, segments: 'scene_detection.shots' },
  { key: 'fades', pipeline: 'scene_detection', title: 'Fades', height: 20, segments: 'scene_detection.fades' },
  { key: 'motion', pipeline: 'motion_energy', title: 'Motion energy', height: 46, curve: 'motion_energy.energy' },
];
const SOUND: readonly Plan[] = [
  {
    key: 'speech', pipeline: 'voice_activity', title: 'Speech', height: 52,
    segments: 'voice_activity.speech', curve: 'voice_activity.probability',
  },
];
const SEGMENTS_HEIGHT = 22;
const CURVE_HEIGHT = 46;

/** The rows of a job from top to bottom: the picture, persons, faces, sound, then every other track. */
export function rowsOf(job: Job, list: TrackList | undefined, identities: Identities = NOBODY): Row[] {
  const tracks = list?.tracks ?? [];
  const start = list?.start_ms ?? 0;
  const known = new Set([...PICTURE, ...SOUND].flatMap(({ segments, curve }) => [segments, curve]));
  const unknown = tracks.filter(({ key, kind }) => !known.has(key) && !isOfPeople(key) && kind !== 'objects');
  const others = unknown.map((track): Plan => ({
    key: track.key, pipeline: track.pipeline, title: track.title, height: track.kind === 'curve' ? CURVE_HEIGHT : SEGMENTS_HEIGHT,
    ...(track.kind === 'curve' ? { curve: track.key } : { segments: track.key }),
  }));
  const asked = new Map(job.pipelines.map((step) => [step.name, step]));
  const people = (['person', 'face'] as const).flatMap((kind) =>
    peoplePlans(kind, tracks, identities, asked.has(kind === 'person' ? 'person_tracking' : 'face_analysis')));
  // tracks of a pipeline that was not asked for are there when results came from somewhere else
  const wanted = ({ pipeline, segments, curve }: Plan) => asked.has(pipeline) || tracks.some(({ key }) => key === segments || key === curve);
  return [...PICTURE.filter(wanted), ...people, ...SOUND.filter(wanted), ...others].map((plan) => {
    const find = (key: string | undefined) => tracks.find((track) => track.key === key);
    const step = asked.get(plan.pipeline);
    const segments = find(plan.segments);
    const curve = find(plan.curve ?? plan.objects?.track);
    const own = tracks.filter(({ pipeline }) => pipeline === plan.pipeline);
    const whose = { ...(plan.presence ? { presence: plan.presence } : {}), ...(plan.objects ? { objects: plan.objects } : {}) };
    return {
      ...whose, key: plan.key, title: plan.title, height: plan.height, icon: pipelineIcon(plan.pipeline), segments, curve,
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
