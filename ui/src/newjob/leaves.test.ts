import { describe, expect, it } from 'vitest';
import type { PipelineInfo } from '../api/client';
import { flat, nested, withLeaves } from './leaves';
import { aPipeline } from './samples';

type Wire = PipelineInfo['parameters'][number];
const [on, level, threshold] = aPipeline('shots', { on: true, level: 12, threshold: 27 }).parameters as [Wire, Wire, Wire];
const group: Wire = {
  ...on, name: 'fade', label: 'Fades', type: 'group', advanced: true, fields: [on, { ...level, used_when: [{ name: 'on', value: on.default }] }],
};
const [shots] = withLeaves([{ ...aPipeline('shots', {}), parameters: [threshold, group] }]);

describe('groups of settings', () => {
  it('are taken apart into settings with dotted names, under their heading and in its fold', () => {
    expect(shots?.parameters.map(({ name, advanced, group: heading, used_when }) => [name, advanced, heading, used_when])).toEqual([
      ['threshold', false, undefined, []],
      ['fade.on', true, 'Fades', []],
      ['fade.level', true, 'Fades', [{ name: 'fade.on', value: true }]],
    ]);
  });

  it('are read from and written to files as groups', () => {
    const file = { threshold: 30, fade: { level: 'x' }, other: 1 };
    const found = shots ? flat(shots, file) : {};
    expect(found).toEqual({ threshold: 30, 'fade.level': 'x' });
    expect(nested({ ...found, 'fade.on': false })).toEqual({ threshold: 30, fade: { level: 'x', on: false } });
  });

  it('that are no groups in a file leave their settings at the defaults', () => {
    expect(shots && flat(shots, { fade: 7 })).toEqual({});
  });
});
