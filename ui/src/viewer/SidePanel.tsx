import type { Job, Video } from "../api/types";
import { PipelineIcon } from "../components/PipelineIcon";
import { bytes, clock, rate, sentence } from "../words/format";
import { found, stepWords } from "../words/job";
import { library } from "../library/strings";
import { viewer } from "./strings";
import s from "./Viewer.module.css";

function facts(job: Job, video: Video | undefined): string[] {
  const length = job.video_duration_seconds;
  return [
    video && video.width !== null ? `${video.width} x ${video.height ?? "?"}` : null,
    video && video.frame_rate !== null ? rate(video.frame_rate) : null,
    length !== null ? `${clock(length * 1000)} long` : null,
    video ? (video.audio ?? library.noSound) : null,
    bytes(job.video_size_bytes),
  ].filter((fact) => fact !== null);
}

/** Beside the stage: what was recorded, what was measured, what to know. */
export function SidePanel({ job, video }: { job: Job; video: Video | undefined }) {
  const known = new Map([...(video?.warnings ?? []), ...job.warnings].map((w) => [w.code, w.message]));
  return (
    <aside className={s.side} aria-label={viewer.layers}>
      <section>
        <h2 className={s.sect}>{viewer.recording}</h2>
        <ul className={s.facts}>
          {facts(job, video).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </section>
      <section>
        <h2 className={s.sect}>{viewer.measured}</h2>
        <ul className={s.steps}>
          {job.pipelines.map((step) => (
            <li key={step.name}>
              <PipelineIcon name={step.name} />
              <span>
                {step.title}
                <span className={`xs ${step.status === "failed" ? "tone-danger" : "muted"}`}>
                  {step.status === "succeeded" ? found(step) || stepWords(step) : stepWords(step)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
      {known.size > 0 && (
        <section>
          <h2 className={s.sect}>{library.known}</h2>
          {[...known].map(([code, message]) => (
            <p key={code} className="xs muted">
              {sentence(message)}
            </p>
          ))}
        </section>
      )}
    </aside>
  );
}
