/** Draws what was measured of a face: landmarks, the way the head is turned, where the eyes look. */
import type { Pen } from './pen';
import type { Box, Turn } from './scene';

/** From so many landmarks on they are the whole mesh and drawn smaller. */
const MESH = 200;
const AXIS = 0.5;
const RAY = 1.6;

/** Directions in the picture, x to the right and y down; each at most 1 long. */
export interface Axes {
  readonly forward: readonly [number, number];
  readonly right: readonly [number, number];
  readonly up: readonly [number, number];
}

/**
 * The axes of a turned head, seen from the camera without perspective. Positive yaw points to the right of the
 * picture, positive pitch up, positive roll clockwise.
 */
export function axesOf({ yaw, pitch, roll }: Turn): Axes {
  const [y, p, r] = [yaw, pitch, roll].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number];
  const turned = (dx: number, dy: number) => [dx * Math.cos(r) - dy * Math.sin(r), dx * Math.sin(r) + dy * Math.cos(r)] as const;
  return {
    forward: turned(Math.cos(p) * Math.sin(y), -Math.sin(p)),
    right: turned(Math.cos(y), 0),
    up: turned(-Math.sin(p) * Math.sin(y), -Math.cos(p)),
  };
}

export function drawLandmarks(pen: Pen, points: Float32Array, colour: string): void {
  const seen: [number, number][] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i] ?? Number.NaN, points[i + 1] ?? Number.NaN];
    if (Number.isFinite(x) && Number.isFinite(y)) seen.push([pen.x(x), pen.y(y)]);
  }
  pen.dots(seen, seen.length > MESH ? 0.7 : 1.25, colour);
}

/** Three axes from the middle of the face: the way it is turned with an arrow, its right and its top without. */
export function drawPose(pen: Pen, box: Box, turn: Turn, colour: string): void {
  const [x, y, width, height] = box;
  const middle: [number, number] = [pen.x(x + width / 2), pen.y(y + height / 2)];
  const long = AXIS * Math.min(width * pen.fit.scaleX, height * pen.fit.scaleY);
  const axes = axesOf(turn);
  const end = ([dx, dy]: readonly [number, number], length = long): [number, number] => [middle[0] + dx * length, middle[1] + dy * length];
  pen.stroke({ width: 1, colour }, (ink) => {
    for (const axis of [axes.right, axes.up]) {
      ink.moveTo(...middle);
      ink.lineTo(...end(axis));
    }
  });
  arrow(pen, middle, end(axes.forward, long * 1.6), 2, colour);
}

/** A dashed ray from between the eyes. */
export function drawGaze(pen: Pen, box: Box, turn: Turn, colour: string): void {
  const [x, y, width, height] = box;
  const eyes: [number, number] = [pen.x(x + width / 2), pen.y(y + height * 0.42)];
  const [dx, dy] = axesOf(turn).forward;
  const long = RAY * Math.min(width * pen.fit.scaleX, height * pen.fit.scaleY);
  arrow(pen, eyes, [eyes[0] + dx * long, eyes[1] + dy * long], 1.6, colour, [5, 3]);
}

/** Straight at the camera there is no direction in the picture: a dot says so. */
function arrow(pen: Pen, from: [number, number], to: [number, number], width: number, colour: string, dash: readonly number[] = []): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (length < pen.px(3)) {
    pen.dots([from], 2.4, colour);
    return;
  }
  pen.stroke({ width, colour, dash }, (ink) => {
    ink.moveTo(...from);
    ink.lineTo(...to);
  });
  const head = Math.min(pen.px(7), length * 0.4);
  const [ux, uy] = [dx / length, dy / length];
  pen.stroke({ width, colour }, (ink) => {
    ink.moveTo(to[0] - head * (ux - 0.5 * uy), to[1] - head * (uy + 0.5 * ux));
    ink.lineTo(...to);
    ink.lineTo(to[0] - head * (ux + 0.5 * uy), to[1] - head * (uy - 0.5 * ux));
  });
}
