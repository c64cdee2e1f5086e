import { describe, expect, it } from 'vitest';
import { actionOf, type Pressed } from './keys';

const press = (key: string, more: Partial<Pressed> = {}) => actionOf({ key, shift: false, modified: false, focus: 'none', ...more });

describe('actionOf', () => {
  it('knows the keys of the design language', () => {
    expect([' ', 'j', 'K', 'l', 'ArrowLeft', 'ArrowUp', '+', '-', '0', 'Escape'].map((key) => press(key))).toEqual([
      'toggle', 'shuttleBack', 'stop', 'shuttleOn', 'frameBack', 'previousEvent', 'zoomIn', 'zoomOut', 'whole', 'leave',
    ]);
    expect([press('ArrowLeft', { shift: true }), press('ArrowRight', { shift: true })]).toEqual(['secondBack', 'secondOn']);
  });

  it('leaves every key to a text field and every combination to the system', () => {
    expect(press('j', { focus: 'text' })).toBeUndefined();
    expect(press('Escape', { focus: 'text' })).toBeUndefined();
    expect(press('l', { modified: true })).toBeUndefined();
  });

  it('leaves Space to a button and the arrows to a slider, but nothing else', () => {
    expect(press(' ', { focus: 'button' })).toBeUndefined();
    expect(press('ArrowRight', { focus: 'button' })).toBe('frameOn');
    expect(press('ArrowRight', { focus: 'slider' })).toBeUndefined();
    expect(press(' ', { focus: 'slider' })).toBe('toggle');
  });

  it('leaves letters to a list of choices, which finds its entries by them', () => {
    expect(['l', ' ', 'ArrowDown'].map((key) => press(key, { focus: 'choice' }))).toEqual([undefined, undefined, undefined]);
    expect(press('Escape', { focus: 'choice' })).toBe('leave');
  });
});
