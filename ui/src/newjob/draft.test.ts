import { describe, expect, it } from 'vitest';
import type { Parameter } from './leaves';
import { aPipeline } from './samples';
import {
  changedCount, defaultDraft, differences, draftOf, idleUntil, isChanged, presetDraft, sameEverything, sameWish, textOf, valueOf, wishOf, withDefault,
  withDefaults, withPipeline, withTyped, type Draft,
} from './draft';

const shots = aPipeline('scene_detection', { threshold: 27, fades: true });
const speech = aPipeline('voice_activity', { threshold: 0.5, pad_ms: 30 });
const pipelines = [shots, speech];
const draft = (typed: Draft['typed'], ...selected: string[]): Draft => ({ selected: new Set(selected), typed });
const threshold = shots.parameters[0] as Parameter;
const fades = shots.parameters[1] as Parameter;

describe('what is typed', () => {
  it('is sent as a number when it is one, and as it is when it is none', () => {
    const sent = ['33', ' 33.50 ', '.5', '-1', '1e2', '', '3,5', 'many', '1e999', '0x10'].map((text) => valueOf(threshold, text));
    expect(sent).toEqual([33, 33.5, 0.5, -1, 100, '', '3,5', 'many', '1e999', '0x10']);
  });

  it('is shown as it was typed', () => {
    expect([textOf(threshold, undefined), textOf(threshold, '1.'), textOf(threshold, 0.25), textOf(threshold, [1]), textOf(threshold, null)])
      .toEqual(['27', '1.', '0.25', '[1]', 'null']);
  });

  it('is changed when its value differs from the default, not when its text does', () => {
    expect([isChanged(threshold, undefined), isChanged(threshold, '27.0'), isChanged(threshold, '28'), isChanged(threshold, '')])
      .toEqual([false, false, true, true]);
    expect(changedCount(shots, draft({ scene_detection: { threshold: '28', fades: false } }))).toBe(2);
  });

  it('goes back to the default, one by one and all at once', () => {
    const both = withTyped(withTyped(draft({}), 'scene_detection', 'threshold', '28'), 'scene_detection', 'fades', false);
    expect(changedCount(shots, withDefault(both, 'scene_detection', 'fades'))).toBe(1);
    expect(changedCount(shots, withDefaults(both, 'scene_detection'))).toBe(0);
  });
});

describe('a setting that does nothing', () => {
  it('says what has to be otherwise, until it is', () => {
    const level: Parameter = { ...threshold, name: 'level', used_when: [{ name: 'fades', value: fades.default }] };
    const pipeline = { ...shots, parameters: [...shots.parameters, level] };
    expect(idleUntil(pipeline, level, draft({}))).toEqual([]);
    expect(idleUntil(pipeline, level, draft({ scene_detection: { fades: false } }))).toEqual([{ parameter: fades, value: true }]);
  });
});

describe('what is sent', () => {
  it('is every setting of what is on, in the order of the window', () => {
    const given = draft({ voice_activity: { threshold: '0.6' }, scene_detection: { threshold: 'x' } }, 'voice_activity', 'scene_detection');
    expect(wishOf(pipelines, given)).toEqual({
      selected_pipelines: ['scene_detection', 'voice_activity'],
      config: { scene_detection: { threshold: 'x', fades: true }, voice_activity: { threshold: 0.6, pad_ms: 30 } },
    });
  });

  it('leaves out what is off, and keeps it in the sheet', () => {
    const off = withPipeline(draft({ voice_activity: { threshold: '9' } }, 'voice_activity'), 'voice_activity', false);
    expect(wishOf(pipelines, off).config).toEqual({});
    expect(withPipeline(off, 'voice_activity', true).typed['voice_activity']).toEqual({ threshold: '9' });
  });
});

describe('presets and files', () => {
  it('bring what has a field here, and nothing else', () => {
    const config = { scene_detection: { threshold: 33, clip_model: 'ViT' }, motion: { regions: true } };
    expect(draftOf(pipelines, ['scene_detection', 'motion'], config)).toEqual(draft({ scene_detection: { threshold: 33 } }, 'scene_detection'));
  });

  it('takes of a preset that shipped what can be measured here, and of an own one everything', () => {
    const [first, ...others] = pipelines;
    const known = [{ ...first!, available: false }, ...others];
    const preset = { built_in: true, selected_pipelines: pipelines.map(({ name }) => name), config: {} };
    expect([...presetDraft(known, preset).selected]).toEqual(others.map(({ name }) => name));
    expect([...presetDraft(known, { ...preset, built_in: false }).selected]).toEqual(preset.selected_pipelines);
  });

  it('that choose nothing run what they set, or the defaults', () => {
    expect([...draftOf(pipelines, null, { voice_activity: {} }).selected]).toEqual(['voice_activity']);
    expect(draftOf(pipelines, null, {})).toEqual(defaultDraft(pipelines));
    expect([...draftOf(pipelines, [], {}).selected], 'a choice of nothing is a choice').toEqual([]);
  });

  it('are the same when they run the same', () => {
    const typed = draft({ scene_detection: { threshold: '27' } }, 'scene_detection');
    expect(sameWish(pipelines, typed, draft({}, 'scene_detection'))).toBe(true);
    const hidden = draft({ voice_activity: { threshold: '0.6' } }, 'scene_detection');
    expect(sameWish(pipelines, hidden, typed)).toBe(true);
    expect(sameEverything(pipelines, hidden, typed), 'what was typed for a pipeline that is off would be lost').toBe(false);
  });

  it('say how much they replace', () => {
    const mine = draft({ scene_detection: { threshold: '28', fades: false } }, 'scene_detection', 'voice_activity');
    expect(differences(pipelines, mine, draft({}, 'scene_detection'))).toBe(3);
  });
});
