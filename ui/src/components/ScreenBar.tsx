import type { ReactNode } from "react";
import s from "./ScreenBar.module.css";

type Props = { title: string; words?: string | undefined; children?: ReactNode };

/** The title bar of a screen. Its one primary action stands at the right end. */
export function ScreenBar({ title, words, children }: Props) {
  return (
    <header className={s.bar}>
      <h1>{title}</h1>
      {words && <span className="muted cut">{words}</span>}
      <span className="grow" />
      {children}
    </header>
  );
}
