/** Every shot and every stretch of speech in the order of time. Follows the playback; a click goes there. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Icon, pipelineIcon } from '../components/Icon';
import type { PlaybackClock } from './clock';
import type { EventIndex, ViewerEvent } from './events';
import { t } from './strings';
import { clockTime, lengthOf } from './times';

const ROW = 34;

interface EventsListProps {
  events: EventIndex;
  unlisted: readonly string[];
  clock: PlaybackClock | undefined;
  onGo: (event: ViewerEvent) => void;
}

const nothing = () => () => undefined;

/** Index of the event that is on now; changes only when another one begins. */
export function useCurrentEvent(events: EventIndex, clock: PlaybackClock | undefined): number {
  return useSyncExternalStore(
    clock ? (changed) => clock.subscribe(changed) : nothing,
    () => (clock ? events.at(clock.now.ms) : -1),
  );
}

export function EventsList({ events, unlisted, clock, onGo }: EventsListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const current = useCurrentEvent(events, clock);
  const { all } = events;
  const rows = useVirtualizer({ count: all.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8 });
  useEffect(() => {
    if (following && current >= 0) rows.scrollToIndex(current, { align: 'auto' });
  }, [rows, following, current]);
  return (
    <>
      <div className="events-head">
        <h2 className="strong">{t.events}</h2>
        <span className="subtle xs">{t.eventsCount(all.length)}</span>
        <span className="grow" />
        {!following && <button type="button" className="btn sm" onClick={() => setFollowing(true)}>{t.follow}</button>}
      </div>
      {unlisted.length > 0 && <p className="muted events-none">{t.eventsLeft(unlisted.join(', '))}</p>}
      {all.length === 0 && unlisted.length === 0 && <p className="muted events-none">{t.eventsNone}</p>}
      <div ref={scroller} className="events-scroll" onWheel={() => setFollowing(false)}>
        <ol style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const event = all[item.index];
            if (!event) return null;
            const now = item.index === current;
            return (
              <li key={item.key} className="u-place" style={{ transform: `translateY(${item.start}px)` }}>
                <button type="button" className={now ? 'u now' : 'u'} aria-current={now || undefined} onClick={() => { setFollowing(true); onGo(event); }}>
                  <time>{clockTime(event.from, 1)}</time>
                  <Icon small name={pipelineIcon(event.track.split('.')[0] ?? '')} />
                  <span className="cut grow">{event.title}</span>
                  <span className="subtle xs">{lengthOf(event.to - event.from)}</span>
                </button>
              </li>
            );
          })}
        </ol>
      </div>
    </>
  );
}
