/** The layers over the picture: which there are, which tracks they draw, which are on. The choice is remembered. */
import type { Track } from '../../api/client';

export const LAYERS = ['boxes', 'names', 'skeletons', 'landmarks', 'gaze', 'pose'] as const;
export type Layer = (typeof LAYERS)[number];

/** What can be read of people, by the name that the code uses. */
export const TRACKS = {
  persons: 'person_tracking.boxes',
  joints: 'person_tracking.keypoints',
  motion: 'person_tracking.motion',
  faces: 'face_analysis.boxes',
  landmarks: 'face_analysis.landmarks',
  pose: 'face_analysis.pose',
  gaze: 'face_analysis.gaze',
  blendshapes: 'face_analysis.blendshapes',
  expression: 'face_analysis.expression',
} as const;

const DRAWS: Readonly<Record<Layer, readonly string[]>> = {
  boxes: [TRACKS.persons, TRACKS.faces], names: [TRACKS.persons, TRACKS.faces], skeletons: [TRACKS.joints],
  landmarks: [TRACKS.landmarks], gaze: [TRACKS.gaze], pose: [TRACKS.pose],
};

/** The layers that a job's tracks can fill. */
export function layersOf(tracks: readonly Pick<Track, 'key' | 'items'>[]): Layer[] {
  const there = new Set(tracks.filter(({ items }) => items > 0).map(({ key }) => key));
  return LAYERS.filter((layer) => DRAWS[layer].some((key) => there.has(key)));
}

/** The tracks to read for the layers that are on: boxes always, they carry names, hovering and the anchors of the others. */
export function tracksFor(on: ReadonlySet<Layer>): string[] {
  const wanted = LAYERS.filter((layer) => on.has(layer)).flatMap((layer) => DRAWS[layer]);
  return on.size === 0 ? [] : [...new Set([TRACKS.persons, TRACKS.faces, ...wanted])];
}

const KEPT_AS = 'viewer-layers-off';

/** The layers that were turned off last time; all others are on, also those of a later version. */
export function readOff(storage: Pick<Storage, 'getItem'> = localStorage): Set<Layer> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEPT_AS) ?? '[]');
    return new Set(LAYERS.filter((layer) => Array.isArray(kept) && kept.includes(layer)));
  } catch {
    return new Set(); // somebody else's words under this name
  }
}

export function keepOff(off: ReadonlySet<Layer>, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(KEPT_AS, JSON.stringify([...off]));
  } catch {
    // no room or not allowed: the choice holds until the window closes
  }
}
