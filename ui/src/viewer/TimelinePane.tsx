import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { getAnnotations } from "../api/client";
import { asProblem } from "../api/problem";
import type { TrackList } from "../api/types";
import { Choice } from "../components/Choice";
import { PipelineIcon } from "../components/PipelineIcon";
import { clock } from "../words/format";
import type { EventItem } from "./events";
import type { Player } from "./player";
import type { Row } from "./rows";
import { heightOf, OVERVIEW, placesOf, RULER } from "./timeline/layout";
import { shifted } from "./timeline/shift";
import { Timeline } from "./timeline/timeline";
import { viewer } from "./strings";
import s from "./Viewer.module.css";

type Props = {
  jobId: string;
  list: TrackList;
  rows: Row[];
  items: Map<string, EventItem[]> | undefined;
  player: Player;
  selected: EventItem | null;
  onSelect: (item: EventItem | null) => void;
  onReady: (timeline: Timeline | null) => void;
};

type HeadsProps = {
  rows: Row[];
  duration: number;
  channels: Record<string, string>;
  onChannel: (row: string, channel: string) => void;
};

/** Names at the left, as high as their rows. */
function Heads({ rows, duration, channels, onChannel }: HeadsProps) {
  return (
    <div className={s.heads}>
      <div className={s.overviewHead} style={{ height: OVERVIEW }}>
        <span className="cut">{viewer.whole}</span>
        <span>{clock(duration)}</span>
      </div>
      <div style={{ height: RULER }} className={s.rulerHead} />
      {rows.map((row) => (
        <div key={row.id} className={row.choices.length > 0 ? `${s.rowHead} ${s.tall}` : s.rowHead} style={{ height: row.height }}>
          <PipelineIcon name={row.pipeline} />
          <span className="cut">{row.title}</span>
          <span className={s.rowCount}>{row.count}</span>
          {row.choices.length > 0 && (
            <Choice
              label={viewer.region}
              value={channels[row.id] ?? row.choices[0]?.key ?? ""}
              options={row.choices.map(({ key, title }) => ({ value: key, label: title }))}
              onChange={(channel) => onChannel(row.id, channel)}
              className={s.region}
            />
          )}
        </div>
      ))}
    </div>
  );
}

type StopProps = {
  row: Row;
  note: string | null;
  y: number;
  items: EventItem[];
  selected: EventItem | null;
  onWalk: (item: EventItem) => void;
};

/** One tab stop a row: arrows walk its items, which are announced. */
function RowStop({ row, note, y, items, selected, onWalk }: StopProps) {
  const here = selected?.row === row.id ? selected : null;
  const onKey = (press: KeyboardEvent) => {
    const by = press.key === "ArrowRight" ? 1 : press.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || press.shiftKey || items.length === 0) return;
    press.preventDefault();
    press.stopPropagation();
    const at = here ? items.findIndex((item) => item.start === here.start && item.label === here.label) : -1;
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) onWalk(next);
  };
  const name = items.length > 0 ? viewer.row(row.title, items.length) : viewer.curveRow(row.title);
  return (
    <div
      className={s.rowStop}
      style={{ top: y, height: row.height }}
      role="group"
      tabIndex={0}
      aria-label={note ?? name}
      onKeyDown={onKey}
    >
      {note && <p className={s.rowNote}>{note}</p>}
      <span className="visually-hidden" aria-live="polite">
        {here && viewer.item(row.title, here.label, here.start, here.end)}
      </span>
    </div>
  );
}

/** The timeline and its heads. Drawing is the business of `Timeline`; this gives it what to draw. */
export function TimelinePane({ jobId, list, rows, items, player, selected, onSelect, onReady }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const timeline = useRef<Timeline | null>(null);
  const select = useRef(onSelect);
  const [failures, setFailures] = useState<Record<string, string>>({});
  const [channels, setChannels] = useState<Record<string, string>>({});
  const { start_ms: startMs } = list;
  const last = Math.max(0, ...list.tracks.map((track) => (track.last_ms ?? 0) - startMs));
  const duration = list.duration_ms ?? last;

  useEffect(() => {
    select.current = onSelect;
  });
  useEffect(() => {
    if (!canvas.current) return undefined;
    const made = new Timeline(canvas.current, duration, {
      read: async (track, asked, signal) => {
        const query = { track, t0: asked.from + startMs, t1: asked.to + startMs, max_items: asked.maxItems };
        return shifted(await getAnnotations(jobId, query, signal), startMs);
      },
      onSeek: (seconds) => player.seekFrame(seconds),
      onSelect: (item) => select.current(item),
      onFailure: (row, error) => {
        const words = viewer.trackFailed(row.title, asProblem(error).message);
        setFailures((before) => (before[row.id] === words ? before : { ...before, [row.id]: words }));
      },
    });
    timeline.current = made;
    onReady(made);
    const stop = player.listen((moment) => made.setMoment({ ...moment, seconds: player.shown.start / 1000 }));
    return () => {
      stop();
      made.close();
      timeline.current = null;
      onReady(null);
    };
  }, [jobId, duration, startMs, player, onReady]);
  useEffect(() => timeline.current?.setRows(rows));
  useEffect(() => timeline.current?.setItems(items ?? new Map()), [items, duration]);
  useEffect(() => timeline.current?.setChannels(channels), [channels, duration]);

  const walk = (item: EventItem) => {
    onSelect(item);
    player.seekFrame(item.start / 1000);
  };
  return (
    <section className={s.timeline} aria-label={viewer.timeline}>
      <Heads
        rows={rows}
        duration={duration}
        channels={channels}
        onChannel={(row, channel) => setChannels((before) => ({ ...before, [row]: channel }))}
      />
      <div className={s.tracks} style={{ height: heightOf(rows) }}>
        <canvas ref={canvas} className={s.canvas} style={{ height: heightOf(rows) }} />
        {placesOf(rows).map(({ row, y }) => (
          <RowStop
            key={row.id}
            row={row}
            note={failures[row.id] ?? row.note}
            y={y}
            items={items?.get(row.id) ?? []}
            selected={selected}
            onWalk={walk}
          />
        ))}
      </div>
    </section>
  );
}
