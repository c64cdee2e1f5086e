import type { ReactNode } from "react";
import { Tooltip } from "radix-ui";
import s from "./components.module.css";

/** More words on hover and focus. Never the only label of anything. */
export function Tip({ words, children }: { words: string; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={s.tooltip} sideOffset={5} collisionPadding={8}>
          {words}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export function TipProvider({ children }: { children: ReactNode }) {
  return <Tooltip.Provider delayDuration={500}>{children}</Tooltip.Provider>;
}
