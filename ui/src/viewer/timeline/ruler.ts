/** Marks of time: how far apart, and what is written at them. */
import { clock } from "../../words/format";
import type { Pen } from "./pen";
import type { TimeView } from "./view";

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 900_000, 1_800_000, 3_600_000, 7_200_000,
];
const LABEL_PX = 76;
const TICK_PX = 7;

export type Marks = { step: number; minor: number };

/** Labels at least `LABEL_PX` apart, ticks between them where there is room. All in CSS pixels. */
export function marks(msPerCssPixel: number): Marks {
  const step = STEPS.find((candidate) => candidate / msPerCssPixel >= LABEL_PX) ?? 14_400_000;
  const minor = [step / 10, step / 5, step / 2].find(
    (candidate) => Number.isInteger(candidate) && candidate / msPerCssPixel >= TICK_PX,
  );
  return { step, minor: minor ?? step };
}

/** As many decimals as the step needs. */
export function markLabel(ms: number, step: number): string {
  if (step >= 1000) return clock(ms);
  const digits = step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return `${clock(ms)}.${String(ms % 1000).padStart(3, "0").slice(0, digits)}`;
}

export type RulerLook = { tick: string; text: string };

export function paintRuler(pen: Pen, y: number, height: number, view: TimeView, unit: number, look: RulerLook): void {
  const { step, minor } = marks(view.msPerPixel * unit);
  const line = Math.max(1, Math.round(unit));
  pen.fillStyle = look.tick;
  for (let ms = Math.ceil(view.from / minor) * minor; ms <= view.to; ms += minor) {
    const long = ms % step === 0 ? 8 : 4;
    pen.fillRect(Math.round(view.xOf(ms)), y + height - Math.round(long * unit), line, Math.round(long * unit));
  }
  pen.fillStyle = look.text;
  for (let ms = Math.floor(view.from / step) * step; ms <= view.to; ms += step)
    pen.fillText(markLabel(ms, step), Math.round(view.xOf(ms)) + 4 * unit, y + height / 2 - unit);
}
