import { Ban, CircleAlert, CircleCheck, CircleDashed, Clock, TriangleAlert } from "lucide-react";
import type { Mark, State } from "../words/job";
import s from "./components.module.css";

const ICONS: Record<Mark, typeof Clock> = {
  done: CircleCheck,
  warn: TriangleAlert,
  fail: CircleAlert,
  run: Clock,
  wait: Clock,
  stop: Ban,
  none: CircleDashed,
};

export function StateIcon({ state }: { state: State }) {
  const Icon = ICONS[state.mark];
  return <Icon aria-hidden className={`tone-${state.tone}`} />;
}

/** A state: icon and words. */
export function StateWords({ state }: { state: State }) {
  const quiet = state.tone === "muted" || state.mark === "warn";
  return (
    <span className={s.state}>
      <StateIcon state={state} />
      <span className={quiet ? "muted cut" : "cut"}>{state.words}</span>
    </span>
  );
}
