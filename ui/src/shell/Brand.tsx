export function Brand() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden>
      <rect x="1" y="2.5" width="18" height="15" rx="3.5" fill="var(--accent)" />
      <g stroke="var(--text-on-accent)" strokeWidth="1.6" strokeLinecap="round" fill="none">
        <path d="M4.5 6.8h4.5M11.5 6.8h4M4.5 13.2h2.5M9.5 13.2h6" />
        <path d="M4.5 10h8" opacity=".65" />
      </g>
    </svg>
  );
}
