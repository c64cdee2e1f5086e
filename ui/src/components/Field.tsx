import type { ComponentProps, ReactNode } from "react";
import s from "./components.module.css";

type Props = ComponentProps<"input"> & { before?: ReactNode; after?: ReactNode; error?: boolean };

/** A line to type into, with an icon before and a unit or a key after. */
export function Field({ before, after, error = false, className, ...rest }: Props) {
  return (
    <span className={[s.input, className].filter(Boolean).join(" ")} data-error={error}>
      {before}
      <input aria-invalid={error || undefined} spellCheck={false} autoComplete="off" {...rest} />
      {after}
    </span>
  );
}

export function Key({ children }: { children: ReactNode }) {
  return <kbd className={s.kbd}>{children}</kbd>;
}
