/** Radix dialogs, wrapped once: a form (`Dialog`) and a question about what cannot be undone (`Question`). */
import { AlertDialog as Alert, Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './Button';
import { useFocusBack } from './focus-back';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  /** For lists and logs. */
  wide?: boolean;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, text, wide = false, children }: DialogProps) {
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content className={wide ? 'dialog wide' : 'dialog'} {...focusBack}>
          <Radix.Title className="dialog-title">{title}</Radix.Title>
          <Radix.Description className="dialog-text">{text}</Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface QuestionProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  /** The harmless answer; it has the focus at first. */
  keep: string;
  /** The verb and the number again. */
  act: string;
  onAct: () => void;
}

export function Question({ open, onClose, title, text, keep, act, onAct }: QuestionProps) {
  const focusBack = useFocusBack();
  return (
    <Alert.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Alert.Portal>
        <Alert.Overlay className="scrim" />
        <Alert.Content className="dialog" {...focusBack}>
          <Alert.Title className="dialog-title">{title}</Alert.Title>
          <Alert.Description className="dialog-text">{text}</Alert.Description>
          <div className="dialog-foot">
            <Alert.Cancel asChild><Button>{keep}</Button></Alert.Cancel>
            <Alert.Action asChild><Button look="danger-solid" onClick={onAct}>{act}</Button></Alert.Action>
          </div>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  );
}
