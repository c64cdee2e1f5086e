import { FolderOpen, Play, TriangleAlert, X } from "lucide-react";
import type { Video } from "../api/types";
import { useSubmit } from "../api/queries";
import { inWindow } from "../api/transport";
import { reveal } from "../api/window";
import { Button } from "../components/Button";
import { PipelineIcon } from "../components/PipelineIcon";
import { Thumbnail } from "../components/Thumbnail";
import { Tip } from "../components/Tip";
import { say, sayProblem } from "../components/Toasts";
import { bytes, clock, rate, sentence, span, timeOfDay, trail } from "../words/format";
import { canOpen, found, stepWords, tookSeconds } from "../words/job";
import { library } from "./strings";
import s from "./Library.module.css";

function Facts({ video }: { video: Video }) {
  const { width, height, frame_rate } = video;
  const picture = [
    width !== null && height !== null ? `${width} x ${height}` : null,
    frame_rate !== null ? rate(frame_rate) : null,
  ];
  const facts: [string, string][] = [
    [library.picture, picture.filter((part) => part !== null).join(", ") || "–"],
    [library.sound, video.audio ?? library.noSound],
    [library.size, bytes(video.size_bytes)],
    [library.codec, video.video_codec ?? "–"],
    [library.added, timeOfDay(video.added_at)],
  ];
  return (
    <dl className={s.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Known({ video }: { video: Video }) {
  const seen = new Map([...video.warnings, ...(video.job?.warnings ?? [])].map((w) => [w.code, w.message]));
  if (seen.size === 0) return null;
  return (
    <section className={s.known}>
      <h3 className={s.sect}>{library.known}</h3>
      <ul>
        {[...seen].map(([code, message]) => (
          <li key={code} className="xs">
            <TriangleAlert aria-hidden className="small tone-warning" />
            <span className="words">{sentence(message)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Measured({ video }: { video: Video }) {
  const { job } = video;
  if (!job) return null;
  const took = tookSeconds(job);
  return (
    <section className={s.measured}>
      <header className="row xs">
        <h3 className={`${s.sect} grow`}>{library.was}</h3>
        {took !== null && <span className="muted">{span(took)}</span>}
      </header>
      <ul>
        {job.pipelines.map((step) => (
          <li key={step.name} className="xs">
            <PipelineIcon name={step.name} />
            <span className="grow cut">{step.title}</span>
            <span className={step.status === "failed" ? "tone-danger" : "muted"}>
              {step.status === "succeeded" ? found(step) || stepWords(step) : stepWords(step)}
            </span>
            {step.error && <p className={`${s.stepError} muted words`}>{sentence(step.error.message)}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type ActionProps = { video: Video; onOpen: (video: Video) => void };

function Actions({ video, onOpen }: ActionProps) {
  const submit = useSubmit();
  const { job } = video;
  const queued = job?.status === "pending" || job?.status === "running";
  const openable = job !== null && canOpen(job);
  const reason = queued ? library.againQueued : video.present ? null : library.againMissing;
  const again = () =>
    void submit.mutateAsync(video.path).then(
      () => say(library.queuedNow(1)),
      (error: unknown) => sayProblem(library.againFailed(video.name), error),
    );
  return (
    <>
      <div className="row">
        <Button look="primary" className="grow" disabled={!openable} onClick={() => onOpen(video)}>
          <Play aria-hidden />
          {library.open}
        </Button>
        <Button disabled={reason !== null || submit.isPending} onClick={again}>
          {submit.isPending ? library.againBusy : library.again}
        </Button>
        {inWindow && (
          <Tip words={library.reveal}>
            <Button
              icon
              aria-label={library.reveal}
              onClick={() => void reveal(video.path).catch((e) => sayProblem(library.revealFailed, e))}
            >
              <FolderOpen aria-hidden />
            </Button>
          </Tip>
        )}
      </div>
      {(reason ?? (openable ? null : library.notOpen)) && (
        <p className="xs muted">{reason ?? library.notOpen}</p>
      )}
    </>
  );
}

type Props = { video: Video | undefined; onOpen: (video: Video) => void; onClose: () => void };

/** What is known about the selected video, and what can be done with it. */
export function Inspector({ video, onOpen, onClose }: Props) {
  if (!video)
    return (
      <aside className={`${s.inspector} ${s.idle}`} aria-label={library.inspector}>
        <p className="muted">{library.nothing}</p>
      </aside>
    );
  return (
    <aside className={s.inspector} aria-label={library.inspector}>
      <Button look="quiet" small icon className={s.closer} aria-label={library.closeInspector} onClick={onClose}>
        <X aria-hidden className="small" />
      </Button>
      <div className={s.picture}>
        <Thumbnail jobId={video.job?.id} width={264} height={149} />
        {video.duration_ms !== null && <span className="xs">{clock(video.duration_ms)}</span>}
      </div>
      <div>
        <h2 className={s.inspectorName}>{video.name}</h2>
        <p className="xs muted cut" title={video.folder}>
          {trail(video.folder)}
        </p>
      </div>
      <Actions video={video} onOpen={onOpen} />
      <Facts video={video} />
      <Known video={video} />
      <Measured video={video} />
    </aside>
  );
}
