/** Puts the viewer of one job together: the clock of its video, its timeline, and the keys. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type MouseEvent } from 'react';
import { thumbnail, type Job } from '../api/client';
import { PlaybackClock } from './clock';
import { timelineColumns, useJobData } from './data';
import type { ViewerEvent } from './events';
import { EventsList } from './EventsList';
import { Facts } from './Facts';
import { Header } from './Header';
import { actionOf, focusOf, type Action } from './keys';
import { Layers } from './Layers';
import { LAYERS } from './overlay/layers';
import { People } from './People';
import { rowsOf } from './rows';
import { Side } from './Side';
import { Splitter } from './Splitter';
import { Stage } from './Stage';
import { t } from './strings';
import { onTheme, readPalette } from './timeline/palette';
import { Timeline } from './timeline/timeline';
import { Tracks } from './Tracks';
import { Transport } from './Transport';
import { useOverlay } from './useOverlay';
import './viewer.css';

const LEAST_STAGE = 240;
const LEAST_TRACKS = 120;
const COMFORTABLE_STAGE = 320;
const TRACKS_TOP = 24 + 22;
const BARS = 44 + 40;
const SIDES = 196 + 312;

/** A button pressed with the pointer does not take the focus: Space goes on meaning play. */
function keepKeys(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
}

/** Width and height of an element, 0 before it is measured. */
function useSize(element: HTMLElement | null): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

export function Viewer({ job }: { job: Job }) {
  const navigate = useNavigate();
  const data = useJobData(job);
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [clock, setClock] = useState<PlaybackClock>();
  const [timeline, setTimeline] = useState<Timeline>();
  const [chosenHeight, setChosenHeight] = useState<number>();
  const { width, height } = useSize(root);
  const { list, events, frames, generation, identities } = data;
  const { overlay, layers, off, toggle, selected, identity, select } = useOverlay(job, data, clock);
  const start = list?.start_ms ?? 0;
  const duration = list?.duration_ms ?? (job.video_duration_seconds ?? 0) * 1000;

  useEffect(() => {
    if (!video) return undefined;
    const made = new PlaybackClock(video);
    setClock(made);
    return () => made.dispose();
  }, [video]);

  useEffect(() => {
    const made = new Timeline(
      readPalette(document.body), timelineColumns(job.id, start),
      (ms) => thumbnail(job.id, ms + start), t.rowUnread,
    );
    setTimeline(made);
    const off = onTheme(() => made.setPalette(readPalette(document.body)));
    return () => {
      off();
      made.dispose();
    };
  }, [job.id, start]);

  useEffect(() => {
    if (frames) clock?.setFrames(frames);
  }, [clock, frames]);
  useEffect(() => {
    if (!clock || !timeline) return undefined;
    timeline.setMoment(clock.now);
    return clock.subscribe((moment) => timeline.setMoment(moment));
  }, [clock, timeline]);
  useEffect(() => timeline?.setRows(rowsOf(job, list, identities), duration), [timeline, job, list, identities, duration]);
  useEffect(() => timeline?.setNumbers((track, from) => events.numberOf(track, from)), [timeline, events]);
  useEffect(() => {
    if (generation > 0) timeline?.refresh();
  }, [timeline, generation]);

  const goTo = (event: ViewerEvent) => {
    clock?.seekExactly(event.from);
    timeline?.reveal(event.from);
  };
  const goToEvent = (direction: 1 | -1) => {
    const ms = clock?.now.ms ?? 0;
    const event = direction > 0 ? events.after(ms) : events.before(ms);
    if (event) goTo(event);
  };
  const moved = (move: () => void) => () => {
    move();
    if (clock) timeline?.reveal(clock.now.ms);
  };
  const toggleNth = (nth: number) => () => {
    const layer = LAYERS[nth - 1];
    if (layer && layers.includes(layer)) toggle(layer);
  };
  const actions: Record<Action, () => void> = {
    toggle: () => void clock?.toggle(),
    shuttleBack: () => void clock?.shuttle(-1),
    stop: () => clock?.stop(),
    shuttleOn: () => void clock?.shuttle(1),
    frameBack: moved(() => clock?.step(-1)),
    frameOn: moved(() => clock?.step(1)),
    secondBack: moved(() => clock?.skip(-1000)),
    secondOn: moved(() => clock?.skip(1000)),
    previousEvent: () => goToEvent(-1),
    nextEvent: () => goToEvent(1),
    zoomIn: () => timeline?.zoom(2),
    zoomOut: () => timeline?.zoom(0.5),
    whole: () => timeline?.byHand((scale) => scale.fit()),
    leave: () => (selected === undefined ? void navigate({ to: '/library' }) : select(undefined)),
    layer1: toggleNth(1), layer2: toggleNth(2), layer3: toggleNth(3), layer4: toggleNth(4), layer5: toggleNth(5), layer6: toggleNth(6),
  };
  const act = useRef(actions);
  useEffect(() => {
    act.current = actions;
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role=dialog]')) return;
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      const action = actionOf({ key: event.key, shift: event.shiftKey, modified, focus: focusOf(event.target) });
      if (!action) return;
      event.preventDefault();
      act.current[action]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const rows = rowsOf(job, list, identities);
  const most = Math.max(LEAST_STAGE, height - BARS - LEAST_TRACKS);
  const wide = Math.round((Math.max(0, width - SIDES) * 9) / 16);
  // in a small window the picture is narrow: what the tracks do not need goes to the facts and events beside it
  const spare = Math.min(COMFORTABLE_STAGE, height - BARS - TRACKS_TOP - rows.reduce((sum, row) => sum + row.height, 0));
  const stage = Math.max(LEAST_STAGE, Math.min(most, chosenHeight ?? Math.max(wide, spare)));
  return (
    <div ref={setRoot} className="viewer" onMouseDown={keepKeys}>
      <Header job={job} />
      <div className="mid" style={{ height: stage }}>
        <Facts job={job} video={data.video}>
          <Layers layers={layers} off={off} onToggle={toggle} />
          <People identities={identities} selected={selected} onSelect={select} />
        </Facts>
        <Stage
          media={data.media} mediaFailed={data.mediaFailed} video={data.video} onVideo={setVideo} player={video} overlay={overlay} onSelect={select}
        />
        <Side identity={identity} identities={identities} overlay={overlay} onClear={() => select(undefined)}>
          <EventsList events={events} unlisted={data.unlisted} clock={clock} onGo={goTo} />
        </Side>
      </div>
      <Splitter height={stage} least={LEAST_STAGE} most={most} onChange={setChosenHeight} />
      <Transport clock={clock} timeline={timeline} events={events} video={video} onEvent={goToEvent} />
      <Tracks rows={rows} timeline={timeline} clock={clock} events={events} duration={duration} />
    </div>
  );
}
