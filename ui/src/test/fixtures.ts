/** What the API sends, as small as a test needs it. */
import type { Columns, Curve, Segments } from "../api/columns";
import type { Job, Step, Video } from "../api/types";

export function step(change: Partial<Step> = {}): Step {
  return {
    name: "scene_detection",
    title: "Shots",
    status: "queued",
    progress: 0,
    done_ms: 0,
    total_ms: null,
    frames_per_second: null,
    speed: null,
    time_left_seconds: null,
    resumed_from_ms: null,
    took_ms: null,
    counts: {},
    error: null,
    needed_by: null,
    partial: false,
    ...change,
  };
}

export function job(change: Partial<Job> = {}): Job {
  const id = change.id ?? "a";
  return {
    id,
    job_id: id,
    status: "pending",
    video_id: 1,
    video_path: "/study/visit.mp4",
    video_filename: "visit.mp4",
    video_size_bytes: 1000,
    video_duration_seconds: 60,
    config: {},
    selected_pipelines: null,
    created_at: "2026-05-01T10:00:00.000Z",
    queued_at: "2026-05-01T10:00:00.000Z",
    started_at: null,
    completed_at: null,
    cancelled_at: null,
    updated_at: "2026-05-01T10:00:00.000Z",
    error_message: null,
    error: null,
    result_path: null,
    storage_path: "/data/jobs/a",
    queue_position: null,
    retry_count: 0,
    progress: 0,
    memory_bytes: null,
    time_left_seconds: null,
    warnings: [],
    pipelines: [step()],
    ...change,
  };
}

export function video(change: Partial<Video> = {}): Video {
  return {
    id: 1,
    path: "/study/visit.mp4",
    name: "visit.mp4",
    folder: "/study",
    present: true,
    size_bytes: 1000,
    duration_ms: 60_000,
    width: 640,
    height: 360,
    frame_rate: 25,
    variable_rate: false,
    rotation: 0,
    video_codec: "h264",
    audio: null,
    warnings: [],
    added_at: "2026-05-01T10:00:00.000Z",
    job: null,
    jobs: 0,
    ...change,
  };
}

export function segments(spans: [start: number, end: number][], label = "shot"): Segments {
  return {
    kind: "segments",
    reduced: false,
    total: spans.length,
    labels: [label],
    start: Int32Array.from(spans, ([start]) => start),
    end: Int32Array.from(spans, ([, end]) => end),
    label: new Uint16Array(spans.length),
    score: new Float32Array(spans.length).fill(NaN),
  };
}

export function curve(time: number[], values: number[], reduced = false): Curve {
  const column = Float32Array.from(values);
  return {
    kind: "curve",
    reduced,
    total: time.length,
    time: Int32Array.from(time),
    channels: new Map([["whole", { min: column, max: column }]]),
  };
}

type Column = { name: string; values: Int32Array | Uint16Array | Float32Array };

/** Columns as they are on the wire, for the decoder. */
export function wire(head: { kind: Columns["kind"]; reduced?: boolean; labels?: string[]; channels?: string[] }, columns: Column[]): ArrayBuffer {
  const type = ({ values }: Column) =>
    values instanceof Int32Array ? "i32" : values instanceof Uint16Array ? "u16" : "f32";
  const write = (start: number) => {
    let offset = start;
    const layouts = columns.map((column) => {
      const layout = { name: column.name, type: type(column), offset, length: column.values.length };
      offset += Math.ceil(column.values.byteLength / 8) * 8;
      return layout;
    });
    const items = columns[0]?.values.length ?? 0;
    const json = { reduced: false, labels: [], channels: [], items, total: items, ...head, columns: layouts };
    return { json: new TextEncoder().encode(JSON.stringify(json)), layouts, end: offset };
  };
  let start = 0;
  for (;;) {
    const { json, layouts, end } = write(start);
    const needed = Math.ceil((4 + json.length) / 8) * 8;
    if (needed > start) {
      start = needed;
      continue;
    }
    const bytes = new Uint8Array(end);
    new DataView(bytes.buffer).setUint32(0, json.length, true);
    bytes.set(json, 4);
    columns.forEach((column, at) => {
      const { buffer, byteOffset, byteLength } = column.values;
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), layouts[at]?.offset ?? 0);
    });
    return bytes.buffer;
  }
}
