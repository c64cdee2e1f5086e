/** Reads what a job's tracks say of persons and faces: who is there, for how long, whose face is whose. */
import type { TrackList } from '../api/client';
import type { AnyColumns } from '../api/columns';
import type { Part } from './data';
import { Identities, type Kind, type Known } from './overlay/identities';
import { TRACKS } from './overlay/layers';

export const PRESENCE: Readonly<Record<Kind, string>> = { person: 'person_tracking.presence', face: 'face_analysis.presence' };
export const COUNT: Readonly<Record<Kind, string>> = { person: 'person_tracking.count', face: 'face_analysis.count' };

export type Read = (track: string, part: Part) => Promise<AnyColumns>;

const WHOLE: Part = { from: undefined, to: undefined, maxItems: undefined };

/** `person 12` is about object 12; `undefined` for a label of another form. */
export function objectOfLabel(label: string): number | undefined {
  const digits = /(\d+)$/.exec(label)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The objects of a kind: those of the boxes, with the time that their presence covers. */
export async function knownOf(kind: Kind, list: TrackList, read: Read): Promise<Known[]> {
  const boxes = list.tracks.find(({ key }) => key === (kind === 'person' ? TRACKS.persons : TRACKS.faces));
  // `null`: different persons at different times, so none of them for the whole recording
  const found = new Map<number, { there: number | undefined; person: number | null | undefined }>();
  for (const { object } of boxes?.objects ?? []) found.set(object, { there: undefined, person: undefined });
  const presence = list.tracks.find(({ key, items }) => key === PRESENCE[kind] && items > 0);
  const columns = presence && (await read(presence.key, { ...WHOLE, data: true }));
  if (columns?.kind === 'segments' && !columns.reduced) {
    for (let i = 0; i < columns.items; i++) {
      const object = objectOfLabel(columns.labels[columns.label[i] ?? 0] ?? '');
      if (object === undefined) continue;
      const before = found.get(object);
      const owner = columns.data?.[i]?.['person'];
      found.set(object, {
        there: (before?.there ?? 0) + (columns.end[i] ?? 0) - (columns.start[i] ?? 0),
        person: typeof owner !== 'number' ? before?.person : before?.person === undefined || before.person === owner ? owner : null,
      });
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([object, { there, person }]) => ({ object, there, person: person ?? undefined }));
}

export async function readIdentities(list: TrackList, read: Read): Promise<Identities> {
  const [persons, faces] = await Promise.all([knownOf('person', list, read), knownOf('face', list, read)]);
  return new Identities(persons, faces);
}
