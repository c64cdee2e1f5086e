/** The videos as a grid: one tab stop, arrows move, Space marks, Enter opens. Only the rows in sight exist. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { PipelineInfo, Video } from '../api/client';
import { Icon } from '../components/Icon';
import { Thumb } from '../components/Thumb';
import { clock } from '../components/words';
import { Matrix, MatrixHead } from './Matrix';
import { reachOf, type Reach } from './selection';
import { videoState } from './state';
import { t } from './strings';

interface TableProps {
  rows: Video[];
  pipelines: PipelineInfo[];
  /** The row that the keys move from. */
  current: number | undefined;
  marked: ReadonlySet<number>;
  onSelect: (id: number, reach: Reach) => void;
  onSelectAll: (all: boolean) => void;
  onOpen: (video: Video) => void;
}

const ROW = 42;
const PAGE = 10;

interface RowProps {
  video: Video;
  pipelines: PipelineInfo[];
  marked: boolean;
  onMark: () => void;
}

function Row({ video, pipelines, marked, onMark }: RowProps) {
  const state = videoState(video);
  return (
    <>
      <span role="gridcell" className="mark" onClick={(event) => { event.stopPropagation(); onMark(); }} onDoubleClick={(event) => event.stopPropagation()}>
        <span className={marked ? 'check on' : 'check'}>{marked && <Icon name="check" />}</span>
      </span>
      <span role="gridcell"><Thumb jobId={video.job?.id} /></span>
      <span role="gridcell" className="name-cell">
        <span className="cut nm" title={video.name}>{video.name}</span>
        <span className="cut xs muted" title={video.folder}>{video.folder}</span>
      </span>
      <span role="gridcell" className="num muted">{video.duration_ms === null ? '' : clock(video.duration_ms)}</span>
      <span role="gridcell"><Matrix job={video.job} pipelines={pipelines} /></span>
      <span role="gridcell" className="state">
        <span className={state.tone === 'muted' ? 'muted' : `c-${state.tone}`}><Icon name={state.icon} /></span>
        <span className={state.tone === 'muted' ? 'cut muted' : 'cut'} title={state.words}>{state.words}</span>
      </span>
    </>
  );
}

export function Table({ rows, pipelines, current, marked, onSelect, onSelectAll, onOpen }: TableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const at = rows.findIndex((video) => video.id === current);

  useEffect(() => {
    if (at < 0) return;
    virtual.scrollToIndex(at);
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-video="${current}"]`)?.focus());
  }, [at, current, virtual]);

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + PAGE, PageUp: at - PAGE,
    };
    const video = rows[at];
    const to = moves[event.key];
    if (event.target instanceof HTMLInputElement) return; // the box in the head has keys of its own
    if (event.key === 'Enter' && video) onOpen(video);
    else if (event.key === ' ' && video) onSelect(video.id, 'toggle');
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelectAll(true);
    else if (to !== undefined) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
      wantsFocus.current = true;
      if (next) onSelect(next.id, reachOf(event, 'only', 'move'));
    } else return;
    event.preventDefault();
  };

  const drawn = virtual.getVirtualItems();
  // When the chosen row is scrolled away, the first row in sight takes its place in the tab order.
  const stop = drawn.find((item) => item.index === at)?.index ?? drawn[0]?.index;
  const all = rows.length > 0 && rows.every((video) => marked.has(video.id));
  const columns = { '--matrix': `${Math.max(pipelines.length * 20, 60)}px` } as React.CSSProperties;
  return (
    <div className="grid" role="grid" aria-label={t.table} aria-multiselectable="true" aria-rowcount={rows.length + 1} style={columns} onKeyDown={onKeyDown}>
      <div role="rowgroup">
        <div className="lib-row hd" role="row" aria-rowindex={1}>
          <span role="columnheader" className="mark">
            <input type="checkbox" className="check" aria-label={t.selectAll} checked={all} onChange={() => onSelectAll(!all)} />
          </span>
          <span role="columnheader"><span className="sr">{t.columns.picture}</span></span>
          <span role="columnheader" className="th">{t.columns.name}</span>
          <span role="columnheader" className="th num">{t.columns.length}</span>
          <span role="columnheader"><span className="sr">{t.columns.measured}</span><MatrixHead pipelines={pipelines} /></span>
          <span role="columnheader" className="th">{t.columns.state}</span>
        </div>
      </div>
      <div className="rows" ref={scroller} role="presentation">
        <div role="rowgroup" className="rows-in" style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ key, index, start }) => {
            const video = rows[index];
            if (!video) return null;
            const chosen = index === at || marked.has(video.id);
            return (
              <div
                key={key} role="row" aria-rowindex={index + 2} aria-selected={chosen} data-video={video.id}
                className={`lib-row r${chosen ? ' sel' : ''}${video.present ? '' : ' gone'}`} style={{ transform: `translateY(${start}px)` }}
                tabIndex={index === stop ? 0 : -1}
                onClick={(event) => onSelect(video.id, reachOf(event))} onFocus={() => at < 0 && onSelect(video.id, 'move')}
                onMouseDown={(event) => event.shiftKey && event.preventDefault() /* else the words between are marked too */}
                onDoubleClick={() => onOpen(video)}
              >
                <Row video={video} pipelines={pipelines} marked={marked.has(video.id)} onMark={() => onSelect(video.id, 'toggle')} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
