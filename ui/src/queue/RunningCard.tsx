/** A job that runs: its numbers, a bar for each pipeline, and the way to stop it. */
import type { Job } from '../api/client';
import { Thumb } from '../components/Thumb';
import { clock, moment, percent, size, speed } from '../components/words';
import { CancelButton } from './CancelButton';
import { StepRow } from './StepRow';
import { t } from './strings';

/** The slowest step that runs sets the pace of the job. */
function paceOf(job: Job): string {
  const running = job.pipelines.filter((step) => step.status === 'running');
  const slowest = running.reduce<Job['pipelines'][number] | undefined>(
    (slow, step) => (!slow || (step.time_left_seconds ?? 0) > (slow.time_left_seconds ?? 0) ? step : slow), undefined);
  return slowest ? speed(slowest.frames_per_second, slowest.speed) : '';
}

export function RunningCard({ job }: { job: Job }) {
  const resumed = Math.max(0, ...job.pipelines.map((step) => step.resumed_from_ms ?? 0));
  const facts = [
    ...(job.started_at ? [t.started(moment(job.started_at))] : []),
    ...(resumed > 0 ? [t.continues(clock(resumed))] : []),
    job.device === 'gpu' ? t.devices.gpu : t.devices.cpu,
    ...(job.threads ? [t.threads(job.threads)] : []),
  ];
  const metrics: [string, string][] = [
    [t.metrics.done, percent(job.progress)],
    [t.metrics.left, job.time_left_seconds === null ? t.notYet : t.about(job.time_left_seconds)],
    [t.metrics.speed, paceOf(job) || t.notYet],
    ...(job.memory_bytes === null ? [] : [[t.metrics.memory, size(job.memory_bytes)] satisfies [string, string]]),
  ];
  return (
    <li className="card job" data-job={job.id}>
      <div className="jh">
        <Thumb jobId={job.id} />
        <div className="jn">
          <h3 className="strong cut" title={job.video_filename}>{job.video_filename}</h3>
          <div className="xs muted cut">{facts.join(', ')}</div>
        </div>
        <dl className="jm">
          {metrics.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        </dl>
        <CancelButton job={job} />
      </div>
      <ul className="steps">
        {job.pipelines.map((step) => <StepRow key={step.name} job={job} step={step} />)}
      </ul>
    </li>
  );
}
