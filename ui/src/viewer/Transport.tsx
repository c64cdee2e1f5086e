import { useEffect, useRef, useState, type ReactNode } from "react";
import {
  ChevronDown,
  ChevronsLeft,
  ChevronsRight,
  ChevronUp,
  Minus,
  MoveHorizontal,
  Pause,
  Play,
  Plus,
  StepBack,
  StepForward,
  Volume2,
  VolumeX,
} from "lucide-react";
import { Button } from "../components/Button";
import { Tip } from "../components/Tip";
import { clockMs } from "../words/format";
import { reached } from "./events";
import type { Player } from "./player";
import type { Timeline } from "./timeline/timeline";
import { viewer } from "./strings";
import s from "./Viewer.module.css";

type ActionProps = { words: string; keys?: string; onClick: () => void; children: ReactNode };

function Action({ words, keys, onClick, children }: ActionProps) {
  return (
    <Tip words={keys ? `${words} (${keys})` : words}>
      <Button look="quiet" icon aria-label={words} onClick={onClick}>
        {children}
      </Button>
    </Tip>
  );
}

/** Time and frame, written on every frame: past React, as it is the instrument's own display. */
function TimeDisplay({ player }: { player: Player }) {
  const time = useRef<HTMLElement>(null);
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      player.listen(() => {
        const { start, index } = player.shown;
        if (time.current) time.current.textContent = clockMs(start);
        if (frame.current) frame.current.textContent = player.frames.known ? viewer.frame(index + 1) : "";
      }),
    [player],
  );
  return (
    <div className={s.time}>
      <b ref={time} />
      <span ref={frame} className="xs muted" />
    </div>
  );
}

/** What changes seldom enough for React: whether it plays, how fast, at which event. */
function useMoment(player: Player, starts: number[]) {
  const [moment, setMoment] = useState({ rate: 0, event: 0 });
  useEffect(
    () =>
      player.listen(({ rate }) => {
        const event = reached(starts, player.shown);
        setMoment((before) => (before.rate === rate && before.event === event ? before : { rate, event }));
      }),
    [player, starts],
  );
  return moment;
}

function eventWords(event: number, count: number): string {
  if (count === 0) return viewer.noEvents;
  return count === 1 ? viewer.oneEvent : viewer.eventOf(event, count);
}

type Props = {
  player: Player;
  starts: number[];
  timeline: Timeline | null;
  onEvent: (by: 1 | -1) => void;
};

export function Transport({ player, starts, timeline, onEvent }: Props) {
  const { rate, event } = useMoment(player, starts);
  const [muted, setMuted] = useState(false);
  const mute = () => {
    player.mute(!muted);
    setMuted(!muted);
  };
  return (
    <div className={s.transport} role="toolbar" aria-label={viewer.transport}>
      <TimeDisplay player={player} />
      <div className={s.eventKeys}>
        <Action words={viewer.previous} keys="Up" onClick={() => onEvent(-1)}>
          <ChevronUp aria-hidden />
        </Action>
        <Action words={viewer.next} keys="Down" onClick={() => onEvent(1)}>
          <ChevronDown aria-hidden />
        </Action>
        <span className="xs muted cut">{eventWords(event, starts.length)}</span>
      </div>
      <div className={s.playKeys}>
        <Action words={viewer.secondBack} keys="Shift Left" onClick={() => player.skip(-1)}>
          <ChevronsLeft aria-hidden />
        </Action>
        <Action words={viewer.frameBack} keys="Left" onClick={() => player.step(-1)}>
          <StepBack aria-hidden />
        </Action>
        <Button look="primary" className={s.playButton} aria-label={rate === 0 ? viewer.play : viewer.pause} onClick={() => player.toggle()}>
          {rate === 0 ? <Play aria-hidden /> : <Pause aria-hidden />}
        </Button>
        <Action words={viewer.frameOn} keys="Right" onClick={() => player.step(1)}>
          <StepForward aria-hidden />
        </Action>
        <Action words={viewer.secondOn} keys="Shift Right" onClick={() => player.skip(1)}>
          <ChevronsRight aria-hidden />
        </Action>
      </div>
      <div className={s.viewKeys}>
        <span className="xs muted">{viewer.rate(rate === 0 ? 1 : rate)}</span>
        <Action words={muted ? viewer.silence : viewer.sound} onClick={mute}>
          {muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
        </Action>
        <span className={s.gap} />
        <Action words={viewer.further} keys="-" onClick={() => timeline?.further()}>
          <Minus aria-hidden />
        </Action>
        <Action words={viewer.whole} keys="0" onClick={() => timeline?.whole()}>
          <MoveHorizontal aria-hidden />
        </Action>
        <Action words={viewer.closer} keys="+" onClick={() => timeline?.closer()}>
          <Plus aria-hidden />
        </Action>
      </div>
    </div>
  );
}
