import { describe, expect, it } from 'vitest';
import type { Job, Step, Track, TrackList } from '../api/client';
import { segments } from '../api/columns';
import { EventIndex } from './events';
import { Identities } from './overlay/identities';
import { knownOf, objectOfLabel } from './people';
import { rowsOf } from './rows';
import { clockTime, lengthOf, spokenTime } from './times';

const step = (name: string, more: Partial<Step> = {}): Step => ({
  name, title: name, status: 'succeeded', progress: 100, done_ms: 0, total_ms: null, frames_per_second: null, speed: null,
  time_left_seconds: null, resumed_from_ms: null, took_ms: 1, counts: {}, error: null, needed_by: null, partial: false, attempts: 1, device: null, ...more,
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

describe('rows of people', () => {
  const WHO = new Identities([{ object: 1, there: 900 }, { object: 2, there: 4000 }], [{ object: 1, person: 2 }]);
  const count = track('person_tracking.count', { kind: 'curve', channels: [{ key: 'persons', title: 'Persons', unit: '' }] });
  const presence = track('person_tracking.presence');
  const motion = track('person_tracking.motion', { kind: 'objects', title: 'Motion of a person', channels: [{ key: 'energy', title: 'Energy', unit: '' }] });
  const people = (steps: Step[], tracks: Track[], who = WHO) => rowsOf({ ...EMPTY, ...job(steps) }, list(tracks), who);

  it('are one a person by number, then how many there are, then the curve of one of them, longest there first', () => {
    const got = people([step('person_tracking'), step('voice_activity')], [track('voice_activity.speech'), motion, count, presence]);
    expect(got.map(({ key }) => key)).toEqual(['person:1', 'person:2', 'person_tracking.count', 'person_tracking.motion', 'speech']);
    expect(got[0]?.presence).toEqual({ labels: new Set(['person 1']), colour: { slot: 0, dotted: false }, there: 900 });
    expect(got[3]?.objects?.subjects.map(({ name }) => name)).toEqual(['Person 2', 'Person 1']);
    expect(got[3]?.curve?.key).toBe('person_tracking.motion');
  });

  it('name a face with its person and give it that colour', () => {
    const [row] = people([step('face_analysis')], [track('face_analysis.presence')]);
    expect([row?.title, row?.presence?.colour?.slot]).toEqual(['Face 1 (Person 2)', 1]);
  });

  it('put a crowd into one row after those who are there longest', () => {
    const crowd = new Identities(Array.from({ length: 60 }, (_, i) => ({ object: i + 1, there: i })), []);
    const got = people([step('person_tracking')], [presence], crowd);
    expect(got.map(({ title }) => title)).toEqual([...Array.from({ length: 8 }, (_, i) => `Person ${53 + i}`), '52 others']);
    expect(got.at(-1)?.presence?.colour).toBeUndefined();
    expect(got.at(-1)?.presence?.labels.size).toBe(52);
  });

  it('say in words why there is nobody', () => {
    const error = { code: 'MODEL_MISSING', message: 'a model is missing', hint: null };
    const [failed] = people([step('person_tracking', { status: 'failed', error })], []);
    expect([failed?.key, failed?.title, failed?.words, failed?.state]).toEqual(['persons', 'People', 'Failed: a model is missing', 'failed']);
    expect(people([step('face_analysis', { status: 'queued' })], [])[0]?.words).toMatch(/^Waiting/);
    expect(people([step('person_tracking')], [{ ...presence, items: 0 }])[0]?.words).toBe('No persons found in this recording.');
    expect(people([step('face_analysis')], [])[0]?.words).toBe('No faces found in this recording.');
  });

  it('show what a cancelled job has left, and up to where', () => {
    const got = people([step('person_tracking', { status: 'cancelled', partial: true })], [{ ...count, last_ms: 3500 }, motion]);
    expect(got.map(({ key, measuredTo, words }) => [key, measuredTo, words])).toEqual([['person_tracking.count', 3000, ''], ['person_tracking.motion', 3000, '']]);
  });

  it('are not there when nobody was looked for', () => {
    expect(people([step('scene_detection')], [track('scene_detection.shots')]).map(({ key }) => key)).toEqual(['shots', 'fades']);
  });

  it('are there when results came from somewhere else, and never draw points as rows', () => {
    expect(people([], [presence, track('person_tracking.keypoints', { kind: 'objects' }), track('person_tracking.appearance', { kind: 'objects' }), track('face_analysis.embedding', { kind: 'objects' })]).map(({ key }) => key))
      .toEqual(['person:1', 'person:2']);
  });
});

describe('knownOf', () => {
  const boxes = track('person_tracking.boxes', { kind: 'objects', objects: [1, 2, 3].map((object) => ({ object, first_ms: 0, last_ms: 1, items: 1 })) });
  const visits = (data?: Record<string, unknown>[]) => segments({
    items: 3, total: 3, reduced: false, labels: ['person 1', 'person 3'], start: Int32Array.of(0, 10, 50), end: Int32Array.of(5, 40, 70),
    label: Uint16Array.of(0, 1, 0), score: new Float32Array(3), ...(data ? { data } : {}),
  });

  it('adds up the visits of each one, also of those who have none', async () => {
    const known = await knownOf('person', list([boxes, track('person_tracking.presence')]), () => Promise.resolve(visits()));
    expect(known.map(({ object, there }) => [object, there])).toEqual([[1, 25], [2, undefined], [3, 30]]);
  });

  it('reads whose face it is', async () => {
    const tracks = list([track('face_analysis.presence')]);
    const known = await knownOf('face', tracks, () => Promise.resolve(visits([{ person: 2 }, { person: null }, {}])));
    expect(known.map(({ object, person }) => [object, person])).toEqual([[1, 2], [3, undefined]]);
  });

  it('reads no numbers from labels of another form', () => {
    expect(['person 12', 'face 3', 'somebody'].map(objectOfLabel)).toEqual([12, 3, undefined]);
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
