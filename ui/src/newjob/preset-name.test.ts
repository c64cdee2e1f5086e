import { expect, it } from 'vitest';
import { presetName } from './preset-name';

it('the name of a preset is made of its title, whatever its letters', () => {
  expect([presetName('Still face, lab room Ä'), presetName('  v3! '), presetName('')]).toEqual(['still-face-lab-room-a', 'v3', '']);
  expect(presetName('静止脸')).toMatch(/^preset-[0-9a-z]+$/);
  expect(presetName('静止脸')).not.toBe(presetName('静止脸2'));
  expect(presetName('x'.repeat(200)).length).toBeLessThanOrEqual(60);
});
