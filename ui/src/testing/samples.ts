/** Jobs and videos for tests, complete so that they have the types of the program's answers. */
import type { Job, Step, Video } from '../api/client';

export const aStep = (change: Partial<Step> = {}): Step => ({
  name: 'scene_detection', title: 'Shots', status: 'queued', progress: 0, done_ms: 0, total_ms: 60_000,
  frames_per_second: null, speed: null, time_left_seconds: null, resumed_from_ms: null, took_ms: null,
  counts: {}, error: null, needed_by: null, partial: false, attempts: 0, device: null, ...change,
});

export const aJob = (change: Partial<Job> = {}): Job => ({
  id: 'j1', job_id: 'j1', status: 'pending', video_id: 1, video_path: '/v/a.mp4', video_filename: 'a.mp4',
  video_size_bytes: 1000, video_duration_seconds: 60, config: {}, selected_pipelines: null,
  created_at: '2026-01-01T10:00:00.000Z', queued_at: '2026-01-01T10:00:00.000Z', started_at: null, completed_at: null,
  cancelled_at: null, updated_at: '2026-01-01T10:00:00.000Z', error_message: null, error: null, result_path: null,
  storage_path: '/d/jobs/j1', queue_position: 1, retry_count: 0, failed_tries: 0, progress: 0, memory_bytes: null,
  time_left_seconds: null, warnings: [], pipelines: [aStep()], estimated_start: null, next_try_at: null, pinned: false,
  device: 'cpu', threads: null, ...change,
});

export const aVideo = (change: Partial<Video> = {}): Video => ({
  id: 1, path: '/v/a.mp4', name: 'a.mp4', folder: '/v', present: true, size_bytes: 1000, duration_ms: 60_000,
  width: 640, height: 360, frame_rate: 25, variable_rate: false, rotation: 0, video_codec: 'h264',
  audio: 'Stereo, 48 kHz', warnings: [], added_at: '2026-01-01T10:00:00.000Z', job: null, jobs: 0, ...change,
});
