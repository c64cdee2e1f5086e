import { describe, expect, it } from 'vitest';
import type { Access } from '../api/access';
import { curlOf, day } from './words';

describe('day', () => {
  const now = new Date(2026, 4, 12, 10, 0);
  const at = (...parts: [number, number, number]) => day(new Date(...parts).toISOString(), now);
  it('leaves the year away while it is this one', () => {
    expect([at(2026, 4, 12), at(2026, 4, 2), at(2027, 4, 2)]).toEqual(['today', '2 May', '2 May 2027']);
  });
});

describe('curlOf', () => {
  const access: Access = {
    listening: false, address: null, url: null, port: 18_011, origins: [], auth_required: true, tokens_in_use: 0, opened_by: null, failure: null, warnings: [],
  };
  it('names the address that there will be while nothing listens', () => expect(curlOf(access)).toContain('http://127.0.0.1:18011/api/v1/jobs'));
  it('names the address that there is, and never a token', () => {
    const text = curlOf({ ...access, listening: true, url: 'http://127.0.0.1:4242' });
    expect(text).toContain('http://127.0.0.1:4242/api/v1/jobs');
    expect(text).toContain('Bearer $VA_TOKEN"');
  });
});
