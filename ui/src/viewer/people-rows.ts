/** The rows of persons and faces: presence of each, how many there are, and curves of one of them. */
import type { Track } from '../api/client';
import type { Identities, Identity, Kind } from './overlay/identities';
import { COUNT, PRESENCE } from './people';
import type { Plan } from './rows';
import { t } from './strings';

/** More persons than this share one row: a crowd would push everything else out of the window. */
const ROWS_EACH = 8;
const PRESENCE_HEIGHT = 20;
const COUNT_HEIGHT = 40;
const CURVE_HEIGHT = 46;
const PLACEHOLDER_HEIGHT = 24;

const PIPELINE: Readonly<Record<Kind, string>> = { person: 'person_tracking', face: 'face_analysis' };
const CURVES: Readonly<Record<Kind, readonly { track: string; channel: string }[]>> = {
  person: [{ track: 'person_tracking.motion', channel: 'energy' }],
  face: [
    { track: 'face_analysis.pose', channel: 'yaw' }, { track: 'face_analysis.gaze', channel: 'yaw' },
    { track: 'face_analysis.blendshapes', channel: 'mouthSmileLeft' }, { track: 'face_analysis.expression', channel: 'happy' },
  ],
};
/** Read by the overlay, drawn by no row; and what is meant for other programs. */
const NO_ROW = ['person_tracking.boxes', 'person_tracking.keypoints', 'person_tracking.appearance', 'face_analysis.boxes', 'face_analysis.landmarks', 'face_analysis.embedding'];

export const isOfPeople = (key: string): boolean =>
  [...NO_ROW, ...Object.values(PRESENCE), ...Object.values(COUNT), ...Object.values(CURVES).flat().map(({ track }) => track)].includes(key);

/** A face of a person is named with that person. */
const nameOf = ({ name, person }: Identity) => (person === undefined ? name : t.faceOf(name, t.person(person)));

/** The rows of a kind. None when the pipeline neither ran nor left anything. */
export function peoplePlans(kind: Kind, tracks: readonly Track[], identities: Identities, asked: boolean): Plan[] {
  const pipeline = PIPELINE[kind];
  const has = (key: string) => tracks.some((track) => track.key === key && track.items > 0);
  const own = tracks.filter((track) => track.pipeline === pipeline);
  if (!asked && own.length === 0) return [];
  const everybody = identities.ranked(kind);
  const plans: Plan[] = [];
  if (has(PRESENCE[kind])) plans.push(...presencePlans(kind, everybody));
  else if (own.every(({ items }) => items === 0)) {
    const title = kind === 'person' ? t.people : t.facesTitle;
    return [{ key: `${kind}s`, pipeline, title, height: PLACEHOLDER_HEIGHT, segments: PRESENCE[kind] }];
  }
  if (has(COUNT[kind])) plans.push({ key: COUNT[kind], pipeline, title: kind === 'person' ? t.personsRow : t.facesRow, height: COUNT_HEIGHT, curve: COUNT[kind] });
  for (const { track, channel } of CURVES[kind]) {
    if (!has(track) || everybody.length === 0) continue;
    const title = tracks.find(({ key }) => key === track)?.title ?? track;
    plans.push({ key: track, pipeline, title, height: CURVE_HEIGHT, objects: { track, channel, subjects: everybody.map((one) => ({ object: one.object, name: nameOf(one), colour: one.colour })) } });
  }
  return plans;
}

function presencePlans(kind: Kind, everybody: readonly Identity[]): Plan[] {
  const plan = (key: string, title: string, who: readonly Identity[]): Plan => ({
    key, title, pipeline: PIPELINE[kind], height: PRESENCE_HEIGHT, segments: PRESENCE[kind],
    presence: { labels: new Set(who.map(({ object }) => `${kind} ${object}`)), colour: who.length === 1 ? who[0]?.colour : undefined, there: sum(who) },
  });
  // one more than the limit is one row each all the same: a row for two others would save nothing
  const alone = everybody.length <= ROWS_EACH + 1 ? everybody : everybody.slice(0, ROWS_EACH);
  const rest = everybody.slice(alone.length);
  const ordered = [...alone].sort((a, b) => a.object - b.object);
  return [
    ...ordered.map((one) => plan(`${kind}:${one.object}`, nameOf(one), [one])),
    ...(rest.length > 0 ? [plan(`${kind}:others`, t.othersRow(rest.length), rest)] : []),
  ];
}

const sum = (who: readonly Identity[]) => who.reduce((all, { there }) => all + (there ?? 0), 0);
