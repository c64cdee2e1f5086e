import { describe, expect, it } from 'vitest';
import { Chunks } from './chunks';
import { axesOf } from './face';
import { Identities } from './identities';
import { TRACKS } from './layers';
import { objects } from './samples';
import { figuresOf, JOINTS, rowsAt, turnOf, valuesAt } from './scene';

const BOX = ['x', 'y', 'w', 'h'];
const LOOK = { ms: 200, frame: 6, exact: true };

async function chunksOf(tracks: Record<string, ReturnType<typeof objects>>): Promise<Chunks> {
  const chunks = new Chunks((track) => Promise.resolve(tracks[track] ?? objects([], [])), () => undefined);
  chunks.want(Object.keys(tracks), 0, { playing: true, rate: 1 });
  await Promise.resolve();
  await Promise.resolve();
  return chunks;
}

describe('rows of a look', () => {
  const columns = objects(['v'], [[0, 1, 0.1], [200, 1, 0.2], [200, 7, 0.3], [400, 1, 0.4]]);

  it('are those of its very time', () => {
    expect([...rowsAt(columns, 200)]).toEqual([[1, 1], [7, 2]]);
    expect([...rowsAt(columns, 201)]).toEqual([]);
    expect([...rowsAt(undefined, 200)]).toEqual([]);
  });

  it('give the values of one object by name', () => {
    expect(valuesAt(columns, 200, 7)?.get('v')).toBeCloseTo(0.3);
    expect(valuesAt(columns, 200, 2)).toBeUndefined();
  });
});

describe('figuresOf', () => {
  it('puts together what each track says of an object, and leaves out whom it has no box for', async () => {
    const chunks = await chunksOf({
      [TRACKS.faces]: objects(BOX, [[200, 1, 10, 20, 30, 40], [200, 2, Number.NaN, 0, 0, 0], [400, 1, 0, 0, 1, 1]]),
      [TRACKS.landmarks]: objects(['p001_x', 'p001_y', 'p468_x', 'p468_y'], [[200, 1, 11, 21, 12, 22]]),
      [TRACKS.pose]: objects(['yaw', 'pitch', 'roll'], [[200, 1, 30, -10, 5]]),
      [TRACKS.gaze]: objects([], []),
    });
    const figures = figuresOf('face', LOOK, chunks, new Identities([], []));
    expect(figures).toHaveLength(1);
    expect(figures?.[0]).toMatchObject({ box: [10, 20, 30, 40], pose: { yaw: 30, pitch: -10, roll: 5 }, gaze: undefined, joints: undefined });
    expect([...(figures?.[0]?.points ?? [])]).toEqual([11, 21, 12, 22]);
  });

  it('reads joints in the order of COCO, whatever the order of the channels', async () => {
    const channels = [...JOINTS].reverse().flatMap((joint) => [`${joint}_score`, `${joint}_y`, `${joint}_x`]);
    const row = [...JOINTS].reverse().flatMap((joint) => { const i = JOINTS.indexOf(joint); return [0.5, 100 + i, i]; });
    const chunks = await chunksOf({
      [TRACKS.persons]: objects(BOX, [[200, 3, 0, 0, 9, 9]]), [TRACKS.joints]: objects(channels, [[200, 3, ...row]]),
    });
    const joints = figuresOf('person', LOOK, chunks, new Identities([], []))?.[0]?.joints;
    expect(joints?.slice(0, 6)).toEqual(Float32Array.of(0, 100, 0.5, 1, 101, 0.5));
  });

  it('is not known while the boxes have not come', async () => {
    expect(figuresOf('face', LOOK, await chunksOf({}), new Identities([], []))).toBeUndefined();
  });
});

describe('turns', () => {
  it('average two eyes and are not known without an angle', () => {
    const columns = objects(['left_yaw', 'right_yaw', 'left_pitch', 'right_pitch'], [[0, 1, 10, 20, 4, Number.NaN], [0, 2, 1, 1, Number.NaN, Number.NaN]]);
    expect(turnOf(columns, 0)).toEqual({ yaw: 15, pitch: 4, roll: 0 });
    expect(turnOf(columns, 1)).toBeUndefined();
    const both = objects(['yaw', 'pitch', 'left_yaw', 'left_pitch'], [[0, 1, 30, -5, 3, 3], [0, 2, Number.NaN, Number.NaN, 3, 3]]);
    expect(turnOf(both, 0)).toEqual({ yaw: 30, pitch: -5, roll: 0 });
    expect(turnOf(both, 1)).toBeUndefined();
  });

  it('point to the right for yaw, up for pitch, and roll clockwise', () => {
    const near = (pair: readonly [number, number], x: number, y: number) => {
      expect(pair[0]).toBeCloseTo(x);
      expect(pair[1]).toBeCloseTo(y);
    };
    near(axesOf({ yaw: 90, pitch: 0, roll: 0 }).forward, 1, 0);
    near(axesOf({ yaw: 0, pitch: 90, roll: 0 }).forward, 0, -1);
    near(axesOf({ yaw: 0, pitch: 0, roll: 0 }).up, 0, -1);
    near(axesOf({ yaw: 0, pitch: 0, roll: 90 }).up, 1, 0);
    near(axesOf({ yaw: 0, pitch: 0, roll: 0 }).forward, 0, 0);
  });
});
