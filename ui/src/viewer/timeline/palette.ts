/** The colours of the canvases: roles of the design tokens, resolved once per theme. */
import { readPersonColours, type PersonColours } from '../overlay/colours';

const ROLES = {
  track: '--track', trackAlt: '--track-alt', trackLine: '--track-line', head: '--track-head', sunken: '--surface-sunken',
  signal: '--signal', signalFill: '--signal-fill', neutral: '--neutral-tint', control: '--border-control', border: '--border-strong',
  text: '--text', muted: '--text-muted', subtle: '--text-subtle', accent: '--accent', range: '--range', playhead: '--playhead',
} as const;

export type Palette = Readonly<Record<keyof typeof ROLES | 'family', string>> & {
  /** One a colour slot of an identity. */
  readonly people: readonly PersonColours[];
};

/** Reads the roles through a hidden element, because only the browser can resolve `light-dark()`. */
export function readPalette(within: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  within.append(probe);
  const color = (role: string) => {
    probe.style.color = `var(${role})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    track: color(ROLES.track), trackAlt: color(ROLES.trackAlt), trackLine: color(ROLES.trackLine), head: color(ROLES.head),
    sunken: color(ROLES.sunken), signal: color(ROLES.signal), signalFill: color(ROLES.signalFill), neutral: color(ROLES.neutral),
    control: color(ROLES.control), border: color(ROLES.border), text: color(ROLES.text), muted: color(ROLES.muted),
    subtle: color(ROLES.subtle), accent: color(ROLES.accent), range: color(ROLES.range), playhead: color(ROLES.playhead),
    family: getComputedStyle(probe).fontFamily, people: readPersonColours(within),
  };
  probe.remove();
  return palette;
}

/** Calls back when the theme may have changed. */
export function onTheme(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  const observer = new MutationObserver(changed);
  for (const query of queries) query.addEventListener('change', changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
    observer.disconnect();
  };
}
