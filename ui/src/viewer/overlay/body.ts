/** Draws boxes and skeletons of one figure. */
import type { Pen } from './pen';
import { JOINTS, type Figure } from './scene';

/** Below this a joint is a guess: hollow, its bones dotted. */
export const SURE = 0.3;
/** Below this it is not drawn at all. */
const SEEN = 0.05;

type JointName = (typeof JOINTS)[number];

const BONES: readonly (readonly [JointName, JointName])[] = [
  ['nose', 'left_eye'], ['nose', 'right_eye'], ['left_eye', 'left_ear'], ['right_eye', 'right_ear'],
  ['left_shoulder', 'right_shoulder'], ['left_shoulder', 'left_elbow'], ['left_elbow', 'left_wrist'], ['right_shoulder', 'right_elbow'],
  ['right_elbow', 'right_wrist'], ['left_shoulder', 'left_hip'], ['right_shoulder', 'right_hip'], ['left_hip', 'right_hip'],
  ['left_hip', 'left_knee'], ['left_knee', 'left_ankle'], ['right_hip', 'right_knee'], ['right_knee', 'right_ankle'],
];
const FACE_JOINTS = 5;
const CORNER = 0.22;
const LONGEST_CORNER = 16;
export const HELD_DASH: readonly number[] = [4, 4];

/** How a figure stands out from the others. */
export interface Emphasis {
  readonly selected: boolean;
  readonly hovered: boolean;
}

/** A person: corners only, all four sides where it is pointed at. A face: the full box. Held: dashed. */
export function drawBox(pen: Pen, figure: Figure, colour: string, { selected, hovered }: Emphasis, held: boolean): void {
  const [x, y, width, height] = figure.box;
  const [x0, y0, x1, y1] = [pen.x(x), pen.y(y), pen.x(x + width), pen.y(y + height)];
  const person = figure.identity.kind === 'person';
  const thick = selected ? 3 : person ? 2 : 1.4;
  const dash = held ? HELD_DASH : figure.identity.colour.dotted ? [1, 4] : [];
  pen.stroke({ width: thick, colour, dash }, (ink) => {
    if (!person || hovered) {
      ink.rect(x0, y0, x1 - x0, y1 - y0);
      return;
    }
    const long = Math.min(pen.px(LONGEST_CORNER), (x1 - x0) * CORNER, (y1 - y0) * CORNER);
    for (const [cx, cy, dx, dy] of [[x0, y0, 1, 1], [x1, y0, -1, 1], [x1, y1, -1, -1], [x0, y1, 1, -1]] as const) {
      ink.moveTo(cx + dx * long, cy);
      ink.lineTo(cx, cy);
      ink.lineTo(cx, cy + dy * long);
    }
  });
  if (!selected) return;
  const side = pen.px(6);
  pen.ink.fillStyle = colour;
  for (const [hx, hy] of [[x0, y0], [x1, y0], [x1, y1], [x0, y1]] as const) pen.ink.fillRect(hx - side / 2, hy - side / 2, side, side);
}

/** Bones under joints. What the model is not sure of is hollow and dotted; what was not measured is not there. */
export function drawSkeleton(pen: Pen, joints: Float32Array, colour: string): void {
  const at = (name: JointName) => {
    const i = 3 * JOINTS.indexOf(name);
    const [x, y, score] = [joints[i] ?? Number.NaN, joints[i + 1] ?? Number.NaN, joints[i + 2] ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y) || !(score >= SEEN)) return undefined;
    return { point: [pen.x(x), pen.y(y)] as const, sure: score >= SURE };
  };
  for (const sure of [false, true]) {
    const bones = BONES.map(([a, b]) => [at(a), at(b)] as const).filter(([a, b]) => a && b && (a.sure && b.sure) === sure);
    if (bones.length === 0) continue;
    pen.stroke({ width: 2, colour, dash: sure ? [] : [1, 4] }, (ink) => {
      for (const [a, b] of bones) {
        if (!a || !b) continue;
        ink.moveTo(...a.point);
        ink.lineTo(...b.point);
      }
    });
  }
  const found = JOINTS.map((name, i) => ({ joint: at(name), radius: i < FACE_JOINTS ? 2.4 : 3.6 }));
  for (const radius of [2.4, 3.6]) {
    for (const sure of [true, false]) {
      const points = found.flatMap(({ joint, radius: own }) => (joint && own === radius && joint.sure === sure ? [joint.point] : []));
      pen.dots(points, radius, colour, !sure);
    }
  }
}
