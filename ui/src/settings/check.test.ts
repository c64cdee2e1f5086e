import { describe, expect, it } from 'vitest';
import { folderProblem, rangeWords, readNumber } from './check';

const jobs = { title: 'Jobs at once', type: 'integer' as const, min: 0, max: 64, unit: null, default: 2 };
const wait = { title: 'First wait', type: 'number' as const, min: 0, max: 3600, unit: 's', default: 2 };
const space = { title: 'Space', type: 'integer' as const, min: 64, max: 1_048_576, unit: 'MB', default: 1024 };

describe('readNumber', () => {
  it('takes numbers within the bounds, the bounds included', () => {
    expect(['0', '64', ' 7 '].map((text) => readNumber(text, jobs).value)).toEqual([0, 64, 7]);
    expect(['0', '0.25', '3600'].map((text) => readNumber(text, wait).value)).toEqual([0, 0.25, 3600]);
  });

  it('takes thousands as the bounds are written, but no decimal comma', () => {
    expect(readNumber('1,048,576', space).value).toBe(1_048_576);
    expect(readNumber('0,5', wait).problem).toBe('Enter a number, for example 2.');
  });

  it.each(['', 'two', '1e3', '0x10', '--1', '1.', 'NaN', 'Infinity', '3 jobs'])('asks for a whole number instead of %j', (text) => {
    expect(readNumber(text, jobs).problem).toBe('Enter a whole number, for example 2.');
  });

  it('says the bounds and an example when it is out of them', () => {
    expect(readNumber('65', jobs).problem).toBe('Jobs at once takes 0 to 64, for example 2.');
    expect(readNumber('-1', wait).problem).toBe('First wait takes 0 to 3,600 s, for example 2.');
    expect(readNumber('1.5', jobs).problem).toBe('Enter a whole number, for example 2.');
  });

  it('says the bounds with their unit', () => expect(rangeWords(space)).toBe('64 to 1,048,576 MB'));
});

describe('folderProblem', () => {
  const now = '/home/ada/va';
  it('takes full paths of any system', () => {
    for (const path of ['/media/lab/va', 'E:\\Lab\\va', 'e:/lab', '\\\\server\\share\\va', '/home/ada/va2']) expect(folderProblem(path, now), path).toBeNull();
  });
  it('says what is wrong with others', () => {
    expect(folderProblem('  ', now)).toBe('Enter the full path of a folder.');
    expect(folderProblem('lab/va', now)).toMatch(/full path, beginning/);
    expect(folderProblem('/home/ada/va/', now)).toMatch(/used now/);
    expect(folderProblem('/home/ada/va/sub', now)).toMatch(/outside/);
    expect(folderProblem('D:\\va\\sub', 'D:\\va')).toMatch(/outside/);
  });
});
