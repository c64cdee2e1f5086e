/** The one drawing of the app: two people in three shots, their presence and their voices. */

/** Half heights of the bars of the waveform, one every 4 px. */
const WAVE = [
  2.3, 3.3, 2.2, 1.9, 1.7, 1.2, 0.5, 0.4, 0.4, 1.4, 1.1, 2.4, 3, 2.4, 3.2, 5.9, 3.3, 3.7, 4.8, 5.3, 5.6, 4.2,
  8.6, 8, 5.8, 5.2, 3.1, 4.5, 1.8, 1.1, 1.4, 0.7, 0.9, 0.5, 0.7, 2.1, 2.8, 2.2, 0.1, 0.6, 1.2, 0.9, 0.8, 0.1,
  0.1, 0.4, 0.9, 3.3, 3.4, 2.9, 4.8, 2.3, 2.4, 1, 0.6, 0.6, 1, 1, 1.8, 4.4, 3.9, 5.3, 4.7, 5.5, 3.4, 3, 4.3,
  2.6, 2, 1.4, 0.6, 0.1, 0.7, 1.4, 0.6, 0.2, 0.1, 0.6, 0.7, 0.8, 0.3, 1.2, 1, 3.5, 2.6, 6, 7.2, 8.3, 7.3, 4.1,
  5.3, 3.6, 3.1, 2, 2.4, 0.6, 0.7, 0.5, 1.3, 2.4, 2.6, 5.1, 4.7,
];
/** Who speaks, as numbers of bars. */
const TURNS = [
  { bars: 38, stroke: 'var(--id-1)' },
  { bars: 9, stroke: 'var(--border-control)' },
  { bars: 24, stroke: 'var(--id-2)' },
  { bars: 7, stroke: 'var(--border-control)' },
  { bars: 25, stroke: 'var(--id-1)' },
];
/** Two heads in each shot: x, y, and the radii of the head; the shoulders follow from them. */
const SHOTS = [
  [[46, 26, 9, 10, 20, 24], [92, 37, 7, 7.5, 13, 16]],
  [[48, 25, 9, 10, 20, 24], [88, 35, 7, 7.5, 13, 16]],
  [[50, 24, 9, 10, 20, 24], [84, 33, 7, 7.5, 13, 16]],
] as const;

function Wave() {
  let first = 0;
  return TURNS.map(({ bars, stroke }) => {
    const from = first;
    first += bars;
    const path = WAVE.slice(from, first).map((half, bar) => `M${(from + bar) * 4} ${-half}v${half * 2}`).join('');
    return <path key={from} d={path} stroke={stroke} />;
  });
}

export function Drawing() {
  return (
    <svg className="drawing" width="412" height="126" viewBox="0 0 412 126" aria-hidden="true">
      {SHOTS.map((people, shot) => (
        <g key={shot} transform={`translate(${shot * 140} 0)`}>
          <rect width="132" height="62" rx="5" fill="var(--surface-sunken)" />
          <g fill="var(--border-control)" opacity=".75">
            {people.map(([x, y, rx, ry, wide, high]) => (
              <g key={x}>
                <ellipse cx={x} cy={y} rx={rx} ry={ry} />
                <path d={`M${x - wide} 62c0 ${-high * 0.67} ${wide * 0.35} ${-high} ${wide} ${-high}s${wide} ${high * 0.33} ${wide} ${high}z`} />
              </g>
            ))}
          </g>
        </g>
      ))}
      <g transform="translate(0 74)">
        <g fill="var(--id-1-fill)" stroke="var(--id-1)">
          <rect width="168" height="9" rx="2.5" /><rect x="184" width="228" height="9" rx="2.5" />
        </g>
        <g fill="var(--id-2-fill)" stroke="var(--id-2)">
          <rect y="14" width="268" height="9" rx="2.5" /><rect x="290" y="14" width="122" height="9" rx="2.5" />
        </g>
      </g>
      <g transform="translate(2 112)" strokeWidth="2" strokeLinecap="round"><Wave /></g>
      <path d="M204 0v126" stroke="var(--playhead)" strokeWidth="1.5" />
    </svg>
  );
}
