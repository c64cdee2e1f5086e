/** Turns the rows of one look into figures: who is where, with everything that was measured of them. */
import type { ObjectColumns } from '../../api/columns';
import { lowerBound } from '../timeline/brush';
import type { Chunks } from './chunks';
import type { Identities, Identity, Kind } from './identities';
import { TRACKS } from './layers';
import type { Look } from './ticks';

/** Pixels of the recording: left, top, width, height. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** Degrees; signs as `docs/pipelines/face_analysis.md` has them. */
export interface Turn {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

export interface Figure {
  readonly identity: Identity;
  readonly look: Look;
  readonly box: Box;
  /** How sure the detector was; NaN where it does not say. */
  readonly score: number;
  /** x, y and score of each of the 17 joints. */
  readonly joints: Float32Array | undefined;
  /** x and y of each landmark. */
  readonly points: Float32Array | undefined;
  readonly pose: Turn | undefined;
  readonly gaze: Turn | undefined;
}

/** The 17 joints of COCO, as the channels of `person_tracking.keypoints` are named. */
export const JOINTS = [
  'nose', 'left_eye', 'right_eye', 'left_ear', 'right_ear', 'left_shoulder', 'right_shoulder', 'left_elbow', 'right_elbow',
  'left_wrist', 'right_wrist', 'left_hip', 'right_hip', 'left_knee', 'right_knee', 'left_ankle', 'right_ankle',
] as const;

/** The rows of one tick: object to row. */
export function rowsAt(columns: ObjectColumns | undefined, ms: number): Map<number, number> {
  const rows = new Map<number, number>();
  if (!columns) return rows;
  for (let i = lowerBound(columns.time, ms); i < columns.items && columns.time[i] === ms; i++) rows.set(columns.object[i] ?? 0, i);
  return rows;
}

/** The values of one row in the order of its channels, by name. */
export function valuesAt(columns: ObjectColumns | undefined, ms: number, object: number): Map<string, number> | undefined {
  const row = rowsAt(columns, ms).get(object);
  if (!columns || row === undefined) return undefined;
  return new Map([...columns.channels].map(([name, values]) => [name, values[row] ?? Number.NaN]));
}

/** Everybody of a pipeline at one look. `undefined` while the boxes have not come. */
export function figuresOf(kind: Kind, look: Look, chunks: Chunks, identities: Identities): Figure[] | undefined {
  const at = (track: string) => {
    const columns = chunks.at(track, look.ms);
    return { columns, rows: rowsAt(columns, look.ms) };
  };
  const boxes = at(kind === 'person' ? TRACKS.persons : TRACKS.faces);
  if (!boxes.columns) return undefined;
  const [joints, landmarks] = [at(TRACKS.joints), at(TRACKS.landmarks)];
  const [pose, gaze] = [at(TRACKS.pose), at(TRACKS.gaze)];
  const figures: Figure[] = [];
  for (const [object, row] of boxes.rows) {
    const box = boxOf(boxes.columns, row);
    if (!box) continue;
    const of = <T>(part: typeof boxes, read: (columns: ObjectColumns, row: number) => T): T | undefined => {
      const own = part.rows.get(object);
      return part.columns && own !== undefined ? read(part.columns, own) : undefined;
    };
    const face = kind === 'face';
    figures.push({
      identity: identities.of(kind, object), look, box, score: boxes.columns.score[row] ?? Number.NaN,
      joints: face ? undefined : of(joints, (columns, own) => gather(columns, own, JOINT_CHANNELS)),
      points: face ? of(landmarks, (columns, own) => gather(columns, own, pointChannels(columns))) : undefined,
      pose: face ? of(pose, turnOf) : undefined,
      gaze: face ? of(gaze, turnOf) : undefined,
    });
  }
  return figures;
}

const JOINT_CHANNELS = JOINTS.flatMap((joint) => [`${joint}_x`, `${joint}_y`, `${joint}_score`]);
const pointNames = new WeakMap<ObjectColumns, string[]>();

/** `p001_x`, `p001_y`, `p004_x`, ...: the landmarks that a track has. */
function pointChannels(columns: ObjectColumns): string[] {
  const known = pointNames.get(columns);
  if (known) return known;
  const names = [...columns.channels.keys()].filter((name) => /^p\d+_x$/.test(name)).flatMap((x) => [x, x.replace(/x$/, 'y')]);
  pointNames.set(columns, names);
  return names;
}

function gather(columns: ObjectColumns, row: number, names: readonly string[]): Float32Array {
  return Float32Array.from(names, (name) => columns.channels.get(name)?.[row] ?? Number.NaN);
}

function boxOf(columns: ObjectColumns, row: number): Box | undefined {
  const [x, y, width, height] = gather(columns, row, ['x', 'y', 'w', 'h']);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return [x, y, width, height].every(Number.isFinite) ? [x, y, width, height] : undefined;
}

/** Angles of a row; where only those of two eyes are there, their mean. `undefined` where yaw or pitch was not measured. */
export function turnOf(columns: ObjectColumns, row: number): Turn | undefined {
  const mean = (ending: string) => {
    const own = columns.channels.get(ending);
    if (own) return own[row] ?? Number.NaN;
    const values = [...columns.channels].filter(([name]) => name.endsWith(ending)).map(([, all]) => all[row] ?? Number.NaN).filter(Number.isFinite);
    return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [yaw, pitch, roll] = [mean('yaw'), mean('pitch'), mean('roll')];
  return Number.isNaN(yaw) || Number.isNaN(pitch) ? undefined : { yaw, pitch, roll: Number.isNaN(roll) ? 0 : roll };
}
