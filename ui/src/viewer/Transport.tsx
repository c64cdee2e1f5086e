/** The bar under the picture: where we are, moving on, speed, sound, zoom. The time is written without React. */
import { useEffect, useRef, useState, useSyncExternalStore, type CSSProperties } from 'react';
import type { PlaybackClock } from './clock';
import type { EventIndex } from './events';
import { useCurrentEvent } from './EventsList';
import { GlyphButton } from './glyphs';
import { t } from './strings';
import type { Timeline } from './timeline/timeline';
import { clockTime } from './times';

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];
const nothing = () => () => undefined;

interface TransportProps {
  clock: PlaybackClock | undefined;
  timeline: Timeline | undefined;
  events: EventIndex;
  video: HTMLVideoElement | null;
  onEvent: (direction: 1 | -1) => void;
}

interface SliderProps {
  label: string;
  value: number;
  step: number;
  onChange: (value: number) => void;
}

/** From 0 to 1. The filled part of its line follows the value. */
function Slider({ label, value, step, onChange }: SliderProps) {
  const style: CSSProperties & Record<'--at', number> = { '--at': value };
  return (
    <input
      type="range" className="slider" aria-label={label} title={label} style={style} min={0} max={1} step={step} value={value}
      onChange={(event) => onChange(Number(event.target.value))}
      onPointerUp={(event) => event.currentTarget.blur()}
    />
  );
}

function Readout({ clock }: { clock: PlaybackClock | undefined }) {
  const time = useRef<HTMLSpanElement>(null);
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!clock) return undefined;
    const write = () => {
      const { ms, frame: index } = clock.now;
      if (time.current) time.current.textContent = clockTime(ms);
      if (frame.current) frame.current.textContent = index >= 0 ? t.frame(index) : '';
    };
    write();
    return clock.subscribe(write);
  }, [clock]);
  return (
    <div className="readout" data-testid="readout">
      <span ref={time} className="readout-time">0:00.000</span>
      <span ref={frame} className="xs muted" />
    </div>
  );
}

function Sound({ video }: { video: HTMLVideoElement | null }) {
  const [level, setLevel] = useState(1);
  const [muted, setMuted] = useState(false);
  useEffect(() => {
    if (!video) return;
    video.volume = level;
    video.muted = muted;
  }, [video, level, muted]);
  return (
    <>
      <GlyphButton glyph={muted ? 'silent' : 'sound'} label={muted ? t.unmute : t.mute} onClick={() => setMuted(!muted)} />
      <Slider label={t.volume} step={0.05} value={muted ? 0 : level} onChange={(value) => { setLevel(value); setMuted(false); }} />
    </>
  );
}

function Zoom({ timeline }: { timeline: Timeline | undefined }) {
  const depth = useSyncExternalStore(
    timeline ? (changed) => timeline.subscribe(changed) : nothing,
    () => (timeline ? Math.round(timeline.scale.depth * 1000) / 1000 : 0),
  );
  return (
    <div className="g zoom">
      <GlyphButton glyph="minus" label={t.zoomOut} disabled={depth === 0} onClick={() => timeline?.zoom(0.5)} />
      <Slider label={t.zoom} step={0.005} value={depth} onChange={(value) => timeline?.setDepth(value)} />
      <GlyphButton glyph="plus" label={t.zoomIn} disabled={depth >= 0.999} onClick={() => timeline?.zoom(2)} />
    </div>
  );
}

export function Transport({ clock, timeline, events, video, onEvent }: TransportProps) {
  const subscribe = clock ? (changed: () => void) => clock.subscribe(changed) : nothing;
  const playing = useSyncExternalStore(subscribe, () => clock?.now.playing ?? false);
  const rate = useSyncExternalStore(subscribe, () => clock?.now.rate ?? 1);
  const current = useCurrentEvent(events, clock);
  const speeds = SPEEDS.includes(Math.abs(rate)) ? SPEEDS : [...SPEEDS, Math.abs(rate)];
  return (
    <div className="tb" role="group" aria-label={t.player}>
      <Readout clock={clock} />
      <div className="g tb-middle">
        <div className="g tb-events">
          <GlyphButton glyph="up" label={t.previousEvent} onClick={() => onEvent(-1)} />
          <GlyphButton glyph="down" label={t.nextEvent} onClick={() => onEvent(1)} />
          <span className="xs muted">{events.all.length > 0 && current >= 0 ? t.eventOf(current + 1, events.all.length) : ''}</span>
        </div>
        <div className="g">
          <GlyphButton glyph="shuttleBack" label={t.shuttleBack} onClick={() => void clock?.shuttle(-1)} />
          <GlyphButton glyph="frameBack" label={t.frameBack} onClick={() => clock?.step(-1)} />
          <GlyphButton main glyph={playing ? 'pause' : 'play'} label={playing ? t.pause : t.play} onClick={() => void clock?.toggle()} />
          <GlyphButton glyph="frameOn" label={t.frameOn} onClick={() => clock?.step(1)} />
          <GlyphButton glyph="shuttleOn" label={t.shuttleOn} onClick={() => void clock?.shuttle(1)} />
        </div>
        <div className="g tb-sound">
          <select className="pick" aria-label={t.speed} title={t.speed} value={Math.abs(rate)} onChange={(event) => clock?.setRate(Number(event.target.value))}>
            {speeds.map((speed) => <option key={speed} value={speed}>{speed}x</option>)}
          </select>
          <Sound video={video} />
        </div>
      </div>
      <Zoom timeline={timeline} />
    </div>
  );
}
