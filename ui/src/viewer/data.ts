/** What the viewer reads of a job, and how often it reads it again while the job is being measured. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import {
  client, failureOf, getAnnotationBytes, getFrames, listTracks, openMedia, useVideos, type Job, type TrackList, type Video,
} from '../api/client';
import { decodeColumns, earlier, type AnyColumns, type SegmentColumns } from '../api/columns';
import type { components } from '../api/schema';
import { EventIndex } from './events';
import { NOBODY, type Identities } from './overlay/identities';
import { PRESENCE, readIdentities } from './people';
import { FrameTable } from './frames';
import { asCurve, Breaker } from './timeline/gaps';
import type { FetchTrack } from './timeline/sources';
import type { Wanted } from './timeline/windows';

/** While a job runs its results are read again at most this often. */
const REFRESH_MS = 2000;
/** Above this many items a list of events would be read by nobody. */
const MOST_EVENTS = 20_000;

/** Above this many frames, half a megabyte, the table is read again only at the end. */
const MOST_FRAMES_REREAD = 65_536;

export type Results = components['schemas']['Results'];

const isOver = (job: Job) => job.status !== 'running' && job.status !== 'pending';

/** Counts up when a job's results have grown: at most every 2 seconds, and once more at its end. */
export function useGeneration(job: Job): number {
  const [generation, setGeneration] = useState(0);
  const last = useRef(0);
  const mark = `${job.status} ${job.progress} ${job.updated_at}`;
  const seen = useRef(mark);
  const over = isOver(job);
  useEffect(() => {
    if (seen.current === mark) return undefined;
    const wait = over ? 0 : Math.max(0, last.current + REFRESH_MS - performance.now());
    const timer = setTimeout(() => {
      seen.current = mark;
      last.current = performance.now();
      setGeneration((n) => n + 1);
    }, wait);
    return () => clearTimeout(timer);
  }, [mark, over]);
  return generation;
}

/** What of a track is read. Times on the player's clock; `undefined` bounds mean the whole recording. */
export interface Part extends Omit<Wanted, 'maxItems'> {
  /** `undefined` for every item. */
  readonly maxItems: number | undefined;
  readonly object?: number;
  readonly channels?: readonly string[];
  /** Whether the further fields of segments are wanted. */
  readonly data?: boolean;
}

/** Reads columns of a track on the player's clock. */
export async function readColumns(id: string, start: number, track: string, part: Part, signal?: AbortSignal): Promise<AnyColumns> {
  const query = {
    track,
    ...(part.maxItems === undefined ? {} : { maxItems: part.maxItems }),
    ...(part.from === undefined ? {} : { t0: part.from + start }),
    ...(part.to === undefined ? {} : { t1: part.to + start }),
    ...(part.object === undefined ? {} : { object: part.object }),
    ...(part.channels === undefined ? {} : { channels: part.channels }),
    ...(part.data === undefined ? {} : { data: part.data }),
  };
  return earlier(decodeColumns(await getAnnotationBytes(id, query, signal)), start);
}

/** How the timeline reads its tracks: the curve of one object is broken where the object was not there. */
export function timelineColumns(id: string, start: number): FetchTrack {
  const breakers = new Map<string, Breaker>();
  return async ({ track, object, channel }, wanted, signal) => {
    const whose = object === undefined ? {} : { object, ...(channel === undefined ? {} : { channels: [channel] }) };
    const columns = await readColumns(id, start, track, { ...wanted, ...whose }, signal);
    if (columns.kind === 'segments' || object === undefined) return columns.kind === 'objects' ? asCurve(columns) : columns;
    const breaker = breakers.get(track) ?? new Breaker();
    breakers.set(track, breaker);
    return breaker.break(asCurve(columns));
  };
}

async function readEvents(list: TrackList): Promise<EventIndex> {
  const found = new Map<string, { title: string; columns: SegmentColumns }>();
  const persons = list.tracks.some(({ key, items }) => key === PRESENCE.person && items > 0);
  // the visits of faces are those of their persons, more often broken
  const listed = list.tracks.filter(({ key }) => key !== PRESENCE.face || !persons);
  for (const track of listed.filter(({ kind, items }) => kind === 'segments' && items > 0 && items <= MOST_EVENTS)) {
    const columns = await readColumns(list.job_id, list.start_ms, track.key, { from: undefined, to: undefined, maxItems: MOST_EVENTS });
    if (columns.kind === 'segments') found.set(track.key, { title: track.title, columns });
  }
  return new EventIndex(found);
}

const NO_EVENTS = new EventIndex(new Map());

export interface JobData {
  readonly list: TrackList | undefined;
  readonly identities: Identities;
  readonly events: EventIndex;
  /** Titles of tracks that have too many items to be listed. */
  readonly unlisted: readonly string[];
  readonly frames: FrameTable | undefined;
  readonly video: Video | undefined;
  readonly media: string | undefined;
  readonly mediaFailed: boolean;
  readonly generation: number;
}

/** Everything that the viewer shows of a job beside its pictures and columns. */
export function useJobData(job: Job): JobData {
  const cache = useQueryClient();
  const generation = useGeneration(job);
  const { id } = job;
  const over = isOver(job);
  const tracks = useQuery({ queryKey: ['tracks', id], queryFn: () => listTracks(id), retry: false });
  const list = tracks.data;
  const events = useQuery({
    queryKey: ['viewer-events', id, list?.tracks.map((track) => `${track.key} ${track.items}`).join()],
    queryFn: () => (list ? readEvents(list) : NO_EVENTS),
    enabled: list !== undefined,
    placeholderData: (before) => before,
  });
  const people = useQuery({
    queryKey: ['viewer-people', id, generation, list?.tracks.map((track) => `${track.key} ${track.items}`).join()],
    queryFn: () => (list ? readIdentities(list, (track, part) => readColumns(id, list.start_ms, track, part)) : NOBODY),
    enabled: list !== undefined,
    placeholderData: (before) => before,
  });
  const frames = useQuery({ queryKey: ['frames', id], queryFn: () => getFrames(id), retry: false });
  const media = useQuery({ queryKey: ['media', id], queryFn: () => openMedia(id), retry: false });
  const videos = useVideos();
  useEffect(() => {
    if (generation === 0) return;
    void cache.invalidateQueries({ queryKey: ['tracks', id] });
    const known = cache.getQueryData<Float64Array>(['frames', id])?.length ?? 0;
    if (over || known < MOST_FRAMES_REREAD) void cache.invalidateQueries({ queryKey: ['frames', id] });
  }, [cache, generation, id, over]);
  const { data: times } = frames;
  const [table, setTable] = useState<FrameTable>();
  useEffect(() => setTable(times && times.length > 0 ? new FrameTable(times, over) : undefined), [times, over]);
  return {
    list, identities: people.data ?? NOBODY, events: events.data ?? NO_EVENTS,
    unlisted: (list?.tracks ?? []).filter(({ kind, items }) => kind === 'segments' && items > MOST_EVENTS).map(({ title }) => title),
    frames: table, generation, media: media.data, mediaFailed: media.isError,
    video: videos.data?.find((video) => video.id === job.video_id),
  };
}

/** The files that a job wrote. */
export async function getResults(id: string): Promise<Results> {
  const { data, error, response } = await client.GET('/api/v1/jobs/{id}/results', { params: { path: { id } } });
  if (data) return data;
  throw failureOf(error, response.status);
}
