import { describe, expect, it, vi } from 'vitest';
import { aJob, aStep } from '../testing/samples';
import { redact, reportOf } from './report';

vi.mock('../api/transport', () => ({ baseUrl: 'http://localhost', doorFetch: vi.fn(), inTauri: false }));

const job = aJob({
  status: 'failed', video_filename: 'Müller child 07.mp4', video_path: '/data/Study of Anna/Müller child 07.mp4', storage_path: '/home/anna/.local/share/va/jobs/x',
  result_path: '/home/anna/.local/share/va/jobs/x/output',
  error: { code: 'MEDIA_UNREADABLE', message: '`/data/Study of Anna/Müller child 07.mp4` ended early', hint: null },
  pipelines: [aStep({ status: 'failed', done_ms: 252_000, error: { code: 'WORKER_CRASHED', message: 'signal 9', hint: null } })],
});

describe('redact', () => {
  it.each([
    ['opened /data/Study of Anna/Müller child 07.mp4 at once', 'opened <recording> at once'],
    ['müller child 07_shots.csv is written', '<recording>_shots.csv is written'],
    ['`/mnt/other place/secret.mov` is gone', '<path> is gone'],
    ['C:\\Users\\Anna\\a.mp4: denied', '<path> denied'],
    ['read \\\\server\\share\\x.mp4', 'read <path>'],
    ['in /home/anna/x/y.json, line 3', 'in <path>, line 3'],
    ['~/study/a.mov and file:///home/anna/b.mov', '<path> and <path>'],
    ['"D:/study of anna/a.mp4" is full', '<path> is full'],
    ['stored in /home/anna/.local/share/va/jobs/x/job.json', 'stored in <job folder>/job.json'],
  ])('leaves no name in %j', (text, clean) => expect(redact(text, job)).toBe(clean));

  it.each(['48 kHz, 3/4 done', 'and/or 12.5 frames/s', 'step 2 of 3: decode', 'ratio 16:9'])('keeps %j', (text) => expect(redact(text, job)).toBe(text));
});

describe('reportOf', () => {
  const log = { truncated: false, lines: [{ at: '2026-01-01T10:00:00Z', level: 'error', message: 'cannot read /data/Study of Anna/Müller child 07.mp4' }] };
  const report = reportOf(job, log, undefined, 'Window 1');

  it('says what failed, where, and what the log says', () => {
    for (const part of ['MEDIA_UNREADABLE', 'WORKER_CRASHED: signal 9', '252000 / 60000 ms', 'ERROR cannot read <recording>', 'Window 1']) expect(report).toContain(part);
  });

  it('holds no name of a file, a folder or a person', () => expect(report).not.toMatch(/anna|müller|07|\.mp4|home|data\//i));
});
