/** Gives the focus back to where it was when a dialog closes: Radix does so only for dialogs with a trigger of their own. */
import { useRef } from 'react';

interface FocusBack {
  onOpenAutoFocus: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

export function useFocusBack(): FocusBack {
  const before = useRef<Element>(null);
  return {
    // The focus has not moved into the dialog yet.
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
