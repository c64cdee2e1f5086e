/** The timeline: overview, ruler and a row per track, with the playhead over them. The canvases are painted by `Timeline`. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { PlaybackClock } from './clock';
import type { EventIndex } from './events';
import type { Row } from './rows';
import { t } from './strings';
import { overviewGestures, seekGestures, wheelGestures } from './timeline/gestures';
import { Playhead } from './timeline/playhead';
import type { Timeline } from './timeline/timeline';
import { clockTime, spokenTime } from './times';
import { TrackRow } from './TrackRow';
import { valueAt } from './values';

interface TracksProps {
  rows: readonly Row[];
  timeline: Timeline | undefined;
  clock: PlaybackClock | undefined;
  events: EventIndex;
  duration: number;
}

export function Tracks({ rows, timeline, clock, events, duration }: TracksProps) {
  const area = useRef<HTMLDivElement>(null);
  const overview = useRef<HTMLCanvasElement>(null);
  const ruler = useRef<HTMLCanvasElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const flag = useRef<HTMLDivElement>(null);
  const [channels, setChannels] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState('');
  const channelOf = (row: Row) => channels[row.key] ?? row.curve?.channels[0]?.key ?? '';

  useEffect(() => {
    const { current } = area;
    if (!timeline || !current || !overview.current || !ruler.current || !line.current || !flag.current) return undefined;
    timeline.setPlayhead(new Playhead(line.current, flag.current));
    const ends = [
      timeline.attach('overview', overview.current),
      timeline.attach('ruler', ruler.current),
      overviewGestures(overview.current, timeline),
      wheelGestures(current, timeline),
      seekGestures(current, timeline, (ms) => clock?.seek(ms)),
    ];
    return () => {
      timeline.setPlayhead(undefined);
      for (const end of ends) end();
    };
  }, [timeline, clock]);

  const walk = (row: Row, by: 1 | -1) => {
    if (!clock || !timeline) return;
    if (!row.segments) {
      clock.step(by);
      const title = row.curve?.channels.find(({ key }) => key === channelOf(row))?.title ?? row.title;
      const value = row.curve ? valueAt(timeline.whole(row.curve.key), channelOf(row), clock.now.ms) : undefined;
      setSaid(t.value(row.title, title, value ?? t.notMeasured, spokenTime(clock.now.ms)));
      return;
    }
    const event = events.walk(row.segments.key, clock.now.ms, by);
    if (!event) return;
    clock.seekExactly(event.from);
    timeline.select({ row: row.key, from: event.from, to: event.to });
    timeline.reveal(event.from, event.to);
    setSaid(t.event(event.title, spokenTime(event.from), spokenTime(event.to)));
  };

  const panOverview = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction === 0 || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    timeline?.byHand((scale) => scale.pan((direction * scale.width) / 4));
  };

  return (
    <section className="tl" aria-label={t.timeline}>
      <div className="tl-top">
        <div className="track-row">
          <div className="h"><span className="cut">{t.wholeRecording}</span><span className="h-end">{clockTime(duration, 0)}</span></div>
          <div className="track" role="application" aria-label={t.overviewLabel} tabIndex={0} data-track="overview" onKeyDown={panOverview}>
            <canvas ref={overview} aria-hidden="true" />
          </div>
        </div>
        <div className="track-row">
          <div className="h" />
          <div className="track"><canvas ref={ruler} aria-hidden="true" /></div>
        </div>
      </div>
      <div className="tl-scroll">
        {rows.map((row) => (
          <TrackRow
            key={row.key} row={row} timeline={timeline} channel={channelOf(row)} onWalk={walk}
            onChannel={(channel) => setChannels((old) => ({ ...old, [row.key]: channel }))}
          />
        ))}
        <div className="tl-rest"><div className="h" /><div className="track" /></div>
      </div>
      <div ref={area} className="tl-area">
        <div ref={line} className="playhead" />
        <div ref={flag} className="flag" />
      </div>
      <div className="sr" aria-live="polite" data-testid="said">{said}</div>
    </section>
  );
}
