import { Check } from "lucide-react";
import type { Step } from "../api/types";
import { PipelineIcon } from "../components/PipelineIcon";
import { Progress } from "../components/Progress";
import { percent, sentences, span, timeLeft } from "../words/format";
import { stepWords } from "../words/job";
import { queue } from "./strings";
import s from "./Queue.module.css";

function speed(step: Step): string {
  if (step.status !== "running") return "";
  if (step.frames_per_second !== null) return queue.frames(step.frames_per_second);
  return step.speed !== null ? queue.realTime(step.speed) : "";
}

function time(step: Step): string {
  if (step.status === "running") return timeLeft(step.time_left_seconds);
  return step.took_ms !== null && step.status === "succeeded" ? queue.took(span(step.took_ms / 1000)) : "";
}

/** One pipeline of a running job: what, how far, how fast, how long still. */
export function StepRow({ step }: { step: Step }) {
  const done = step.status === "succeeded";
  const stopped = step.status === "failed" || step.status === "cancelled" || step.status === "skipped";
  const tone = done ? "done" : step.status === "running" ? "running" : "off";
  return (
    <>
      <div className={s.step}>
        <PipelineIcon name={step.name} />
        <span className="cut">{step.title}</span>
        <Progress value={done ? 100 : step.status === "skipped" ? 0 : step.progress} tone={tone} label={step.title} />
        <span className="num">{stopped ? "" : percent(step.progress, done)}</span>
        <span className="num muted">{speed(step)}</span>
        <span className="num muted">{time(step)}</span>
        <span className={`${s.stepState} ${done ? "tone-success" : step.status === "failed" ? "tone-danger" : "muted"}`}>
          {done && <Check aria-hidden className="small" />}
          {stepWords(step)}
        </span>
      </div>
      {step.error && (
        <p className={`${s.stepError} xs muted words`}>
          {sentences(step.error.message, step.status === "skipped" ? null : step.error.hint)}
        </p>
      )}
    </>
  );
}
