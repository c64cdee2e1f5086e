/** A large task over a screen. Whoever opens it decides whether it may close: Esc, the cross and the veil only ask. */
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useFocusBack } from './focus-back';
import './sheet.css';

interface SheetProps {
  title: string;
  /** One sentence for screen readers. */
  text: string;
  /** What stands beside the title. */
  head: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function Sheet({ title, text, head, onClose, children }: SheetProps) {
  const { onOpenAutoFocus, onCloseAutoFocus } = useFocusBack();
  return (
    <Radix.Root open onOpenChange={(now) => !now && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim sheet-scrim" />
        <Radix.Content
          className="sheet"
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            onOpenAutoFocus();
            event.preventDefault(); // the title is read first, not the name of the first button
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
        >
          <header className="sheet-head">
            <Radix.Title className="sheet-title">{title}</Radix.Title>
            <Radix.Description className="sr">{text}</Radix.Description>
            {head}
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
