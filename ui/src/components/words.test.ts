import { describe, expect, it } from 'vitest';
import { clause, clock, counted, moment, ordinal, percent, sentence, size, span, speed, took } from './words';

describe('words', () => {
  it('says positions and lengths', () => {
    expect([clock(-5), clock(388_999), clock(3_723_000)]).toEqual(['0:00', '6:28', '1:02:03']);
  });

  it('says working time no finer than it can be known', () => {
    expect([span(0.2), span(59.4), span(59.6), span(7260), span(7200)]).toEqual(['1 s', '59 s', '1 min', '2 h 1 min', '2 h']);
    expect([took(400), took(31_000), took(552_000), took(60_000)]).toEqual(['under 1 s', '31 s', '9 min 12 s', '1 min']);
  });

  it('says sizes, counts and places', () => {
    expect([size(7), size(222_367), size(5_170_720), size(57_211_167), size(2.1e9)]).toEqual(['1 kB', '222 kB', '5.2 MB', '57 MB', '2.1 GB']);
    expect([counted(1, 'shot'), counted(17_204, 'face')]).toEqual(['1 shot', '17,204 faces']);
    expect([1, 2, 3, 4, 11, 12, 13, 21].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st']);
  });

  it('never says 100% before the end', () => {
    expect([percent(99.99), percent(100), percent(-1)]).toEqual(['99%', '100%', '0%']);
  });

  it('says the day only when it is not today', () => {
    const now = new Date(2026, 4, 8, 18, 0);
    expect(moment(new Date(2026, 4, 8, 10, 28).toISOString(), now)).toBe('10:28');
    expect(moment(new Date(2026, 4, 7, 16, 20).toISOString(), now)).toBe('7 May, 16:20');
  });

  it('prefers frames to multiples of real time', () => {
    expect([speed(152.7, 6), speed(null, 3.42), speed(null, 48.3), speed(null, null)]).toEqual(['153 frames/s', '3.4x real time', '48x real time', '']);
  });

  it('ends a sentence with a message, without a capital', () => {
    expect(clause('the disk of `/data` is full')).toBe('the disk of \u201c/data\u201d is full.');
    expect(clause('')).toBe('');
  });

  it('makes sentences of messages', () => {
    expect(sentence('`a.txt` is a text file, not a recording')).toBe('\u201ca.txt\u201d is a text file, not a recording.');
    expect(sentence('for example `"middle"`')).toBe('For example \u201cmiddle\u201d.');
    expect(sentence('the disk is full.')).toBe('The disk is full.');
  });
});
