/** Times in words and digits. Input is always milliseconds on the player's clock. */

const two = (n: number) => String(n).padStart(2, '0');

/** `0:06.006`, `1:02:10.300`: whole milliseconds, hours only when there are any. */
export function clockTime(ms: number, digits = 3): string {
  const unit = 10 ** (3 - digits);
  const rounded = Math.max(0, Math.round(ms / unit)) * unit;
  const seconds = Math.floor(rounded / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const head = h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  return digits === 0 ? head : `${head}.${String(rounded % 1000).padStart(3, '0').slice(0, digits)}`;
}

/** For reading aloud: `6.006 s` below a minute, `2:10.300` above. */
export function spokenTime(ms: number): string {
  return ms < 60_000 ? `${(Math.round(ms) / 1000).toFixed(3)} s` : clockTime(ms);
}

/** A length: `420 ms`, `4.20 s`, `2:10.3`. */
export function lengthOf(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s` : clockTime(ms, 1);
}
