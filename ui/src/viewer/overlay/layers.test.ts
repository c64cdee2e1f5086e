import { describe, expect, it } from 'vitest';
import { keepOff, layersOf, readOff, tracksFor } from './layers';

const track = (key: string, items = 1) => ({ key, items });

describe('layers', () => {
  it('are those that the tracks of a job can fill', () => {
    expect(layersOf([])).toEqual([]);
    expect(layersOf([track('scene_detection.shots')])).toEqual([]);
    expect(layersOf([track('person_tracking.boxes'), track('person_tracking.keypoints', 0)])).toEqual(['boxes', 'names']);
    expect(layersOf([track('face_analysis.boxes'), track('face_analysis.pose')])).toEqual(['boxes', 'names', 'pose']);
  });

  it('read only the tracks that are drawn, boxes with each of them', () => {
    expect(tracksFor(new Set())).toEqual([]);
    expect(tracksFor(new Set(['gaze']))).toEqual(['person_tracking.boxes', 'face_analysis.boxes', 'face_analysis.gaze']);
  });

  it('are remembered when off, and on when nothing usable was kept', () => {
    const kept = new Map<string, string>();
    keepOff(new Set(['gaze']), { setItem: (name, value) => void kept.set(name, value) });
    expect(readOff({ getItem: (name) => kept.get(name) ?? null })).toEqual(new Set(['gaze']));
    for (const words of [null, 'not json', '{"a":1}', '["nonsense"]']) expect(readOff({ getItem: () => words })).toEqual(new Set());
  });

  it('work where nothing may be kept', () => {
    expect(() => keepOff(new Set(), { setItem: () => { throw new Error('no room'); } })).not.toThrow();
  });
});
