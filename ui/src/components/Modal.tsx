import type { ReactNode } from "react";
import { Dialog } from "radix-ui";
import s from "./components.module.css";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  text: ReactNode;
  children: ReactNode;
};

/** A question or a short form over the screen. Esc closes it and changes nothing. */
export function Modal({ open, onClose, title, text, children }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={s.scrim} />
        <Dialog.Content className={s.dialog}>
          <Dialog.Title asChild>
            <h2>{title}</h2>
          </Dialog.Title>
          <Dialog.Description asChild>
            <div className="muted">{text}</div>
          </Dialog.Description>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export function ModalFoot({ children }: { children: ReactNode }) {
  return <div className={s.dialogFoot}>{children}</div>;
}
