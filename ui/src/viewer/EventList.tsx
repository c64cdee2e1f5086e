import { useEffect, useRef, useState } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { PipelineIcon } from "../components/PipelineIcon";
import { ProblemNote } from "../components/Note";
import { clockTenths, count } from "../words/format";
import { reached, type EventItem } from "./events";
import type { Player } from "./player";
import { viewer } from "./strings";
import { MOST_EVENTS, type EventsRead } from "./useResult";
import s from "./Viewer.module.css";

const ROW = 30;

type ListProps = {
  items: EventItem[];
  player: Player;
  selected: EventItem | null;
  onOpen: (item: EventItem) => void;
};

/** Which event has begun last: follows the video, so that the list can. */
function useCurrent(items: EventItem[], player: Player): number {
  const [current, setCurrent] = useState(-1);
  useEffect(() => {
    const starts = items.map((item) => item.start);
    return player.listen(() => setCurrent(reached(starts, player.shown) - 1));
  }, [items, player]);
  return current;
}

function Items({ items, player, selected, onOpen }: ListProps) {
  "use no memo"; // the virtualizer keeps its state outside React's sight
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const current = useCurrent(items, player);
  useEffect(() => {
    if (current >= 0) rows.scrollToIndex(current);
  }, [current, rows]);
  const now = items[current];
  return (
    <div className={s.eventBox} ref={box}>
      <ol style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (!item) return null;
          const on = now !== undefined && item.start <= now.start && item.end > now.start;
          return (
            <li key={index} className={s.eventItem} style={{ transform: `translateY(${start}px)` }}>
              <button
                type="button"
                aria-current={item === selected || (index === current && !selected) ? "true" : undefined}
                data-on={on}
                onClick={() => onOpen(item)}
              >
                <time>{clockTenths(item.start)}</time>
                <PipelineIcon name={item.pipeline} />
                <span className="cut">{item.label}</span>
                <span className="xs subtle">{viewer.seconds(item.end - item.start)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

type Props = Omit<ListProps, "items"> & { events: UseQueryResult<EventsRead> };

/** Everything that begins and ends, in order. Click to go there. */
export function EventList({ events, ...rest }: Props) {
  const items = events.data?.all;
  return (
    <aside className={s.events} aria-label={viewer.events}>
      <header>
        <h2>{viewer.events}</h2>
        {items && <span className="xs muted">{count(items.length)}</span>}
      </header>
      {events.error ? (
        <ProblemNote title={viewer.failed} error={events.error} retry={() => void events.refetch()} />
      ) : !items ? (
        <p className="muted">{viewer.eventsLoading}</p>
      ) : items.length === 0 ? (
        <p className="muted">{viewer.eventsNone}</p>
      ) : (
        <>
          {events.data?.reduced && <p className="xs muted">{viewer.eventsTooMany(MOST_EVENTS)}</p>}
          <Items items={items} {...rest} />
        </>
      )}
    </aside>
  );
}
