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
import { firstChannel } from './timeline/sources';
import { TrackRow, type Choice } from './TrackRow';
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
  const [choices, setChoices] = useState<Readonly<Record<string, Partial<Choice>>>>({});
  const [said, setSaid] = useState('');
  const choiceOf = (row: Row): Choice => ({ channel: firstChannel(row), object: row.objects?.subjects[0]?.object, ...choices[row.key] });

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
      const { channel, object } = choiceOf(row);
      const title = row.curve?.channels.find(({ key }) => key === channel)?.title ?? row.title;
      const whose = row.objects?.subjects.find((subject) => subject.object === object)?.name;
      const value = valueAt(timeline.curve(row), channel, clock.now.ms);
      setSaid(t.value(whose === undefined ? row.title : `${row.title}, ${whose}`, title, value ?? t.notMeasured, spokenTime(clock.now.ms)));
      return;
    }
    const event = events.walk(row.segments.key, clock.now.ms, by, row.presence?.labels);
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
            key={row.key} row={row} timeline={timeline} choice={choiceOf(row)} onWalk={walk}
            onChoice={(choice) => setChoices((old) => ({ ...old, [row.key]: { ...old[row.key], ...choice } }))}
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
