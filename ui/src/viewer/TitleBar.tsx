import { useNavigate } from "@tanstack/react-router";
import { Activity, ChevronLeft, TriangleAlert } from "lucide-react";
import type { Job } from "../api/types";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { Tip } from "../components/Tip";
import { useJobActions } from "../queue/actions";
import { percent, trail } from "../words/format";
import { jobState } from "../words/job";
import { viewer } from "./strings";
import s from "./Viewer.module.css";

/** Part of the recording or part of the steps: said here, so that nobody takes it for the whole. */
function Completeness({ job }: { job: Job }) {
  if (job.status === "running" || job.status === "pending")
    return (
      <Badge tone="accent" icon={<Activity aria-hidden />}>
        {viewer.running(percent(job.progress))}
      </Badge>
    );
  const partial = job.status !== "completed" || job.pipelines.some((step) => step.partial);
  if (!partial) return null;
  return (
    <Badge tone="warning" icon={<TriangleAlert aria-hidden />}>
      {`${viewer.partial}: ${jobState(job).words.toLowerCase()}`}
    </Badge>
  );
}

export function TitleBar({ job }: { job: Job }) {
  const go = useNavigate();
  const { again, submitting } = useJobActions(job);
  const folder = job.video_path.slice(0, -job.video_filename.length);
  return (
    <header className={s.titleBar}>
      <Tip words={viewer.back}>
        <Button look="quiet" small icon aria-label={viewer.back} onClick={() => void go({ to: "/" })}>
          <ChevronLeft aria-hidden />
        </Button>
      </Tip>
      <h1 className="cut" title={job.video_path}>
        {job.video_filename}
      </h1>
      <span className="muted xs cut">{trail(folder)}</span>
      <span className="grow" />
      <Completeness job={job} />
      <Button small onClick={again} disabled={submitting || job.status === "running" || job.status === "pending"}>
        {submitting ? viewer.againBusy : viewer.again}
      </Button>
    </header>
  );
}
