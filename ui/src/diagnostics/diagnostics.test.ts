import { describe, expect, it } from 'vitest';
import type { Finding } from '../api/diagnostics';
import { factsOf } from './facts';
import { inOrder } from './order';
import { ascii, textOf } from './text';

const finding = (change: Partial<Finding> = {}): Finding =>
  ({ status: 'ok', title: 'Storage', value: '18.2 of 931.0 GB free', message: 'there is room', fix: null, errors: [], warnings: [], took_ms: 3, ...change });

describe('factsOf', () => {
  it('flattens what the card does not show, and leaves out what is not known', () => {
    const facts = factsOf(finding({ writable: true, python: { version: null }, disk_usage: { free_gb: 18.2345 }, codecs: ['h264', 'vp9'], devices: [{ name: 'A', memory_gb: 8, busy: null }], odd: [{ x: [1] }], none: [] }));
    expect(facts).toEqual([['writable', 'yes'], ['disk usage, free gb', '18.23'], ['codecs', 'h264, vp9'], ['devices, A', 'memory gb 8'], ['odd, 1, x', '1']]);
  });
});

describe('inOrder', () => {
  const check = (name: string, status: Finding['status'] | undefined, isFetching = false) => ({ name, finding: status && { status }, query: { isFetching } });
  const names = (list: { name: string }[]) => list.map(({ name }) => name).join('');
  it('puts failures first and keeps the order of equals', () => {
    expect(names(inOrder([check('a', 'ok'), check('b', undefined), check('c', 'error'), check('d', 'warning'), check('e', 'error')]))).toBe('cedab');
  });
  it('moves nothing while a check runs', () => expect(names(inOrder([check('a', 'ok', true), check('b', 'error')]))).toBe('ab'));
});

describe('textOf', () => {
  it('is plain ASCII', () => {
    expect(ascii('\u201cM\u00fcnchen\u201d \u2013 3\u00d7\u2026')).toBe('"Munchen" - 3x...');
    expect(ascii('\u65e5')).toBe('?');
  });
  it('says each problem with its way out, and no path', () => {
    const bad = finding({ status: 'error', errors: [{ message: '`/home/ada/va` can\u2019t be written', fix: 'choose another folder' }] });
    const text = textOf([{ title: 'Storage', finding: bad }, { title: 'Pipelines', finding: undefined }], undefined, '2026-05-12');
    expect(text).toContain('[ERROR] Storage: 18.2 of 931.0 GB free');
    expect(text).toContain('to do: choose another folder');
    expect(text).toContain('[ ] Pipelines: not checked');
    expect(text).not.toMatch(/ada/);
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
  });
  it('says the times of the self-test', () => {
    const devices = [{ device: 'cpu', state: 'ok' as const, seconds: 19.44, realtime_factor: 2, message: null }];
    expect(textOf([], { state: 'finished', started_at: null, finished_at: null, devices }, '')).toContain('cpu: works, 19.4 s');
  });
});
