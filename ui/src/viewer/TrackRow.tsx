/** One row of the timeline: its head, and a canvas that is one tab stop. */
import { useEffect, useRef } from 'react';
import { Icon } from '../components/Icon';
import { count } from '../components/words';
import type { Row } from './rows';
import { Swatch } from './People';
import { t } from './strings';
import type { Timeline } from './timeline/timeline';
import { clockTime } from './times';

/** What a row of curves shows. */
export interface Choice {
  readonly channel: string;
  readonly object: number | undefined;
}

interface TrackRowProps {
  row: Row;
  timeline: Timeline | undefined;
  choice: Choice;
  onChoice: (choice: Partial<Choice>) => void;
  onWalk: (row: Row, by: 1 | -1) => void;
}

/** Whose curve, and which one. */
function Choices({ row, choice, onChoice }: Pick<TrackRowProps, 'row' | 'choice' | 'onChoice'>) {
  const channels = row.segments ? [] : (row.curve?.channels ?? []);
  const subjects = row.objects?.subjects ?? [];
  return (
    <span className="picks">
      {subjects.length > 0 && (
        <select
          className="pick region" aria-label={`${row.title}: ${t.subject}`} value={choice.object}
          onChange={(event) => onChoice({ object: Number(event.target.value) })}
        >
          {subjects.map(({ object, name }) => <option key={object} value={object}>{name}</option>)}
        </select>
      )}
      {channels.length > 1 && (
        <select
          className="pick region" aria-label={`${row.title}: ${row.key === 'motion' ? t.region : t.channel}`} value={choice.channel}
          onChange={(event) => onChoice({ channel: event.target.value })}
        >
          {channels.map(({ key, title }) => <option key={key} value={key}>{title}</option>)}
        </select>
      )}
    </span>
  );
}

function Head({ row, choice, onChoice }: Pick<TrackRowProps, 'row' | 'choice' | 'onChoice'>) {
  const items = row.segments?.items;
  const measured = row.presence ? clockTime(row.presence.there, 0) : items === undefined ? '' : count(items);
  const several = !row.segments && ((row.curve?.channels.length ?? 0) > 1 || row.objects !== undefined);
  const colour = row.presence?.colour ?? row.objects?.subjects.find(({ object }) => object === choice.object)?.colour;
  return (
    <div className={several ? 'h two' : 'h'}>
      {colour ? <Swatch colour={colour} /> : <span className="muted"><Icon small name={row.icon} /></span>}
      <span className="two-lines">
        <span className="cut" title={row.title}>{row.title}</span>
        {several && <Choices row={row} choice={choice} onChoice={onChoice} />}
      </span>
      <span className="h-end">{row.state || measured}</span>
    </div>
  );
}

export function TrackRow({ row, timeline, choice, onChoice, onWalk }: TrackRowProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { key } = row;
  const { channel, object } = choice;
  useEffect(() => (canvas.current && timeline ? timeline.attach(key, canvas.current) : undefined), [timeline, key]);
  useEffect(() => timeline?.setChannel(key, channel), [timeline, key, channel]);
  useEffect(() => {
    if (object !== undefined) timeline?.setObject(key, object);
  }, [timeline, key, object]);
  const label = row.words || (row.segments ? t.track(row.title, t.items(row.segments.items)) : t.curveTrack(row.title));
  return (
    <div className={row.curve && !row.objects && !row.key.endsWith('.count') ? 'track-row stretch' : 'track-row'} style={{ flexBasis: row.height }}>
      <Head row={row} choice={choice} onChoice={onChoice} />
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
