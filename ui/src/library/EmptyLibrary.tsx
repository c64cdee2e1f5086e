import { useNavigate } from "@tanstack/react-router";
import { FilePlus, Film, LockKeyhole } from "lucide-react";
import { useDemo } from "../api/queries";
import { inWindow } from "../api/transport";
import { Button } from "../components/Button";
import { sayProblem } from "../components/Toasts";
import { Drawing } from "./Drawing";
import { askForVideos } from "./intake";
import { library } from "./strings";
import s from "./Library.module.css";

/** The first thing that anybody sees: one place to drop, one clip to try, one sentence on privacy. */
export function EmptyLibrary() {
  const demo = useDemo();
  const go = useNavigate();
  const start = () =>
    void demo.mutateAsync().then(
      () => go({ to: "/queue" }),
      (error: unknown) => sayProblem(library.demoFailed, error),
    );
  return (
    <div className={s.empty}>
      <section className={s.drop} aria-label={library.add}>
        <Drawing />
        <h2>{inWindow ? library.emptyTitle : library.emptyTitleBrowser}</h2>
        <p>
          {inWindow ? library.emptyText : library.emptyBrowser}
          <br />
          {library.emptyStay}
        </p>
        <Button look="primary" onClick={() => void askForVideos()}>
          <FilePlus aria-hidden />
          {inWindow ? library.choose : library.byPath}
        </Button>
      </section>
      <section className={`card ${s.demo}`}>
        <span className={s.demoPicture} aria-hidden>
          <Film />
        </span>
        <div className="grow">
          <h3>{library.demo}</h3>
          <p className="xs muted">{library.demoText}</p>
        </div>
        <Button onClick={start} disabled={demo.isPending}>
          {demo.isPending ? library.demoStarting : library.demo}
        </Button>
      </section>
      <p className={s.privacy}>
        <LockKeyhole aria-hidden className="tone-success" />
        {library.privacy}
      </p>
    </div>
  );
}
