/** Calls of the API, typed by the generated schema. Every answer that is no success becomes a `Problem`. */
import createClient from "openapi-fetch";
import type { paths } from "./schema";
import { doorFetch, origin } from "./transport";
import { problemOf } from "./problem";
import { decodeColumns, type Columns } from "./columns";
import type { Health, Job, PipelineInfo, TrackList, Video } from "./types";

const client = createClient<paths>({ baseUrl: origin, fetch: (request) => doorFetch(request) });

function got<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw problemOf(answer.error, answer.response.status);
  return answer.data;
}

/** Jobs that the queue shows; older ones are in the library. */
const NEWEST = 200;

export async function listVideos(signal?: AbortSignal): Promise<Video[]> {
  return got(await client.GET("/api/v1/videos", { signal: signal ?? null })).videos;
}

export async function listJobs(signal?: AbortSignal): Promise<Job[]> {
  const params = { query: { page: 1, per_page: NEWEST } };
  return got(await client.GET("/api/v1/jobs", { params, signal: signal ?? null })).jobs;
}

export async function getJob(id: string, signal?: AbortSignal): Promise<Job> {
  return got(await client.GET("/api/v1/jobs/{id}", { params: { path: { id } }, signal: signal ?? null }));
}

export async function getHealth(signal?: AbortSignal): Promise<Health> {
  return got(await client.GET("/api/v1/system/health", { signal: signal ?? null }));
}

export async function listPipelines(signal?: AbortSignal): Promise<PipelineInfo[]> {
  return got(await client.GET("/api/v1/pipelines", { signal: signal ?? null })).pipelines;
}

export async function submit(path: string): Promise<Job> {
  return got(await client.POST("/api/v1/jobs", { body: { path } }));
}

export async function submitDemo(): Promise<Job> {
  return got(await client.POST("/api/v1/demo"));
}

export async function cancelJob(id: string): Promise<Job> {
  return got(await client.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id } } }));
}

export async function getTracks(id: string, signal?: AbortSignal): Promise<TrackList> {
  return got(
    await client.GET("/api/v1/jobs/{id}/tracks", { params: { path: { id } }, signal: signal ?? null }),
  );
}

/** Where the player finds the recording. In a browser the address is relative. */
export async function openMedia(id: string): Promise<string> {
  const { url } = got(await client.POST("/api/v1/jobs/{id}/media", { params: { path: { id } } }));
  return new URL(url, origin).href;
}

export type AnnotationWindow = { track: string; t0?: number; t1?: number; max_items?: number };

export async function getAnnotations(
  id: string,
  query: AnnotationWindow,
  signal?: AbortSignal,
): Promise<Columns> {
  const bytes = got(
    await client.GET("/api/v1/jobs/{id}/annotations", {
      params: { path: { id }, query },
      parseAs: "arrayBuffer",
      signal: signal ?? null,
    }),
  );
  return decodeColumns(bytes);
}

/** When each frame is shown, in seconds on the player's clock, ascending. */
export async function getFrameTimes(id: string, signal?: AbortSignal): Promise<Float64Array> {
  const params = { path: { id } };
  const options = { params, parseAs: "arrayBuffer" as const, signal: signal ?? null };
  return new Float64Array(got(await client.GET("/api/v1/jobs/{id}/frames", options)));
}

/** A picture of the recording, or `null` where none can be made. */
export async function getThumbnail(id: string, signal?: AbortSignal): Promise<Blob | null> {
  const params = { path: { id } };
  const options = { params, parseAs: "blob" as const, signal: signal ?? null };
  const answer = await client.GET("/api/v1/jobs/{id}/thumbnail", options);
  return answer.response.status === 404 ? null : got(answer);
}
