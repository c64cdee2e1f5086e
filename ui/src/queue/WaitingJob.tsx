import type { Job } from "../api/types";
import { Button } from "../components/Button";
import { Thumbnail } from "../components/Thumbnail";
import { clock, cutMiddle } from "../words/format";
import { useJobActions } from "./actions";
import { queue } from "./strings";
import s from "./Queue.module.css";

export function WaitingJob({ job, place }: { job: Job; place: number }) {
  const { cancel, cancelling } = useJobActions(job);
  const names = job.pipelines.map((step) => step.title).join(", ");
  const length = job.video_duration_seconds;
  const about = length === null ? names : `${queue.long(clock(length * 1000))}, ${names}`;
  return (
    <li className={s.waiting}>
      <span className="muted num" aria-label={queue.place(place)}>
        {place}
      </span>
      <Thumbnail jobId={job.id} width={60} height={34} />
      <div className={s.name}>
        <div className="cut" title={job.video_path}>
          {cutMiddle(job.video_filename, 44)}
        </div>
        <div className="xs muted cut">{about}</div>
      </div>
      <span className="xs muted">{place === 1 ? queue.nextUp : queue.afterOthers}</span>
      <Button small onClick={cancel} disabled={cancelling} aria-label={queue.cancelOne(job.video_filename)}>
        {cancelling ? queue.cancelling : queue.cancel}
      </Button>
    </li>
  );
}
