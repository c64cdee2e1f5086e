/** The colours of the overlay and of people on the timeline: roles of the design tokens, resolved once per theme. */
import { COLOURS } from './identities';
import type { OverlayColours } from './painter';

/** One person's colours on tracks. */
export interface PersonColours {
  readonly stroke: string;
  readonly fill: string;
}

/** Resolves roles through a hidden element, because only the browser can resolve `light-dark()`. */
function resolving<T>(within: HTMLElement, read: (color: (role: string) => string, family: string) => T): T {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  within.append(probe);
  const result = read((role) => {
    probe.style.color = `var(${role})`;
    return getComputedStyle(probe).color;
  }, getComputedStyle(probe).fontFamily);
  probe.remove();
  return result;
}

const slots = Array.from({ length: COLOURS }, (_, slot) => slot + 1);

export function readOverlayColours(within: HTMLElement): OverlayColours {
  return resolving(within, (color, family) => ({
    people: slots.map((slot) => color(`--id-${slot}-video`)), casing: color('--overlay-casing'),
    plate: color('--overlay-label'), text: color('--stage-text'), family,
  }));
}

export function readPersonColours(within: HTMLElement): PersonColours[] {
  return resolving(within, (color) => slots.map((slot) => ({ stroke: color(`--id-${slot}`), fill: color(`--id-${slot}-fill`) })));
}
