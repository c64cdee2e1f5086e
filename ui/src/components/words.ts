/** How lengths, sizes, times and counts are said everywhere in the window. */

const two = (n: number) => String(n).padStart(2, '0');

/** Length or position of a recording: `6:28`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A span of working time: `20 s`, `9 min`, `2 h 5 min`. Never finer than it can be known. */
export function span(seconds: number): string {
  if (Math.round(seconds) < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** A measured duration: `4 s`, `9 min 12 s`. */
export function took(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return 'under 1 s';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return seconds % 60 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${seconds / 60} min`;
  return span(seconds);
}

/** Bytes in the units that file managers show. */
export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Thousands are grouped. */
export const count = (n: number) => n.toLocaleString('en-US');

/** `1 video`, `3 videos`. */
export const counted = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const percent = (progress: number) => `${Math.floor(Math.min(100, Math.max(0, progress)))}%`;

/** `1st`, `2nd`, `11th`. */
export function ordinal(n: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(n);
  const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${n}${endings[rule] ?? 'th'}`;
}

/** Hour and minute of the computer's clock: `10:28`; with the day when it is not today: `8 May, 16:20`. */
export function moment(timestamp: string, now = new Date()): string {
  const date = new Date(timestamp);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`;
}

/** Speed of a step: frames for the picture, multiples of real time for the sound. */
export function speed(framesPerSecond: number | null, realTime: number | null): string {
  if (framesPerSecond !== null) return `${count(Math.round(framesPerSecond))} frames/s`;
  if (realTime === null) return '';
  return `${realTime < 10 ? realTime.toFixed(1) : count(Math.round(realTime))}x real time`;
}

/** A message of the program as the end of a sentence: quotes instead of backticks, full stop. */
export function clause(message: string): string {
  const text = message.trim().replace(/`"?([^`]*?)"?`/g, '\u201c$1\u201d');
  return /[.!?\u2026]$/.test(text) || text === '' ? text : `${text}.`;
}

/** A message of the program as a sentence: the same with a capital letter. */
export function sentence(message: string): string {
  const text = clause(message);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
