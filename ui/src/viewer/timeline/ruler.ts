/** Marks of the ruler: round steps, labels far enough apart to read. */
import { clockTime } from '../times';

export interface Mark {
  readonly ms: number;
  /** Empty for the small marks between. */
  readonly label: string;
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5, 72e5, 18e6];
const LABEL_ROOM = 76;
const MARK_ROOM = 7;

/** The step between labels for a stretch of `span` ms on `width` CSS pixels. */
export function majorStep(span: number, width: number): number {
  const least = (span / Math.max(1, width)) * LABEL_ROOM;
  return STEPS.find((step) => step >= least) ?? 36e6;
}

function minorStep(major: number, span: number, width: number): number {
  const least = (span / Math.max(1, width)) * MARK_ROOM;
  return [10, 5, 2].map((parts) => major / parts).find((step) => step >= least && step >= 1) ?? major;
}

/** The marks of a stretch, from just before it to just after. */
export function marks(from: number, span: number, width: number): Mark[] {
  const major = majorStep(span, width);
  const minor = minorStep(major, span, width);
  const digits = major >= 1000 ? 0 : major >= 100 ? 1 : major >= 10 ? 2 : 3;
  const out: Mark[] = [];
  const first = Math.floor(from / major) * (major / minor);
  for (let i = Math.round(first); i * minor <= from + span; i++) {
    const ms = i * minor;
    if (ms >= 0) out.push({ ms, label: Math.abs(ms / major - Math.round(ms / major)) < 1e-6 ? clockTime(ms, digits) : '' });
  }
  return out;
}
