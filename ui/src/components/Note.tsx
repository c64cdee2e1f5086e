import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { sentence } from "../words/format";
import { Button } from "./Button";
import s from "./components.module.css";

/** A sentence where content would be: what is happening, or that there is nothing. */
export function Note({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={s.note} role="status">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

type ProblemProps = { title: string; error: unknown; retry?: () => void; retryWords?: string };

/** What failed, why, and what to do. */
export function ProblemNote({ title, error, retry, retryWords = "Try again" }: ProblemProps) {
  const problem = asProblem(error);
  return (
    <div className={s.note} role="alert">
      <strong>{title}</strong>
      <p>{sentence(problem.message)}</p>
      {problem.hint && <p>{sentence(problem.hint)}</p>}
      {retry && (
        <div className={s.noteActions}>
          <Button onClick={retry}>{retryWords}</Button>
        </div>
      )}
    </div>
  );
}
