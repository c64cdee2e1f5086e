import { useEffect, useRef, type KeyboardEvent } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import type { PipelineInfo, Video } from "../api/types";
import { PipelineIcon } from "../components/PipelineIcon";
import { StateWords } from "../components/StateWords";
import { Thumbnail } from "../components/Thumbnail";
import { clock, cutMiddle } from "../words/format";
import { videoState } from "../words/job";
import { Matrix } from "./Matrix";
import { library } from "./strings";
import s from "./Library.module.css";

type Props = {
  videos: Video[];
  pipelines: PipelineInfo[];
  selected: number | null;
  onSelect: (id: number) => void;
  onOpen: (video: Video) => void;
};

const ROW = 42;
const PAGE = 12;

/** Where a key leads in a list of `length`, or `null` if it is no key of the list. */
export function rowAfter(key: string, at: number, length: number): number | null {
  const last = length - 1;
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
    Home: 0,
    End: last,
  };
  const to = moves[key];
  return to === undefined || last < 0 ? null : Math.min(last, Math.max(0, to));
}

function Row({ video, names, selected }: { video: Video; names: string[]; selected: boolean }) {
  return (
    <>
      <span role="gridcell" className={s.thumbCell}>
        <Thumbnail jobId={video.job?.id} width={60} height={34} />
      </span>
      <span role="gridcell" className={s.nameCell} title={video.path}>
        <span className={video.present ? "cut" : "cut muted"}>{cutMiddle(video.name, 64)}</span>
        <span className={`xs cut ${selected ? "muted" : "subtle"}`}>{video.folder}</span>
      </span>
      <span role="gridcell" className="num">
        {video.duration_ms === null ? "–" : clock(video.duration_ms)}
      </span>
      <span role="gridcell">
        <Matrix pipelines={names} steps={video.job?.pipelines ?? []} />
      </span>
      <span role="gridcell" className={s.stateCell}>
        <StateWords state={videoState(video)} />
      </span>
    </>
  );
}

/** The videos. One tab stop; arrows move, Enter opens. Only rows in sight exist. */
export function VideoTable({ videos, pipelines, selected, onSelect, onOpen }: Props) {
  "use no memo"; // the virtualizer keeps its state outside React's sight
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: videos.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const at = videos.findIndex((video) => video.id === selected);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);

  const names = pipelines.map((pipeline) => pipeline.name);
  const onKey = (press: KeyboardEvent) => {
    const current = videos[at];
    if (press.key === "Enter" && current) return onOpen(current);
    const next = videos[rowAfter(press.key, at, videos.length) ?? -1];
    if (!next) return undefined;
    press.preventDefault();
    return onSelect(next.id);
  };

  return (
    <div
      className={s.table}
      style={{ ["--pipelines" as string]: names.length }}
      role="grid"
      aria-label={library.table}
      aria-rowcount={videos.length + 1}
      aria-activedescendant={at >= 0 ? `video-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={onKey}
    >
      <div role="row" className={`${s.columns} ${s.heads}`} aria-rowindex={1}>
        <span role="columnheader" aria-label={library.picture} />
        <span role="columnheader">{library.name}</span>
        <span role="columnheader" className="num">
          {library.length}
        </span>
        <span role="columnheader" className={s.matrix}>
          {pipelines.map((pipeline) => (
            <span key={pipeline.name} className={s.dot} title={pipeline.display_name}>
              <PipelineIcon name={pipeline.name} />
              <span className="visually-hidden">{pipeline.display_name}</span>
            </span>
          ))}
        </span>
        <span role="columnheader">{library.state}</span>
      </div>
      <div className={s.rows} ref={box} role="rowgroup">
        <div style={{ height: rows.getTotalSize(), position: "relative" }} role="presentation">
          {rows.getVirtualItems().map(({ index, start }) => {
            const video = videos[index];
            if (!video) return null;
            return (
              <div
                key={video.id}
                id={`video-${video.id}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={video.id === selected}
                className={`${s.columns} ${s.tableRow}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => onSelect(video.id)}
                onDoubleClick={() => onOpen(video)}
              >
                <Row video={video} names={names} selected={video.id === selected} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
