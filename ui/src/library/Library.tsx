import { useState } from "react";
import { useNavigate } from "@tanstack/react-router";
import { Plus, Search } from "lucide-react";
import { usePipelines, useVideos } from "../api/queries";
import type { Video } from "../api/types";
import { inWindow } from "../api/transport";
import { Button } from "../components/Button";
import { Choice } from "../components/Choice";
import { Field, Key } from "../components/Field";
import { Note, ProblemNote } from "../components/Note";
import { ScreenBar } from "../components/ScreenBar";
import { count } from "../words/format";
import { canOpen } from "../words/job";
import { EmptyLibrary } from "./EmptyLibrary";
import { Inspector } from "./Inspector";
import { askForVideos } from "./intake";
import { counts, shelved, type Asked, type Group, type Order } from "./shelf";
import { library } from "./strings";
import { VideoTable } from "./VideoTable";
import s from "./Library.module.css";

const GROUPS: [Group, string][] = [
  ["all", library.all],
  ["measured", library.measured],
  ["queued", library.queued],
  ["look", library.look],
  ["unmeasured", library.unmeasured],
];
const ORDERS: { value: Order; label: string }[] = [
  { value: "newest", label: library.newest },
  { value: "name", label: library.byName },
  { value: "length", label: library.longest },
];

type ToolsProps = { videos: Video[]; asked: Asked; onAsk: (change: Partial<Asked>) => void };

function Tools({ videos, asked, onAsk }: ToolsProps) {
  const found = counts(videos);
  const setOrder = (value: string) => {
    const order = ORDERS.find((candidate) => candidate.value === value)?.value;
    if (order) onAsk({ order });
  };
  return (
    <div className={s.tools}>
      <div className="row" role="group" aria-label={library.show}>
        {GROUPS.filter(([group]) => group === "all" || found[group] > 0 || group === asked.group).map(
          ([group, label]) => (
            <button
              key={group}
              type="button"
              className={s.chip}
              aria-pressed={asked.group === group}
              onClick={() => onAsk({ group })}
            >
              {label} <span>{count(found[group])}</span>
            </button>
          ),
        )}
      </div>
      <span className="grow" />
      <Choice label={library.sort} value={asked.order} options={ORDERS} onChange={setOrder} />
    </div>
  );
}

/** A library that holds something: table and inspector. */
function Shelves({ videos, asked, onAsk }: ToolsProps) {
  const { data: pipelines = [] } = usePipelines();
  const [selected, setSelected] = useState<number | null>(videos[0]?.id ?? null);
  const go = useNavigate();
  const shown = shelved(videos, asked);
  const open = (video: Video) => {
    if (video.job && canOpen(video.job)) void go({ to: "/viewer/$jobId", params: { jobId: video.job.id } });
  };
  const length = videos.reduce((sum, video) => sum + (video.duration_ms ?? 0), 0);
  return (
    <div className={s.library}>
      <section className={s.shelves}>
        <Tools videos={videos} asked={asked} onAsk={onAsk} />
        {shown.length > 0 ? (
          <VideoTable
            videos={shown}
            pipelines={pipelines}
            selected={selected}
            onSelect={setSelected}
            onOpen={open}
          />
        ) : (
          <Note title={library.noMatch}>
            <Button onClick={() => onAsk({ group: "all", words: "" })}>{library.clear}</Button>
          </Note>
        )}
        <footer className={s.total}>
          <span>{library.total(videos.length, length)}</span>
          <span className="grow" />
          <span>{inWindow ? library.dropHint : library.pathHint}</span>
        </footer>
      </section>
      <Inspector
        video={videos.find((video) => video.id === selected)}
        onOpen={open}
        onClose={() => setSelected(null)}
      />
    </div>
  );
}

export function Library() {
  const { data: videos, error, refetch } = useVideos();
  const [asked, setAsked] = useState<Asked>({ group: "all", order: "newest", words: "" });
  const ask = (change: Partial<Asked>) => setAsked((before) => ({ ...before, ...change }));
  const filled = videos !== undefined && videos.length > 0;
  return (
    <>
      <ScreenBar title={library.title}>
        {filled && (
          <Field
            type="search"
            className={s.search}
            aria-label={library.search}
            placeholder={library.search}
            value={asked.words}
            before={<Search aria-hidden className="small" />}
            after={asked.words === "" && <Key>Ctrl F</Key>}
            onChange={(event) => ask({ words: event.target.value })}
            onKeyDown={(press) => press.key === "Escape" && ask({ words: "" })}
          />
        )}
        {videos !== undefined && (
          <Button look={filled ? "primary" : "plain"} onClick={() => void askForVideos()}>
            <Plus aria-hidden className="small" />
            {library.add}
          </Button>
        )}
      </ScreenBar>
      {videos === undefined ? (
        error ? (
          <ProblemNote title={library.failed} error={error} retry={() => void refetch()} />
        ) : (
          <Note title={library.loading} />
        )
      ) : filled ? (
        <Shelves videos={videos} asked={asked} onAsk={ask} />
      ) : (
        <EmptyLibrary />
      )}
    </>
  );
}
