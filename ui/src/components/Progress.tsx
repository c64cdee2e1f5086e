/** A bar. The words and the percentage stand beside it, so it is hidden from screen readers unless it has a label. */
interface ProgressProps {
  value: number;
  look?: 'running' | 'done' | 'waiting';
  label?: string;
}

const CLASS = { running: 'prog', done: 'prog ok', waiting: 'prog off' };

export function Progress({ value, look = 'running', label }: ProgressProps) {
  const width = `${Math.min(100, Math.max(0, value))}%`;
  const bar = <i style={{ width }} />;
  if (!label) return <span className={CLASS[look]} aria-hidden="true">{bar}</span>;
  return (
    <span className={CLASS[look]} role="progressbar" aria-label={label} aria-valuenow={Math.floor(value)} aria-valuemin={0} aria-valuemax={100}>
      {bar}
    </span>
  );
}
