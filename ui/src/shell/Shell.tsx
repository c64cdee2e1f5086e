import { useEffect, useState } from "react";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { CloudOff } from "lucide-react";
import { onDrop, openedWith } from "../api/window";
import { AddByPath } from "../library/AddByPath";
import { IntakeReport } from "../library/IntakeReport";
import { askForVideos, intake, useIntake } from "../library/intake";
import { library } from "../library/strings";
import { shellAction } from "./keys";
import { Rail } from "./Rail";
import { useEvents } from "./useEvents";
import { shell } from "./strings";
import s from "./Shell.module.css";

/** What is around every screen: the rail, dropped files, keys that work everywhere, the event stream. */
export function Shell() {
  const up = useEvents();
  const go = useNavigate();
  const [over, setOver] = useState(false);
  const inViewer = useRouterState({ select: (state) => state.location.pathname.startsWith("/viewer/") });
  const { asking } = useIntake();

  useEffect(() => {
    void openedWith().then((jobId) => {
      if (jobId) void go({ to: "/viewer/$jobId", params: { jobId } });
    });
  }, [go]);

  useEffect(
    () =>
      onDrop((drop) => {
        setOver(drop.over);
        if (drop.paths.length === 0) return;
        void go({ to: "/" });
        void intake.add(drop.paths);
      }),
    [go],
  );

  useEffect(() => {
    const onKey = (press: KeyboardEvent) => {
      const action = shellAction(press);
      if (!action) return;
      press.preventDefault();
      if (action === "library" || action === "queue") void go({ to: action === "library" ? "/" : "/queue" });
      if (action === "add") void askForVideos();
      if (action === "search") document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    };
    // a browser hands out no paths, so a drop there asks for them
    const onBrowserDrop = (event: DragEvent) => {
      event.preventDefault();
      if (event.type === "drop") intake.ask(true);
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("dragover", onBrowserDrop);
    window.addEventListener("drop", onBrowserDrop);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("dragover", onBrowserDrop);
      window.removeEventListener("drop", onBrowserDrop);
    };
  }, [go]);

  return (
    <div className={inViewer ? `${s.app} ${s.narrow}` : s.app}>
      <Rail inViewer={inViewer} />
      <main className={s.main}>
        {!up && (
          <div className={s.offline} role="alert">
            <CloudOff aria-hidden className="small" />
            {shell.offline}
          </div>
        )}
        <Outlet />
        <IntakeReport />
        {over && <div className={s.over}>{library.dropNow}</div>}
      </main>
      <AddByPath open={asking} onClose={() => intake.ask(false)} />
    </div>
  );
}
