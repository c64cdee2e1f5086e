/** The drawn icons of the player, on a grid of 16. */
import type { ReactNode } from 'react';

const GLYPHS = {
  back: <path d="m10 4-4 4 4 4" />,
  up: <path d="m4 10 4-4 4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  shuttleBack: <path d="m13 4-5 4 5 4zM7 4 2 8l5 4z" />,
  frameBack: <path d="M12 4v8L6 8zM4 4v8" />,
  play: <path d="M5 3.2v9.6L12.6 8z" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  frameOn: <path d="M4 4v8l6-4zM12 4v8" />,
  shuttleOn: <path d="m3 4 5 4-5 4zM9 4l5 4-5 4z" />,
  sound: <path d="M2.5 6v4H5l3.500 3V3L5 6zM11 5.800a3 3 0 0 1 0 4.400" />,
  silent: <path d="M2.5 6v4H5l3.500 3V3L5 6zM11 6.200l3 3.600M14 6.200l-3 3.600" />,
  minus: <path d="M3.5 8h9" />,
  plus: <path d="M8 3.5v9M3.500 8h9" />,
} satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof GLYPHS;

export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      {GLYPHS[name]}
    </svg>
  );
}

interface GlyphButtonProps {
  glyph: GlyphName;
  label: string;
  onClick: () => void;
  main?: boolean;
  disabled?: boolean;
}

/** A button of the player: the drawing, its name for screen readers, the same as a tooltip with its key. */
export function GlyphButton({ glyph, label, onClick, main = false, disabled = false }: GlyphButtonProps) {
  return (
    <button type="button" className={main ? 'ib main-b' : 'ib'} aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      <Glyph name={glyph} />
    </button>
  );
}
