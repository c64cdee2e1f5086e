import s from "./components.module.css";

type Props = { value: number; tone?: "running" | "done" | "off"; label: string };

/** A bar. The percentage and the time stand beside it, in words. */
export function Progress({ value, tone = "running", label }: Props) {
  const share = Math.min(100, Math.max(0, value));
  return (
    <span
      className={s.progress}
      data-tone={tone}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
    >
      <i style={{ width: `${share}%` }} />
    </span>
  );
}
