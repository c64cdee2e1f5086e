import { describe, expect, it } from 'vitest';
import type { Job, Step, Track, TrackList } from '../api/client';
import { segments } from '../api/columns';
import { EventIndex } from './events';
import { rowsOf } from './rows';
import { clockTime, lengthOf, spokenTime } from './times';

const step = (name: string, more: Partial<Step> = {}): Step => ({
  name, title: name, status: 'succeeded', progress: 100, done_ms: 0, total_ms: null, frames_per_second: null, speed: null,
  time_left_seconds: null, resumed_from_ms: null, took_ms: 1, counts: {}, error: null, needed_by: null, partial: false, attempts: 1, ...more,
});
const track = (key: string, more: Partial<Track> = {}): Track => ({
  key, pipeline: key.split('.')[0] ?? '', title: key, kind: 'segments', channels: [], items: 2, first_ms: 500, last_ms: 4500, objects: null, ...more,
});
const list = (tracks: Track[]): TrackList => ({ job_id: 'a', start_ms: 500, duration_ms: 9000, tracks });
const job = (pipelines: Step[]): Pick<Job, 'pipelines'> => ({ pipelines });
const rows = (pipelines: Step[], tracks: Track[]) =>
  // only `pipelines` is read; a whole job would hide what matters here
  rowsOf({ ...EMPTY, ...job(pipelines) }, list(tracks));
const EMPTY: Job = {
  id: 'a', job_id: 'a', status: 'completed', video_id: 1, video_path: '', video_filename: '', video_size_bytes: 0, video_duration_seconds: 9,
  config: {}, selected_pipelines: null, created_at: '', queued_at: '', started_at: null, completed_at: null, cancelled_at: null, updated_at: '',
  error_message: null, error: null, result_path: null, storage_path: '', queue_position: null, retry_count: 0, failed_tries: 0, progress: 100, memory_bytes: null,
  time_left_seconds: null, warnings: [], pipelines: [], estimated_start: null, next_try_at: null, pinned: false, device: 'cpu', threads: null,
};

describe('rowsOf', () => {
  it('has the rows of the pipelines that were asked for, in the order of the design', () => {
    const got = rows([step('voice_activity'), step('scene_detection')], [track('voice_activity.speech'), track('scene_detection.shots')]);
    expect(got.map((row) => row.key)).toEqual(['shots', 'fades', 'speech']);
  });

  it('joins speech and its probability in one row', () => {
    const [row] = rows([step('voice_activity')], [track('voice_activity.speech'), track('voice_activity.probability', { kind: 'curve' })]);
    expect([row?.segments?.key, row?.curve?.key, row?.height]).toEqual(['voice_activity.speech', 'voice_activity.probability', 52]);
  });

  it('draws tracks that it does not know after the known ones', () => {
    const got = rows([step('scene_detection'), step('faces')], [track('faces.smile', { kind: 'curve' }), track('scene_detection.shots')]);
    expect(got.map((row) => row.key)).toEqual(['shots', 'fades', 'faces.smile']);
    expect(got.at(-1)?.curve?.key).toBe('faces.smile');
  });

  it('says in words why a row is empty', () => {
    const error = { code: 'NO_AUDIO', message: 'the recording has no sound', hint: null };
    const words = (s: Step, tracks: Track[] = []) => rows([s], tracks).at(-1)?.words;
    expect(words(step('voice_activity', { status: 'skipped', error }))).toBe('Skipped: the recording has no sound');
    expect(words(step('voice_activity', { status: 'failed', error }))).toBe('Failed: the recording has no sound');
    expect(words(step('voice_activity', { status: 'queued' }))).toMatch(/^Waiting/);
    expect(words(step('voice_activity'), [track('voice_activity.speech', { items: 0 })])).toBe('No speech found in this recording.');
    expect(words(step('voice_activity'), [track('voice_activity.speech')])).toBe('');
  });

  it('knows up to where an unfinished row is measured, on the clock of the player', () => {
    const to = (s: Step) => rows([s], [track('voice_activity.speech')]).at(-1)?.measuredTo;
    expect(to(step('voice_activity'))).toBeNull();
    expect(to(step('voice_activity', { status: 'running', done_ms: 7000 }))).toBe(7000);
    expect(to(step('voice_activity', { partial: true }))).toBe(4000);
  });
});

describe('EventIndex', () => {
  const columns = (pairs: [number, number][]) => segments({
    items: pairs.length, total: pairs.length, reduced: false, labels: ['x'], start: Int32Array.from(pairs, ([s]) => s),
    end: Int32Array.from(pairs, ([, e]) => e), label: new Uint16Array(pairs.length), score: new Float32Array(pairs.length),
  });
  const index = new EventIndex(new Map([
    ['scene_detection.shots', { title: 'Shots', columns: columns([[0, 1000], [1000, 3000]]) }],
    ['voice_activity.speech', { title: 'Speech', columns: columns([[500, 900], [1000, 1200]]) }],
  ]));

  it('is in the order of time, the longer event first', () => {
    expect(index.all.map((event) => event.title)).toEqual(['Shot 1', 'Speech 1', 'Shot 2', 'Speech 2']);
  });

  it('walks on and back without finding the event it stands at', () => {
    expect(index.after(500)?.title).toBe('Shot 2');
    expect(index.before(1000)?.title).toBe('Speech 1');
    expect(index.before(0)).toBeUndefined();
    expect(index.after(1000)).toBeUndefined();
    expect(index.at(-10)).toBe(-1);
  });

  it('walks the items of one track', () => {
    expect(index.walk('scene_detection.shots', 0, 1)?.title).toBe('Shot 2');
    expect(index.walk('scene_detection.shots', 1500, -1)?.title).toBe('Shot 2');
    expect(index.walk('scene_detection.shots', 0, -1)).toBeUndefined();
  });

  it('numbers the items of a track by their start', () => {
    expect([index.numberOf('scene_detection.shots', 1000), index.numberOf('scene_detection.shots', 7), index.numberOf('x', 0)]).toEqual([2, 0, 0]);
  });
});

describe('times', () => {
  it('are whole milliseconds, with hours only when there are any', () => {
    expect([6006, 59_999.6, 3_730_300].map((ms) => clockTime(ms))).toEqual(['0:06.006', '1:00.000', '1:02:10.300']);
    expect([clockTime(6006, 0), clockTime(6060, 1)]).toEqual(['0:06', '0:06.1']);
  });

  it('are spoken in seconds below a minute', () => {
    expect([spokenTime(6006), spokenTime(130_300)]).toEqual(['6.006 s', '2:10.300']);
    expect([lengthOf(420), lengthOf(4200), lengthOf(42_000), lengthOf(130_300)]).toEqual(['420 ms', '4.20 s', '42.0 s', '2:10.3']);
  });
});
