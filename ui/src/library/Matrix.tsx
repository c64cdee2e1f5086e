/** One mark per pipeline: what has been measured. The words stand in the label of the drawing. */
import type { Job, PipelineInfo } from '../api/client';
import { Icon, pipelineIcon } from '../components/Icon';
import { dotOf, dotWords, type Dot } from './state';

const STEP = 20;

const MARKS: Record<Dot, React.ReactNode> = {
  done: <circle className="dot-done" cx="10" cy="10" r="3.5" />,
  part: <g className="dot-part"><circle cx="10" cy="10" r="3" /><path d="M10 6.5a3.5 3.5 0 0 0 0 7z" /></g>,
  running: <g className="dot-running"><circle cx="10" cy="10" r="3.5" /><circle className="halo" cx="10" cy="10" r="6" /></g>,
  waiting: <circle className="dot-waiting" cx="10" cy="10" r="3" />,
  failed: <path className="dot-failed" d="m7 7 6 6M13 7l-6 6" />,
  none: <path className="dot-none" d="M8.5 10h3" />,
};

export function Matrix({ job, pipelines }: { job: Job | null; pipelines: PipelineInfo[] }) {
  const width = pipelines.length * STEP;
  return (
    <svg className="matrix" width={width} height={STEP} viewBox={`0 0 ${width} ${STEP}`} role="img" aria-label={dotWords(job, pipelines)}>
      {pipelines.map((pipeline, column) => (
        <g key={pipeline.name} transform={`translate(${column * STEP} 0)`}>{MARKS[dotOf(job, pipeline.name)]}</g>
      ))}
    </svg>
  );
}

/** The heads of the columns. */
export function MatrixHead({ pipelines }: { pipelines: PipelineInfo[] }) {
  return (
    <span className="matrix-head">
      {pipelines.map((pipeline) => (
        <span key={pipeline.name} title={pipeline.display_name}><Icon name={pipelineIcon(pipeline.name)} small /></span>
      ))}
    </span>
  );
}
