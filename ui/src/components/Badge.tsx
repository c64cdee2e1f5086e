import type { ReactNode } from "react";
import type { Tone } from "../words/job";
import s from "./components.module.css";

/** Icon and word on a tint; never colour alone. */
export function Badge({ tone, icon, children }: { tone: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={s.badge} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
