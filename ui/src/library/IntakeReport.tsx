import { CircleAlert, X } from "lucide-react";
import { Button } from "../components/Button";
import { sentence } from "../words/format";
import { intake, useIntake } from "./intake";
import { library } from "./strings";
import s from "./Library.module.css";

/** What is being read, and which files were refused and why. Stays until it is closed. */
export function IntakeReport() {
  const { total, done, refused } = useIntake();
  if (total === 0 && refused.length === 0) return null;
  return (
    <section className={s.report} aria-live="polite">
      {total > 0 && <p className="xs muted">{library.adding(done, total)}</p>}
      {refused.length > 0 && (
        <>
          <header className="row">
            <CircleAlert aria-hidden className="tone-danger" />
            <h2 className="grow">{library.notAdded(refused.length)}</h2>
            <Button look="quiet" small icon aria-label={library.closeReport} onClick={() => intake.forget()}>
              <X aria-hidden className="small" />
            </Button>
          </header>
          <ul className={s.refusals}>
            {refused.map(({ id, path, problem }) => (
              <li key={id}>
                <div className="words">{path}</div>
                <div className="xs tone-danger words">{sentence(problem.message)}</div>
                {problem.hint && <div className="xs muted words">{sentence(problem.hint)}</div>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
