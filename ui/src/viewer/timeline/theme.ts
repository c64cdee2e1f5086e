/** Colours of the tokens, resolved for a canvas: each role is set as `color` on a hidden element and read back. */

const ROLES = {
  track: "--track",
  trackAlt: "--track-alt",
  line: "--track-line",
  head: "--track-head",
  sunken: "--surface-sunken",
  text: "--text",
  muted: "--text-muted",
  subtle: "--text-subtle",
  paper: "--surface-raised",
  playhead: "--playhead",
  signal: "--signal",
  signal2: "--signal-2",
  signalFill: "--signal-fill",
  neutral: "--neutral-tint",
  control: "--border-control",
  accent: "--accent",
  range: "--range",
  selected: "--surface-selected",
} as const;

export type Theme = Record<keyof typeof ROLES, string> & { family: string };

export function readTheme(host: HTMLElement): Theme {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const colour = (role: string) => {
    probe.style.color = `var(${role})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    track: colour(ROLES.track),
    trackAlt: colour(ROLES.trackAlt),
    line: colour(ROLES.line),
    head: colour(ROLES.head),
    sunken: colour(ROLES.sunken),
    text: colour(ROLES.text),
    muted: colour(ROLES.muted),
    subtle: colour(ROLES.subtle),
    paper: colour(ROLES.paper),
    playhead: colour(ROLES.playhead),
    signal: colour(ROLES.signal),
    signal2: colour(ROLES.signal2),
    signalFill: colour(ROLES.signalFill),
    neutral: colour(ROLES.neutral),
    control: colour(ROLES.control),
    accent: colour(ROLES.accent),
    range: colour(ROLES.range),
    selected: colour(ROLES.selected),
    family: getComputedStyle(host).fontFamily,
  };
  probe.remove();
  return theme;
}
