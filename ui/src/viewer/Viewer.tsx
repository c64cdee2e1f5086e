import { useEffect, useRef, useState } from "react";
import { Note, ProblemNote } from "../components/Note";
import { isTyping } from "../shell/keys";
import { EventList } from "./EventList";
import { eventAfter, eventBefore, type EventItem } from "./events";
import { viewerAction, type ViewerAction } from "./keys";
import { Player } from "./player";
import { SidePanel } from "./SidePanel";
import { Stage } from "./Stage";
import type { Timeline } from "./timeline/timeline";
import { TimelinePane } from "./TimelinePane";
import { TitleBar } from "./TitleBar";
import { Transport } from "./Transport";
import { useResult } from "./useResult";
import { viewer } from "./strings";
import s from "./Viewer.module.css";

function act(action: ViewerAction, player: Player, timeline: Timeline | null, goTo: (by: 1 | -1) => void) {
  switch (action.do) {
    case "toggle":
      return player.toggle();
    case "pause":
      return player.pause();
    case "back":
      return player.shuttle(-1);
    case "on":
      return player.shuttle(1);
    case "frames":
      return player.step(action.by);
    case "seconds":
      return player.skip(action.by);
    case "event":
      return goTo(action.by);
    case "closer":
      return timeline?.closer();
    case "further":
      return timeline?.further();
    case "whole":
      return timeline?.whole();
  }
}

/** Keys act while the viewer is open, wherever the focus is, but never in a field and never twice on a button. */
function useKeys(onAction: (action: ViewerAction) => void): void {
  const latest = useRef(onAction);
  useEffect(() => {
    latest.current = onAction;
  });
  useEffect(() => {
    const onKey = (press: KeyboardEvent) => {
      if (press.defaultPrevented || isTyping(press.target)) return;
      const onControl = press.target instanceof Element && press.target.closest("button, a, [role=option]");
      const action = viewerAction(press);
      if (!action || (onControl && action.do === "toggle")) return;
      press.preventDefault();
      latest.current(action);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** A result: the video, what was found in it, and both in step. */
export function Viewer({ jobId }: { jobId: string }) {
  const { job, tracks, video, rows, events, frames, media } = useResult(jobId);
  const [player] = useState(() => new Player());
  const [timeline, setTimeline] = useState<Timeline | null>(null);
  const [selected, setSelected] = useState<EventItem | null>(null);
  const list = events.data?.all ?? [];

  useEffect(() => {
    if (frames.data) player.setFrames(frames.data);
  }, [player, frames.data]);
  useEffect(() => {
    player.length = (tracks.data?.duration_ms ?? 0) / 1000;
  }, [player, tracks.data]);

  const choose = (item: EventItem | null) => {
    setSelected(item);
    timeline?.select(item);
  };
  const open = (item: EventItem) => {
    choose(item);
    player.seekFrame(item.start / 1000);
  };
  const goTo = (by: 1 | -1) => {
    const starts = list.map((item) => item.start);
    const at = by > 0 ? eventAfter(starts, player.shown) : eventBefore(starts, player.shown);
    const item = at === null ? undefined : list[at];
    if (item) open(item);
  };
  useKeys((action) => act(action, player, timeline, goTo));

  const error = job.error ?? tracks.error;
  if (error) {
    const retry = () => void Promise.all([job.refetch(), tracks.refetch()]);
    return <ProblemNote title={viewer.failed} error={error} retry={retry} />;
  }
  if (!job.data || !tracks.data) return <Note title={viewer.loading} />;
  return (
    <div className={s.viewer}>
      <TitleBar job={job.data} />
      <div className={s.middle}>
        <SidePanel job={job.data} video={video} />
        <Stage player={player} media={media} codec={video?.video_codec ?? null} />
        <EventList events={events} player={player} selected={selected} onOpen={open} />
      </div>
      <Transport player={player} starts={list.map((item) => item.start)} timeline={timeline} onEvent={goTo} />
      <TimelinePane
        jobId={jobId}
        list={tracks.data}
        rows={rows}
        items={events.data?.byRow}
        player={player}
        selected={selected}
        onSelect={choose}
        onReady={setTimeline}
      />
    </div>
  );
}
