/** Numbers in words and on the clock. Times are whole milliseconds; nothing here knows frames. */

const two = (n: number) => String(n).padStart(2, "0");

/** `6:31`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `2:12.560`. */
export function clockMs(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  return `${clock(whole)}.${String(whole % 1000).padStart(3, "0")}`;
}

/** `2:10.3`: as exact as an ear needs. */
export function clockTenths(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  return `${clock(tenths * 100)}.${tenths % 10}`;
}

/** `20 s`, `4 min`, `1 h 20 min`: as coarse as an estimate is. */
export function span(seconds: number): string {
  if (seconds < 1) return "under 1 s";
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `about 9 min left`. */
export function timeLeft(seconds: number | null): string {
  return seconds === null ? "" : `${seconds >= 60 ? "about " : ""}${span(seconds)} left`;
}

/** `412 MB`. Powers of ten, as file managers of two of three systems count. */
export function bytes(count: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? "bytes"}`;
}

const grouped = new Intl.NumberFormat("en");

/** `3,314`. */
export function count(n: number): string {
  return grouped.format(n);
}

/** `1 shot`, `4 shots`. */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : more}`;
}

/** A message of the program as a sentence: it writes them as clauses, lower case and without a full stop. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** What failed and what to do, as one text. */
export function sentences(...texts: (string | null | undefined)[]): string {
  return texts
    .filter((text) => text !== null && text !== undefined && text !== "")
    .map((text) => sentence(text ?? ""))
    .join(" ");
}

/** `29.97 fps`. */
export function rate(fps: number): string {
  return `${Number(fps.toFixed(2))} fps`;
}

/** `41%`. Never 100 before the end. */
export function percent(value: number, done = false): string {
  const whole = Math.floor(value);
  return `${done ? 100 : Math.min(99, Math.max(0, whole))}%`;
}

/** `10:28` today, `12 May, 10:28` before. */
export function timeOfDay(rfc3339: string, now = new Date()): string {
  const then = new Date(rfc3339);
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  if (then.toDateString() === now.toDateString()) return time;
  return `${then.toLocaleDateString("en", { day: "numeric", month: "short" })}, ${time}`;
}

/** Cuts a file name in the middle, so that its beginning and its ending stay. */
export function cutMiddle(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.6);
  return `${name.slice(0, head)}…${name.slice(name.length - (most - 1 - head))}`;
}

/** `/home/ada/study` as `home › ada › study`. */
export function trail(folder: string): string {
  return folder
    .split(/[\\/]/)
    .filter((part) => part !== "")
    .join(" › ");
}
