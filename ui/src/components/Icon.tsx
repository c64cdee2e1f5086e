/** The drawn icons of the design language, on a grid of 16. They are decoration: the word stands beside them. */
import type { ReactNode } from 'react';

const ICONS = {
  library: <><rect x="2" y="3" width="12" height="10" rx="1.5" /><path d="M5 3v10M11 3v10M2 6.3h3M2 9.7h3M11 6.3h3M11 9.7h3" /></>,
  queue: <><path d="M6.5 4h7M6.5 8h7M6.5 12h7" /><path d="m2 3 2 1.2L2 5.4z" /><path d="M2.5 8h.01M2.5 12h.01" /></>,
  settings: <><path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6" /><circle cx="10" cy="4.5" r="1.8" /><circle cx="6" cy="11.5" r="1.8" /></>,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  copy: <><rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 3.5v-.2a.8.8 0 0 0-.8-.8H3.3a.8.8 0 0 0-.8.8v6.4a.8.8 0 0 0 .8.8h.2" /></>,
  grip: <path d="M6 4v.01M10 4v.01M6 8v.01M10 8v.01M6 12v.01M10 12v.01" strokeWidth="2" />,
  front: <path d="M3.5 2.8h9M8 13.5V6M4.5 9.5 8 6l3.5 3.5" />,
  lock: <><rect x="3" y="7" width="10" height="7" rx="1.5" /><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" /></>,
  search: <><circle cx="7" cy="7" r="4.5" /><path d="m10.4 10.4 3.4 3.4" /></>,
  plus: <path d="M8 3v10M3 8h10" />,
  file: <><path d="M9 2H4.5A1.5 1.5 0 0 0 3 3.5v9A1.5 1.5 0 0 0 4.5 14h7a1.5 1.5 0 0 0 1.5-1.5V6z" /><path d="M9 2v4h4" /></>,
  folder: <path d="M2 4.5A1.5 1.5 0 0 1 3.5 3h2.7l1.5 1.8h4.8A1.5 1.5 0 0 1 14 6.3v5.2a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5z" />,
  done: <><circle cx="8" cy="8" r="6" /><path d="m5.4 8.2 1.9 1.9 3.4-4" /></>,
  check: <path d="m3 8.5 3.3 3.3L13 4.8" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  warning: <><path d="M8 2.3 14.4 13.3H1.6z" /><path d="M8 6.6v3M8 11.4v.01" /></>,
  failed: <><circle cx="8" cy="8" r="6" /><path d="M8 4.8v3.7M8 11v.01" /></>,
  clock: <><circle cx="8" cy="8" r="6" /><path d="M8 4.5V8l2.3 1.6" /></>,
  cancelled: <><circle cx="8" cy="8" r="6" /><path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4" /></>,
  none: <circle cx="8" cy="8" r="6" strokeDasharray="2 2.2" />,
  play: <path d="M4.5 3v10l8.5-5z" />,
  again: <><path d="M13 3v3.5H9.5M3 13V9.5h3.5" /><path d="M12.7 6.3A5.2 5.2 0 0 0 3.6 5M3.3 9.7A5.2 5.2 0 0 0 12.4 11" /></>,
  down: <path d="M8 3v10M4.5 9.5 8 13l3.5-3.5" />,
  up: <path d="M8 13V3M4.5 6.5 8 3l3.5 3.5" />,
  right: <path d="m6 4 4 4-4 4" />,
  shots: <><rect x="2" y="3.5" width="5" height="9" rx="1" /><rect x="9" y="3.5" width="5" height="9" rx="1" /></>,
  motion: <path d="M2 11.5c1.5 0 1.5-7 3-7s1.5 5 3 5 1.5-3.5 3-3.5 1.5 4 3 4" />,
  speech: <path d="M2 8h1.5M12.5 8H14M5 5.5v5M7 3.5v9M9 5v6M11 6.5v3" />,
  reset: <><path d="M3 3v3.5h3.5" /><path d="M3.2 6.3a5.3 5.3 0 1 1-.4 3.2" /></>,
  trash: <><path d="M3 4.5h10M6.5 4.5V3h3v1.5" /><path d="m4.3 4.5.6 8.5h6.2l.6-8.5" /></>,
  info: <><circle cx="8" cy="8" r="6" /><path d="M8 7.5v3.7M8 5v.01" /></>,
  person: <><circle cx="8" cy="4.6" r="2.4" /><path d="M3.2 13.5c.3-3 2.2-4.8 4.800-4.800s4.500 1.800 4.800 4.800" /></>,
  face: <><circle cx="8" cy="8" r="6" /><path d="M6 6.800v.01M10 6.800v.01" strokeWidth="1.900" /><path d="M5.600 9.800c1.300 1.500 3.500 1.500 4.800 0" /></>,
  boxes: <path d="M2.5 5V2.5H5M11 2.5h2.5V5M13.5 11v2.5H11M5 13.5H2.5V11" />,
  names: <><path d="M2.5 2.5h5L14 9l-5 5-6.5-6.5z" /><path d="M5.3 5.3v.01" /></>,
  skeletons: <><circle cx="8" cy="3.3" r="1.6" /><path d="M8 5v4.5M3.500 7 8 6.300 12.500 7M8 9.500 5 14M8 9.500l3 4.500" /></>,
  landmarks: <path d="M5 5v.01M8 4.500v.01M11 5v.01M4.500 8v.01M8 8v.01M11.500 8v.01M5.500 11v.01M8 12v.01M10.500 11v.01" strokeWidth="1.900" />,
  gaze: <path d="M1.500 8S3.500 4.500 6.500 4.500 11 8 11 8 9.500 11.500 6.500 11.500 1.500 8 1.500 8zM12 8h2.500M13.200 6.700 14.500 8l-1.300 1.300" />,
  pose: <path d="M8 9V2.500M6.300 4.200 8 2.500l1.700 1.700M8 9l5.500 2M8 9l-5 4.500M3 11v2.500h2.500" />,
  eye: <><path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.500 8 1.500 8z" /><circle cx="8" cy="8" r="1.9" /></>,
  eyeOff: <path d="M6.200 4A7 7 0 0 1 8 3.800c4 0 6.500 4.200 6.500 4.200a11 11 0 0 1-1.700 2.100M4 5A10.600 10.600 0 0 0 1.500 8S4 12.200 8 12.200a6.300 6.300 0 0 0 3.200-.9M2.500 2.500l11 11" />,
  models: <><path d="m8 1.8 5.5 3v6.4L8 14.2l-5.5-3V4.8z" /><path d="M2.7 4.9 8 7.9l5.3-3M8 7.9v6.1" /></>,
  shield: <><path d="M8 1.8 13 3.7V8c0 3-2 5-5 6.2C5 13 3 11 3 8V3.7z" /><path d="m5.8 8 1.6 1.6 2.9-3.3" /></>,
  usb: <><path d="M8 13.5V3.2M6 5l2-2.5L10 5M4 7.5V9l4 2.5M12 6.5V8L8 10.5" /><circle cx="8" cy="13.2" r="1" /></>,
  download: <path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.2h11" />,
  globe: <><circle cx="8" cy="8" r="6" /><path d="M2 8h12M8 2c2 2 2.5 4 2.5 6S10 12 8 14C6 12 5.500 10 5.500 8S6 4 8 2z" /></>,
  processor: <><rect x="4" y="4" width="8" height="8" rx="1.2" /><path d="M6.500 6.500h3v3h-3zM6 2v2M10 2v2M6 12v2M10 12v2M2 6h2M2 10h2M12 6h2M12 10h2" /></>,
  card: <><rect x="1.8" y="4" width="12.4" height="7.5" rx="1.2" /><circle cx="6" cy="7.8" r="1.9" /><path d="M10 6.300h2M10 9.200h2M4 11.500v2M8 11.500v2" /></>,
  disk: <><path d="M2 9.500 4 3.500h8l2 6v3H2z" /><path d="M2 9.500h12M11.500 11v.01" /></>,
  database: <><ellipse cx="8" cy="4" rx="5" ry="2" /><path d="M3 4v8c0 1.100 2.200 2 5 2s5-.9 5-2V4M3 8c0 1.100 2.200 2 5 2s5-.9 5-2" /></>,
  network: <path d="M4 4.200A6 6 0 0 0 12 12M6 2.400A6 6 0 0 1 13.600 10M2.500 2.500l11 11" />,
  measure: <path d="M1.8 8.5h2.7l1.7-4.7 3 8.6 1.8-5 .8 1.1h2.4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICONS;

const PIPELINES: Record<string, IconName> = {
  scene_detection: 'shots', motion_energy: 'motion', voice_activity: 'speech',
  person_tracking: 'person', face_analysis: 'face',
};

/** The icon of a pipeline; one for all that are not drawn yet. */
export const pipelineIcon = (name: string): IconName => PIPELINES[name] ?? 'measure';

const MODELS: Record<string, IconName> = { picture: 'person', face: 'face', sound: 'speech' };

/** The icon of a group of models. */
export const modelIcon = (group: string): IconName => MODELS[group] ?? 'models';

export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg className={small ? 'i s' : 'i'} viewBox="0 0 16 16" aria-hidden="true">
      {ICONS[name]}
    </svg>
  );
}
