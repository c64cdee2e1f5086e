import { describe, expect, it } from 'vitest';
import type { Issue } from '../api/presets';
import { at, countOf, fieldless, issueWords, placeOf } from './issues';
import { aPipeline } from './samples';

const shots = aPipeline('scene_detection', { threshold: 27 });
const speech = aPipeline('voice_activity', { threshold: 0.5 });
const pipelines = [shots, speech];
const issue = (field: string): Issue => ({
  field, code: 'X', error_code: 'X', message: '', severity: 'error', hint: '', suggestion: null, suggested_value: null, example: '', line: null, column: null, nearest: null, valid_names: [], pipeline: '',
});
const place = (field: string) => {
  const { pipeline, parameter } = placeOf(issue(field), pipelines, ['voice_activity']);
  return [pipeline?.name, parameter?.name];
};

describe('where an issue belongs', () => {
  it('is a field, a card, or nowhere', () => {
    expect(place('scene_detection.threshold')).toEqual(['scene_detection', 'threshold']);
    expect(place('scene_detection.clip_model')).toEqual(['scene_detection', undefined]);
    expect(place('voice_activity')).toEqual(['voice_activity', undefined]);
    expect(place('device')).toEqual([undefined, undefined]);
    expect(place('')).toEqual([undefined, undefined]);
  });

  it('is the summary for what no field shows', () => {
    const issues = ['scene_detection.threshold', 'scene_detection.clip_model', 'voice_activity', ''].map(issue);
    const shown = fieldless(issues, pipelines, ['voice_activity']).map(({ field }) => field);
    expect(shown).toEqual(['scene_detection.clip_model', 'voice_activity', '']);
  });

  it('is the card that a place in the list means', () => {
    expect(place('pipelines[0]')).toEqual(['voice_activity', undefined]);
    expect(place('selected_pipelines[0]')).toEqual(['voice_activity', undefined]);
    expect(place('pipelines[7]')).toEqual([undefined, undefined]);
  });

  it('is counted at its card and shown at its field', () => {
    const issues = ['scene_detection.threshold', 'scene_detection', 'voice_activity.threshold'].map(issue);
    expect(countOf(issues, pipelines, [], 'scene_detection')).toBe(2);
    expect(at(issues, 'voice_activity', 'threshold')).toHaveLength(1);
    expect(at(issues, 'voice_activity', 'thresh')).toHaveLength(0);
  });

  it('is said with the names of the window, without the name that stands beside it', () => {
    const said = (field: string, message: string) => {
      const one = { ...issue(field), message, hint: 'give at most 1, for example `0.5`' };
      return issueWords(one, placeOf(one, named, []));
    };
    const [low, high] = aPipeline('voice_activity', { negative: 0.3, threshold: 0.5 }).parameters;
    const named = low && high ? [{ ...speech, parameters: [{ ...low, label: 'Silence' }, { ...high, label: 'Sure' }] }] : [];
    expect(said('voice_activity.negative', '`negative` 0.5 is above `threshold` 0.2')).toBe('0.5 is above \u201cSure\u201d 0.2. Give at most 1, for example \u201c0.5\u201d.');
    expect(said('voice_activity.threshold', '`threshold` can\'t be -1')).toBe('Can\'t be -1. Give at most 1, for example \u201c0.5\u201d.');
    expect(said('voice_activity', 'the model `silero-vad` is missing')).toMatch(/^The model \u201csilero-vad\u201d is missing\./);
  });
});
