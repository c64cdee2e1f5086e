// Two drawn people, a large and a small one, and everything that would be measured of them: a recording in which
// nobody can be recognised, for looking at the window and for its pictures.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { media } from './stage.mjs';

const [WIDTH, HEIGHT, RATE, SECONDS] = [640, 360, 10, 16];
export const FRAMES = RATE * SECONDS;

const JOINTS = ['nose', 'left_eye', 'right_eye', 'left_ear', 'right_ear', 'left_shoulder', 'right_shoulder', 'left_elbow', 'right_elbow',
  'left_wrist', 'right_wrist', 'left_hip', 'right_hip', 'left_knee', 'right_knee', 'left_ankle', 'right_ankle'];

/** Where a person's joints are in a frame; lengths in heads. `undefined` when it is out of the picture. */
function person(who, frame) {
  const t = frame / RATE;
  if (who === 2 && t > 9 && t < 11.2) return undefined;
  const head = who === 1 ? 46 : 34;
  const x = who === 1 ? 200 + 40 * Math.sin(t * 0.6) : 440 + 30 * Math.sin(t * 0.9 + 1);
  const top = who === 1 ? 50 : 130;
  const yaw = who === 1 ? 35 + 15 * Math.sin(t) : -30 + 20 * Math.sin(t * 0.7);
  const face = [x + yaw * head * 0.004, top + head * 0.6];
  const wave = Math.sin(t * 3 + who);
  const at = (dx, dy) => [x + dx * head, top + dy * head];
  const turn = yaw * 0.004 * head;
  const joints = [
    [face[0] + turn, face[1] + 0.08 * head], [face[0] + 0.16 * head + turn, face[1] - 0.1 * head], [face[0] - 0.16 * head + turn, face[1] - 0.1 * head],
    [face[0] + 0.38 * head, face[1]], [face[0] - 0.38 * head, face[1]], at(0.85, 1.55), at(-0.85, 1.55), at(1.25, 2.6), at(-1.25, 2.6),
    at(1.5 + 0.25 * wave, 2.3 + (who === 1 ? -0.6 * wave : 0.6)), at(-1.45, 3.5), at(0.55, 3.6), at(-0.55, 3.6), at(0.6, 4.9), at(-0.6, 4.9), at(0.6, 6.1), at(-0.6, 6.1),
  ];
  return { who, head, face, yaw, pitch: 8 * Math.sin(t * 1.3 + who), roll: 6 * Math.sin(t * 0.8), joints, smile: Math.max(0, Math.sin(t * 0.8 + who)), moved: Math.abs(Math.cos(t * 3 + who)) * 0.2 };
}

/** Paints areas into a picture of bytes. */
function drawing() {
  const bytes = Buffer.alloc(WIDTH * HEIGHT * 3);
  const fill = (inside, [x0, y0, x1, y1], grey) => {
    for (let y = Math.max(0, Math.floor(y0)); y < Math.min(HEIGHT, y1); y++) {
      for (let x = Math.max(0, Math.floor(x0)); x < Math.min(WIDTH, x1); x++) if (inside(x, y)) bytes.fill(grey, 3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3);
    }
  };
  const ellipse = ([cx, cy], rx, ry, grey) => fill((x, y) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1, [cx - rx, cy - ry, cx + rx + 1, cy + ry + 1], grey);
  const limb = ([ax, ay], [bx, by], r, grey) => {
    const length = Math.max(1e-6, (bx - ax) ** 2 + (by - ay) ** 2);
    const inside = (x, y) => {
      const share = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      return (x - ax - share * (bx - ax)) ** 2 + (y - ay - share * (by - ay)) ** 2 <= r * r;
    };
    fill(inside, [Math.min(ax, bx) - r, Math.min(ay, by) - r, Math.max(ax, bx) + r + 1, Math.max(ay, by) + r + 1], grey);
  };
  return { bytes, fill, ellipse, limb };
}

function paint(frame) {
  const { bytes, fill, ellipse, limb } = drawing();
  bytes.fill(66);
  fill(() => true, [0, 290, WIDTH, HEIGHT], 48);
  for (const who of [1, 2]) {
    const one = person(who, frame);
    if (!one) continue;
    const { joints: j, head, face } = one;
    const [skin, cloth] = who === 1 ? [150, 112] : [172, 134];
    for (const [a, b] of [[11, 13], [13, 15], [12, 14], [14, 16]]) limb(j[a], j[b], head * 0.24, cloth - 30);
    limb([(j[5][0] + j[6][0]) / 2, j[5][1]], [(j[11][0] + j[12][0]) / 2, j[11][1]], head * 0.72, cloth);
    for (const [a, b] of [[5, 7], [7, 9], [6, 8], [8, 10]]) limb(j[a], j[b], head * 0.19, cloth + 14);
    limb(face, [face[0], j[5][1]], head * 0.2, skin - 20);
    ellipse(face, head * 0.42, head * 0.54, skin);
    for (const eye of [j[1], j[2]]) ellipse(eye, head * 0.06, head * 0.05, 60);
    ellipse([j[0][0], face[1] + head * 0.28], head * (0.1 + 0.06 * one.smile), head * 0.035, 84);
  }
  return bytes;
}

export function drawnPeople(name) {
  const path = join(media, name);
  const input = Buffer.concat(Array.from({ length: FRAMES }, (_, frame) => paint(frame)));
  const done = spawnSync('ffmpeg', ['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH}x${HEIGHT}`, '-r', String(RATE), '-i', '-',
    '-c:v', 'libx264', '-bf', '2', '-pix_fmt', 'yuv420p', '-crf', '20', path], { input, maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(String(done.stderr));
  return path;
}

/** Outline, brows, eyes, nose and mouth of a face as points, the last two in the irises. */
function landmarks({ face: [x, y], head, joints, smile }) {
  const around = (n, cx, cy, rx, ry, from = 0, to = 2 * Math.PI) => Array.from({ length: n }, (_, i) => {
    const angle = from + ((to - from) * i) / n;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
  const [nose, left, right] = joints;
  return [
    ...around(17, x, y, head * 0.42, head * 0.54, -0.3, Math.PI + 0.3), ...around(5, left[0], left[1] - head * 0.1, head * 0.13, head * 0.05, Math.PI, 2 * Math.PI),
    ...around(5, right[0], right[1] - head * 0.1, head * 0.13, head * 0.05, Math.PI, 2 * Math.PI), ...around(9, nose[0], nose[1], head * 0.05, head * 0.1),
    ...around(6, left[0], left[1], head * 0.09, head * 0.05), ...around(6, right[0], right[1], head * 0.09, head * 0.05),
    ...around(20, nose[0], y + head * 0.28, head * (0.12 + 0.06 * smile), head * 0.05), left, right,
  ];
}

/** The tracks of both pipelines, every second frame looked at. */
export function tracksOf(times, startMs) {
  const ms = (frame) => Math.round(times[frame] * 1000) + startMs;
  const looked = Array.from({ length: Math.ceil(times.length / 2) }, (_, i) => 2 * i);
  const there = looked.flatMap((frame) => [1, 2].flatMap((who) => (person(who, frame) ? [{ frame, ...person(who, frame) }] : [])));
  const box = (points, margin) => {
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return [Math.min(...xs) - margin, Math.min(...ys) - margin, Math.max(...xs) - Math.min(...xs) + 2 * margin, Math.max(...ys) - Math.min(...ys) + 2 * margin];
  };
  const objects = (key, title, channels, values) => ({ key, title, kind: 'objects', channels, rows: there.map((one) => [ms(one.frame), one.who, 0.9, values(one)]) });
  const names = landmarks(person(1, 0)).map((_, i) => `p${String(i).padStart(3, '0')}`);
  const count = (key, title, channel) => ({ key, title, kind: 'curve', channels: [channel], rows: looked.map((frame) => [ms(frame), [there.filter((one) => one.frame === frame).length]]) });
  const visits = [[1, 0, FRAMES], [2, 0, 90], [2, 112, FRAMES]];
  const presence = (pipeline, label, more) => ({
    key: `${pipeline}.presence`, title: 'Presence', kind: 'segments',
    rows: visits.map(([who, from, to]) => [ms(from), to >= times.length ? ms(times.length - 1) + 100 : ms(to), `${label} ${who}`, 0.9, { object: who, ...more(who) }]),
  });
  return [
    objects('person_tracking.boxes', 'Persons', ['x', 'y', 'w', 'h'], ({ joints, head }) => box(joints, head * 0.35)),
    objects('person_tracking.keypoints', 'Joints', JOINTS.flatMap((joint) => [`${joint}_x`, `${joint}_y`, `${joint}_score`]),
      ({ joints, who }) => joints.flatMap(([x, y], i) => [x, y, who === 2 && i === 10 ? 0.2 : 0.9])),
    objects('person_tracking.motion', 'Motion energy of a person', ['energy'], ({ moved }) => [moved]),
    count('person_tracking.count', 'Persons', 'persons'), presence('person_tracking', 'person', () => ({})),
    objects('face_analysis.boxes', 'Faces', ['x', 'y', 'w', 'h'], ({ face: [x, y], head }) => [x - head * 0.46, y - head * 0.56, head * 0.92, head * 1.12]),
    objects('face_analysis.landmarks', 'Landmarks', names.flatMap((name) => [`${name}_x`, `${name}_y`]), (one) => landmarks(one).flat()),
    objects('face_analysis.pose', 'Head pose', ['yaw', 'pitch', 'roll'], ({ yaw, pitch, roll }) => [yaw, pitch, roll]),
    objects('face_analysis.gaze', 'Gaze', ['yaw', 'pitch'], ({ yaw, pitch }) => [yaw * 1.4, pitch]),
    objects('face_analysis.blendshapes', 'Face signals', ['_neutral', 'browInnerUp', 'jawOpen', 'mouthSmileLeft', 'mouthSmileRight'], ({ smile, moved }) => [0.2, moved, 0.1, smile * 0.8, smile * 0.75]),
    objects('face_analysis.expression', 'Expression', ['angry', 'disgust', 'fearful', 'happy', 'neutral', 'sad', 'surprised'],
      ({ smile }) => (smile < 0.05 ? Array(7).fill(null) : [0.01, 0.01, 0.01, smile * 0.9, 0.9 - smile * 0.9, 0.03, 0.04])),
    count('face_analysis.count', 'Faces', 'faces'), presence('face_analysis', 'face', (who) => ({ person: who, link_share: 1 })),
  ];
}
