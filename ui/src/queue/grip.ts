/**
 * Moving a row of a list by its grip with the pointer: an extra beside buttons and keys. Pointer events, because
 * the desktop window takes the system's own drag and drop for files.
 */
import { useState, type ComponentProps, type PointerEvent } from 'react';

interface Drag {
  from: number;
  startY: number;
  to: number;
}

export function useGrip(rowHeight: number, count: number, drop: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag>();
  const place = (current: Drag, event: PointerEvent) =>
    Math.min(count - 1, Math.max(0, current.from + Math.round((event.clientY - current.startY) / rowHeight)));
  return {
    /** For the grip of the row. */
    handle: (at: number): ComponentProps<'span'> => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: at, startY: event.clientY, to: at });
      },
      onPointerMove: (event) => drag && setDrag({ ...drag, to: place(drag, event) }),
      onPointerUp: (event) => {
        if (!drag) return;
        setDrag(undefined);
        drop(drag.from, place(drag, event));
      },
      onPointerCancel: () => setDrag(undefined),
    }),
    /** Marks the row that is held, and the edge where it would go. */
    className: (at: number): string => {
      if (!drag) return '';
      if (at === drag.from) return ' held';
      if (at !== drag.to) return '';
      return drag.to < drag.from ? ' drop-above' : ' drop-below';
    },
  };
}
