import { Link } from "@tanstack/react-router";
import { Film, ListVideo, LockKeyhole } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Job } from "../api/types";
import { useHealth, useJobs, useVideos } from "../api/queries";
import { Progress } from "../components/Progress";
import { Tip } from "../components/Tip";
import { count } from "../words/format";
import { Brand } from "./Brand";
import { shell } from "./strings";
import s from "./Shell.module.css";

type EntryProps = { to: "/" | "/queue"; label: string; icon: LucideIcon; n: number; current?: boolean };

function Entry({ to, label, icon: Icon, n, current }: EntryProps) {
  return (
    <Tip words={label}>
      <Link
        to={to}
        activeOptions={{ exact: true }}
        aria-label={n > 0 ? `${label}, ${count(n)}` : label}
        className={s.entry}
        {...(current ? { "aria-current": "page" as const } : {})}
      >
        <Icon aria-hidden />
        <span className={s.wide}>{label}</span>
        {n > 0 && <span className={`${s.count} ${s.wide}`}>{count(n)}</span>}
      </Link>
    </Tip>
  );
}

function Measuring({ jobs }: { jobs: Job[] }) {
  const running = jobs.filter((job) => job.status === "running");
  const waiting = jobs.filter((job) => job.status === "pending");
  if (running.length + waiting.length === 0) return null;
  const share = running.reduce((sum, job) => sum + job.progress, 0) / Math.max(1, running.length);
  const left = running.map((job) => job.time_left_seconds).filter((seconds) => seconds !== null);
  const longest = left.length > 0 ? Math.max(...left) : null;
  return (
    <Link to="/queue" className={`${s.mini} ${s.wide}`}>
      <span className="xs strong cut">
        {running.length > 0 ? shell.measuring(running.length) : shell.waitingOnly(waiting.length)}
      </span>
      <Progress value={share} label={shell.progress} tone={running.length > 0 ? "running" : "off"} />
      {running.length > 0 && <span className="xs muted">{shell.left(longest)}</span>}
    </Link>
  );
}

function Connections() {
  const { data: health } = useHealth();
  const words = health ? shell.connections(health.connections_since_start) : shell.connectionsUnknown;
  return (
    <Tip words={`${words}. ${shell.connectionsHelp}`}>
      <div className={`${s.connections} xs muted`} tabIndex={0}>
        <LockKeyhole aria-hidden className="small tone-success" />
        <span className={s.wide}>{words}</span>
      </div>
    </Tip>
  );
}

/** Where to go, what is going on, and how often anything left this computer. */
export function Rail({ inViewer }: { inViewer: boolean }) {
  const { data: videos = [] } = useVideos();
  const { data: jobs = [] } = useJobs();
  const active = jobs.filter((job) => job.status === "running" || job.status === "pending").length;
  return (
    <nav className={s.rail} aria-label={shell.nav}>
      <div className={s.brand}>
        <Brand />
        <span className={s.wide}>{shell.product}</span>
      </div>
      <div className={s.nav}>
        <Entry to="/" label={shell.library} icon={Film} n={videos.length} current={inViewer} />
        <Entry to="/queue" label={shell.queue} icon={ListVideo} n={active} />
      </div>
      <div className={s.foot}>
        <Measuring jobs={jobs} />
        <Connections />
      </div>
    </nav>
  );
}
