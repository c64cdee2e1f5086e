/** Pointer and wheel on the timeline: click and drag seek on the ruler, drag pans the tracks, the wheel zooms. */
import { OVERVIEW, TOP } from "./layout";

export type GestureTarget = {
  /** All in CSS pixels from the canvas's upper left corner. */
  seekAt(x: number): void;
  overviewAt(x: number): void;
  panBy(pixels: number): void;
  zoomAt(factor: number, x: number): void;
  pick(x: number, y: number): void;
};

/** A hand that trembles still clicks. */
const CLICK_PX = 4;
const ZOOM_PER_PX = 0.0022;
const LINE_PX = 16;

type Hold = "overview" | "ruler" | "tracks";

export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  let hold: Hold | null = null;
  let startX = 0;
  let lastX = 0;
  let moved = false;

  const place = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const { x, y } = place(event);
    hold = y < OVERVIEW ? "overview" : y < TOP ? "ruler" : "tracks";
    startX = lastX = x;
    moved = false;
    element.setPointerCapture(event.pointerId);
    if (hold === "overview") target.overviewAt(x);
    if (hold === "ruler") target.seekAt(x);
  };
  const move = (event: PointerEvent) => {
    if (!hold) return;
    const { x } = place(event);
    moved ||= Math.abs(x - startX) > CLICK_PX;
    if (hold === "overview") target.overviewAt(x);
    else if (hold === "ruler") target.seekAt(x);
    else if (moved) target.panBy(lastX - x);
    if (hold !== "tracks" || moved) lastX = x;
  };
  const up = (event: PointerEvent) => {
    const { x, y } = place(event);
    if (hold === "tracks" && !moved) {
      target.seekAt(x);
      target.pick(x, y);
    }
    hold = null;
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) target.panBy(sideways * scale);
    else target.zoomAt(Math.exp(event.deltaY * scale * ZOOM_PER_PX), place(event).x);
  };

  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("wheel", wheel, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("wheel", wheel);
  };
}
