/** The app's one drawing: three shots, two people, one voice line. */

const SHOTS = [
  { x: 0, adult: 46, child: 92 },
  { x: 140, adult: 48, child: 88 },
  { x: 280, adult: 50, child: 84 },
];
const STEP = 4;
const BARS = 103;

/** Height of the voice line at a bar: talk comes and goes. */
function voice(bar: number): number {
  const talk = Math.max(0, Math.sin(bar / 11 - 0.6)) ** 2;
  return 0.8 + talk * (3 + 5 * Math.abs(Math.sin(bar * 1.7) * Math.cos(bar * 0.6)));
}

const speaker = (bar: number) =>
  voice(bar) < 1.3 ? "var(--border-control)" : bar > 36 && bar < 72 ? "var(--id-2)" : "var(--id-1)";

function Shot({ x, adult, child }: { x: number; adult: number; child: number }) {
  return (
    <g transform={`translate(${x} 0)`}>
      <rect width="132" height="62" rx="5" fill="var(--surface-sunken)" />
      <g fill="var(--border-control)" opacity=".75">
        <ellipse cx={adult} cy="26" rx="9" ry="10" />
        <path d={`M${adult - 20} 62c0-16 7-24 20-24s20 8 20 24z`} />
        <ellipse cx={child} cy="37" rx="7" ry="7.5" />
        <path d={`M${child - 13} 62c0-11 5-16 13-16s13 5 13 16z`} />
      </g>
    </g>
  );
}

export function Drawing() {
  return (
    <svg width="412" height="126" viewBox="0 0 412 126" aria-hidden>
      {SHOTS.map((shot) => (
        <Shot key={shot.x} {...shot} />
      ))}
      <g transform="translate(0 74)">
        <g fill="var(--id-1-fill)" stroke="var(--id-1)">
          <rect x=".5" width="168" height="9" rx="2.5" />
          <rect x="184" width="227.5" height="9" rx="2.5" />
        </g>
        <g fill="var(--id-2-fill)" stroke="var(--id-2)">
          <rect x=".5" y="14" width="268" height="9" rx="2.5" />
          <rect x="290" y="14" width="121.5" height="9" rx="2.5" />
        </g>
      </g>
      <g transform="translate(2 112)" strokeWidth="2" strokeLinecap="round">
        {Array.from({ length: BARS }, (_, bar) => (
          <path
            key={bar}
            stroke={speaker(bar)}
            d={`M${bar * STEP} ${-voice(bar)}v${voice(bar) * 2}`}
          />
        ))}
      </g>
      <path d="M204 0v126" stroke="var(--playhead)" strokeWidth="1.5" />
    </svg>
  );
}
