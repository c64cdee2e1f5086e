import type { ComponentProps } from "react";
import s from "./components.module.css";

type Look = "plain" | "primary" | "quiet" | "danger" | "dangerSolid";
type Props = ComponentProps<"button"> & { look?: Look; small?: boolean; icon?: boolean };

/** The one button. An `icon` button needs an `aria-label`. */
export function Button({ look = "plain", small, icon, className, type = "button", ...rest }: Props) {
  const classes = [s.button, look !== "plain" && s[look], small && s.small, icon && s.icon, className];
  return <button type={type} className={classes.filter(Boolean).join(" ")} {...rest} />;
}
