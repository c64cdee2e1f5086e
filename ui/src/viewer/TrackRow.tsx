/** One row of the timeline: its head, and a canvas that is one tab stop. */
import { useEffect, useRef } from 'react';
import { Icon } from '../components/Icon';
import { count } from '../components/words';
import type { Row } from './rows';
import { t } from './strings';
import type { Timeline } from './timeline/timeline';

interface TrackRowProps {
  row: Row;
  timeline: Timeline | undefined;
  channel: string;
  onChannel: (channel: string) => void;
  onWalk: (row: Row, by: 1 | -1) => void;
}

function Head({ row, channel, onChannel }: Pick<TrackRowProps, 'row' | 'channel' | 'onChannel'>) {
  const channels = row.segments ? [] : (row.curve?.channels ?? []);
  const items = row.segments?.items;
  const end = row.state || (items === undefined ? '' : count(items));
  const choice = channels.length > 1;
  return (
    <div className={choice ? 'h two' : 'h'}>
      <span className="muted"><Icon small name={row.icon} /></span>
      <span className="two-lines">
        <span className="cut">{row.title}</span>
        {choice && (
          <select className="pick region" aria-label={`${row.title}: ${t.region}`} value={channel} onChange={(event) => onChannel(event.target.value)}>
            {channels.map(({ key, title }) => <option key={key} value={key}>{title}</option>)}
          </select>
        )}
      </span>
      <span className="h-end">{end}</span>
    </div>
  );
}

export function TrackRow({ row, timeline, channel, onChannel, onWalk }: TrackRowProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { key } = row;
  useEffect(() => (canvas.current && timeline ? timeline.attach(key, canvas.current) : undefined), [timeline, key]);
  useEffect(() => timeline?.setChannel(key, channel), [timeline, key, channel]);
  const label = row.words || (row.segments ? t.track(row.title, t.items(row.segments.items)) : t.curveTrack(row.title));
  return (
    <div className={row.curve ? 'track-row stretch' : 'track-row'} style={{ flexBasis: row.height }}>
      <Head row={row} channel={channel} onChannel={onChannel} />
      <div
        className="track"
        role="application"
        aria-roledescription={t.trackRole}
        aria-label={label}
        tabIndex={0}
        data-track={key}
        onKeyDown={(event) => {
          if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          event.preventDefault();
          event.stopPropagation();
          onWalk(row, event.key === 'ArrowRight' ? 1 : -1);
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
    </div>
  );
}
