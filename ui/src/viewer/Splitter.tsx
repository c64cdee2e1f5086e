/** The line between picture and tracks: dragged with the pointer, moved with the arrow keys. */
import { useRef } from 'react';
import { t } from './strings';

const STEP = 16;

interface SplitterProps {
  height: number;
  least: number;
  most: number;
  onChange: (height: number) => void;
}

export function Splitter({ height, least, most, onChange }: SplitterProps) {
  const grip = useRef<{ pointer: number; offset: number }>(undefined);
  const set = (wanted: number) => onChange(Math.max(least, Math.min(most, Math.round(wanted))));
  const moves: Record<string, number> = { ArrowUp: height - STEP, ArrowDown: height + STEP, Home: least, End: most };
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t.splitter}
      aria-valuenow={height}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { pointer: event.pointerId, offset: event.clientY - height };
      }}
      onPointerMove={(event) => {
        if (grip.current?.pointer === event.pointerId) set(event.clientY - grip.current.offset);
      }}
      onPointerUp={() => {
        grip.current = undefined;
      }}
      onKeyDown={(event) => {
        const wanted = moves[event.key];
        if (wanted === undefined) return;
        event.preventDefault();
        set(wanted);
      }}
    />
  );
}
