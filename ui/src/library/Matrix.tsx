import type { Step, StepStatus } from "../api/types";
import { stepWords } from "../words/job";
import s from "./Library.module.css";

type Dot = "done" | "half" | "running" | "waiting" | "failed" | "none";

export function dotOf(step: Step | undefined): Dot {
  if (!step) return "none";
  const dots: Record<StepStatus, Dot> = {
    queued: "waiting",
    running: "running",
    succeeded: "done",
    failed: "failed",
    cancelled: step.done_ms > 0 ? "half" : "none",
    skipped: "none",
  };
  return dots[step.status];
}

/** One fixed column per pipeline: done, part, running, waiting, failed or none. */
export function Matrix({ pipelines, steps }: { pipelines: string[]; steps: Step[] }) {
  return (
    <span className={s.matrix}>
      {pipelines.map((name) => {
        const step = steps.find((candidate) => candidate.name === name);
        const words = step ? `${step.title}: ${stepWords(step)}` : undefined;
        return (
          <span key={name} className={s.dot} title={words}>
            <i data-dot={dotOf(step)} />
            {words && <span className="visually-hidden">{words}</span>}
          </span>
        );
      })}
    </span>
  );
}
