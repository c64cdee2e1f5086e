/**
 * What a person may send to somebody else about a failed job: codes, messages, versions and the log, without a single
 * name of a file or a folder.
 */
import type { Health, Job } from '../api/client';
import type { JobLog } from '../api/queue';
import { t } from './strings';

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Absolute paths of any system, up to the next quote, or to the next space when there is none. */
const PATHS = [
  /`[^`\n]*[\\/][^`\n]*`/g,
  /"[^"\n]*[\\/][^"\n]*"/g,
  /'[^'\n]*[\\/][^'\n]*'/g,
  /\bfile:\/\/[^\s'"`]+/gi,
  /\b[a-z]:\\[^\s'"`]+/gi,
  /\\\\[^\s'"`]+/g,
  /(?<![\w<>.])~?\/(?:[^\s'"`/]+\/)*[^\s'"`/,;:)]+\/?/g,
];

/** The text without anything that looks like a path. */
export const withoutPaths = (text: string): string => PATHS.reduce((clean, path) => clean.replace(path, t.report.path), text);

/** The text without the names that belong to the job, and without anything that looks like a path. */
export function redact(text: string, job: Pick<Job, 'video_path' | 'video_filename' | 'storage_path' | 'result_path'>): string {
  const stem = job.video_filename.replace(/\.[^.]*$/, '');
  const own: [string | null, string][] = [
    [job.result_path, t.report.folder], [job.storage_path, t.report.folder], [job.video_path, t.report.video],
    [job.video_filename, t.report.video], [stem, t.report.video],
  ];
  let clean = text;
  for (const [name, word] of own) if (name) clean = clean.replace(new RegExp(escape(name), 'gi'), word);
  return withoutPaths(clean);
}

/** Lines of a log as text. */
export const logText = ({ lines }: JobLog): string => lines.map(({ at, level, message }) => `${at} ${level.toUpperCase()} ${message}`).join('\n');

/** The whole report. The job's name and the folder it lies in are no part of it. */
export function reportOf(job: Job, log: JobLog | null, health: Health | undefined, agent: string): string {
  const lines = [
    t.report.title,
    `${t.report.version}: ${health ? `${health.videoannotator_version}, api ${health.api_version}` : t.report.unknown}`,
    `${t.report.window}: ${agent}`,
    `${t.report.job}: ${job.id}, ${job.status}, ${t.report.tries(job.retry_count)}`,
    `${t.report.length}: ${job.video_duration_seconds ?? t.report.unknown} s, ${job.video_size_bytes} B`,
    ...(job.error ? [`${t.report.error}: ${job.error.code}: ${job.error.message}`] : []),
    '',
    ...job.pipelines.map((step) => {
      const words = `${step.name}: ${step.status}, ${step.done_ms} / ${step.total_ms ?? '?'} ms`;
      return step.error ? `${words}, ${step.error.code}: ${step.error.message}` : words;
    }),
    '',
    `${t.report.settings}: ${JSON.stringify(job.config)}`,
    '',
    ...(log ? [t.report.log, logText(log)] : []),
  ];
  return redact(lines.join('\n'), job);
}
