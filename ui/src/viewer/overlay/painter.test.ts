import { describe, expect, it } from 'vitest';
import { FakeInk } from './fake-ink';
import { fit } from './geometry';
import { Identities } from './identities';
import { placeLabel } from './labels';
import { HELD_ALPHA, paintScene, type OverlayColours, type Scene } from './painter';
import { LAYERS, type Layer } from './layers';
import type { Figure } from './scene';

const COLOURS: OverlayColours = { people: ['one', 'two', 'three'], casing: 'casing', plate: 'plate', text: 'white', family: 'sans' };
const EXTENT = { width: 200, height: 100 };
const PLACE = fit(EXTENT, EXTENT, EXTENT, 1);
const WHO = new Identities([{ object: 1 }, { object: 2 }], [{ object: 1, person: 1 }, { object: 2 }]);
const figure = (kind: 'person' | 'face', object: number, more: Partial<Figure> = {}): Figure => ({
  identity: WHO.of(kind, object), look: { ms: 0, frame: 0, exact: true }, box: [50, 40, 40, 50], score: 0.8,
  joints: undefined, points: undefined, pose: undefined, gaze: undefined, ...more,
});
function paint(figures: Figure[], more: Partial<Scene> = {}): FakeInk {
  if (!PLACE) throw new Error('the picture has a size');
  const ink = new FakeInk();
  paintScene(ink, PLACE, { figures, on: new Set(LAYERS), selected: undefined, hovered: undefined, held: ({ look }) => !look.exact, ...more }, COLOURS);
  return ink;
}
const only = (...layers: Layer[]) => ({ on: new Set(layers) });

describe('paintScene', () => {
  it('puts a wider dark casing under every stroke', () => {
    const { stroked } = paint([figure('person', 1)], only('boxes'));
    expect(stroked).toEqual([{ style: 'casing', width: 4.4, dash: [], alpha: 1 }, { style: 'one', width: 2, dash: [], alpha: 1 }]);
  });

  it('draws what is held fainter and dashed', () => {
    const held = figure('person', 1, { look: { ms: 0, frame: 0, exact: false } });
    expect(paint([held], only('boxes')).stroked.at(-1)).toEqual({ style: 'one', width: 2, dash: [4, 4], alpha: HELD_ALPHA });
  });

  it('draws nothing of layers that are off', () => {
    expect(paint([figure('person', 1), figure('face', 1)], only()).calls).toBe(0);
  });

  it('draws the chosen person last and thick, everybody else faintly', () => {
    const { stroked } = paint([figure('person', 1), figure('person', 2)], { ...only('boxes'), selected: 'person:1' });
    expect(stroked.filter(({ style }) => style !== 'casing')).toEqual([
      { style: 'two', width: 2, dash: [], alpha: 0.45 }, { style: 'one', width: 3, dash: [], alpha: 1 },
    ]);
  });

  it('draws corners of a person and the whole box of a face or of whom the pointer is on', () => {
    expect(paint([figure('person', 1)], only('boxes')).boxes).toEqual([]);
    expect(paint([figure('face', 2)], only('boxes')).boxes[0]).toEqual([50, 40, 40, 50]);
    expect(paint([figure('person', 1)], { ...only('boxes'), hovered: 'person:1' }).boxes[0]).toEqual([50, 40, 40, 50]);
  });

  it('names each one once, with the score only under the pointer', () => {
    const names = (more: Partial<Scene>) => paint([figure('person', 1), figure('face', 1), figure('face', 2)], { ...only('names'), ...more }).texts.map(({ text }) => text);
    expect(names({})).toEqual(['Person 1', 'Face 2']);
    expect(names({ hovered: 'person:1' })).toEqual(['Person 1 0.80', 'Face 2']);
  });

  it('leaves out joints that were not found, and makes unsure ones hollow and their bones dotted', () => {
    const joints = new Float32Array(51).fill(Number.NaN);
    const put = (i: number, score: number) => joints.set([10 * i, 20, score], 3 * i);
    put(5, 0.9); // both shoulders and one elbow; the wrist was not found
    put(6, 0.9);
    put(7, 0.1);
    put(9, 0.01);
    const { arcs, stroked } = paint([figure('person', 1, { joints })], only('skeletons'));
    expect(new Set(arcs.map(({ x }) => x))).toEqual(new Set([50, 60, 70]));
    expect(stroked.filter(({ style }) => style === 'one').map(({ dash }) => dash)).toEqual([[1, 4], []]);
    expect(arcs.filter(({ x }) => x === 70)).toHaveLength(3); // casing, colour, and the hole
  });

  it('draws every landmark that was measured, smaller when it is the whole mesh', () => {
    const points = (n: number) => Float32Array.from({ length: 2 * n }, (_, i) => (i < 2 ? Number.NaN : i));
    const some = paint([figure('face', 1, { points: points(70) })], only('landmarks')).arcs.filter(({ style }) => style === 'one');
    const all = paint([figure('face', 1, { points: points(478) })], only('landmarks')).arcs.filter(({ style }) => style === 'one');
    expect([some.length, all.length]).toEqual([69, 477]);
    expect(all[0]?.radius).toBeLessThan(some[0]?.radius ?? 0);
  });

  it('says with a dot that a gaze goes into the camera', () => {
    const turn = { yaw: 0, pitch: 0, roll: 0 };
    const ink = paint([figure('face', 1, { gaze: turn })], only('gaze'));
    expect(ink.stroked).toEqual([]);
    expect(ink.arcs.some(({ style }) => style === 'one')).toBe(true);
    expect(paint([figure('face', 1, { gaze: { ...turn, yaw: 40 } })], only('gaze')).stroked.length).toBeGreaterThan(0);
  });

  it('marks the ninth person with a dotted edge beside the number', () => {
    expect(paint([figure('person', 1, { identity: WHO.of('person', 9) })], only('boxes')).stroked.at(-1)).toMatchObject({ style: 'one', dash: [1, 4] });
  });
});

describe('placeLabel', () => {
  const bounds = { x: 0, y: 0, width: 200, height: 100 };
  const size = { width: 40, height: 18 };
  const box = { x: 50, y: 40, width: 40, height: 40 };

  it('stands above the box at the left', () => {
    expect(placeLabel(size, 3, box, bounds, [])).toEqual({ x: 50, y: 19, ...size });
  });

  it('goes elsewhere when another label or a face is there', () => {
    // above there is one across both ends, below the picture ends: beside the box there is room
    expect(placeLabel(size, 3, box, bounds, [{ x: 40, y: 15, width: 60, height: 20 }])).toEqual({ x: 93, y: 40, ...size });
  });

  it('stays within the picture', () => {
    const high = placeLabel(size, 3, { x: 190, y: 5, width: 40, height: 90 }, bounds, []);
    expect(high.x + high.width).toBeLessThanOrEqual(200);
    expect(high.y).toBeGreaterThanOrEqual(0);
    expect(high.y + high.height).toBeLessThanOrEqual(100);
  });
});
