/** Everything that the viewer reads of a job, in the shapes that it draws. */
import { useQuery } from "@tanstack/react-query";
import { getAnnotations, getFrameTimes, openMedia } from "../api/client";
import { useJob, useTracks, useVideos } from "../api/queries";
import type { TrackList } from "../api/types";
import { inOrder, itemsOf, type EventItem } from "./events";
import { rowsOf, type Row } from "./rows";
import { shifted } from "./timeline/shift";

/** More events than this are reduced by the API and not listed one by one. */
export const MOST_EVENTS = 20_000;

export type EventsRead = { byRow: Map<string, EventItem[]>; all: EventItem[]; reduced: boolean };
const NO_EVENTS: EventsRead = { byRow: new Map(), all: [], reduced: false };

async function readEvents(jobId: string, list: TrackList, rows: Row[], signal: AbortSignal): Promise<EventsRead> {
  const layers = rows.flatMap((row) =>
    row.layers.filter((layer) => layer.kind === "segments").map((layer) => ({ row, layer })),
  );
  const read = await Promise.all(
    layers.map(async ({ row, layer }) => {
      const query = { track: layer.track, max_items: MOST_EVENTS };
      const data = shifted(await getAnnotations(jobId, query, signal), list.start_ms);
      const items = data.kind === "segments" && !data.reduced ? itemsOf(row.id, row.pipeline, data) : [];
      return { row: row.id, items, reduced: data.reduced };
    }),
  );
  const byRow = new Map<string, EventItem[]>();
  for (const { row, items } of read) byRow.set(row, inOrder([...(byRow.get(row) ?? []), ...items]));
  return { byRow, all: inOrder([...byRow.values()].flat()), reduced: read.some(({ reduced }) => reduced) };
}

export function useResult(jobId: string) {
  const job = useJob(jobId);
  const tracks = useTracks(jobId);
  const { data: videos } = useVideos();
  const video = videos?.find((candidate) => candidate.id === job.data?.video_id);
  const rows = tracks.data && job.data ? rowsOf(tracks.data, job.data) : [];
  const status = job.data?.status;
  const events = useQuery({
    queryKey: ["events", jobId, tracks.dataUpdatedAt],
    queryFn: ({ signal }) =>
      tracks.data ? readEvents(jobId, tracks.data, rows, signal) : Promise.resolve(NO_EVENTS),
    enabled: tracks.data !== undefined && job.data !== undefined,
  });
  const frames = useQuery({
    queryKey: ["frames", jobId, status],
    queryFn: ({ signal }) => getFrameTimes(jobId, signal),
    retry: false,
  });
  const media = useQuery({
    queryKey: ["media", jobId],
    queryFn: () => openMedia(jobId),
    retry: false,
    gcTime: 0,
  });
  return { job, tracks, video, rows, events, frames, media };
}
