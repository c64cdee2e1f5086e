/** Pointer and wheel on the timeline: click and drag seek, the wheel zooms around the pointer or moves the view. */
import type { Timeline } from './timeline';

const WHEEL_LINE = 16;
const ZOOM_PER_PIXEL = 0.0022;

/** Seeks where the pointer is pressed and follows it. Returns what stops it. */
export function seekGestures(area: HTMLElement, timeline: Timeline, seek: (ms: number) => void): () => void {
  const at = (event: PointerEvent) => {
    const x = event.clientX - area.getBoundingClientRect().left;
    return Math.max(0, Math.min(timeline.scale.duration, timeline.scale.ms(x)));
  };
  return dragging(area, (event) => seek(at(event)), (event) => seek(at(event)));
}

/** Presses outside the window bring it there, drags move it. */
export function overviewGestures(area: HTMLElement, timeline: Timeline): () => void {
  let held = 0;
  const at = (event: PointerEvent) => {
    const box = area.getBoundingClientRect();
    return ((event.clientX - box.left) / Math.max(1, box.width)) * timeline.scale.duration;
  };
  const press = (event: PointerEvent) => {
    const { from, to, span } = timeline.scale;
    const ms = at(event);
    held = ms >= from && ms <= to ? ms - from : span / 2;
    move(event);
  };
  const move = (event: PointerEvent) => timeline.byHand((scale) => scale.show(at(event) - held, scale.span));
  return dragging(area, press, move);
}

/** Wheel over an area whose left edge is time zero of the tracks. */
export function wheelGestures(area: HTMLElement, timeline: Timeline): () => void {
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? WHEEL_LINE : event.deltaMode === 2 ? area.clientWidth : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) timeline.byHand((scale) => scale.pan(dx || dy));
    else timeline.zoom(Math.exp(-dy * ZOOM_PER_PIXEL), event.clientX - area.getBoundingClientRect().left);
  };
  area.addEventListener('wheel', wheel, { passive: false });
  return () => area.removeEventListener('wheel', wheel);
}

function dragging(area: HTMLElement, press: (event: PointerEvent) => void, move: (event: PointerEvent) => void): () => void {
  let pointer: number | undefined;
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    pointer = event.pointerId;
    area.setPointerCapture(event.pointerId);
    press(event);
  };
  const moved = (event: PointerEvent) => {
    if (event.pointerId === pointer) move(event);
  };
  const up = () => {
    pointer = undefined;
  };
  area.addEventListener('pointerdown', down);
  area.addEventListener('pointermove', moved);
  area.addEventListener('pointerup', up);
  area.addEventListener('pointercancel', up);
  return () => {
    area.removeEventListener('pointerdown', down);
    area.removeEventListener('pointermove', moved);
    area.removeEventListener('pointerup', up);
    area.removeEventListener('pointercancel', up);
  };
}
