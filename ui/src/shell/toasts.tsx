/**
 * Words at the bottom right about something that was just done, with a way back. They go after eight seconds, but not
 * while they are hovered or focused. What did not work is never said here: see `Notices`.
 */
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { t } from './strings';

interface Toast {
  id: number;
  words: string;
  undo: (() => void) | undefined;
}

type Say = (words: string, undo?: () => void) => void;
const Context = createContext<Say | undefined>(undefined);

/** Says that something was done; with `undo` it can be taken back. */
export function useToast(): Say {
  const say = useContext(Context);
  if (!say) throw new Error('useToast is called outside of ToastProvider');
  return say;
}

const STAYS_MS = 8000;
const AT_ONCE = 3;
let nextToast = 1;

function Line({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => close.current(), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <li
      className="toast" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}
    >
      <span className="c-success"><Icon name="done" /></span>
      <span className="grow">{toast.words}</span>
      {toast.undo && <Button small onClick={() => { toast.undo?.(); onClose(); }}>{t.undo}</Button>}
      <Button small look="quiet" icon="cross" aria-label={t.dismiss} onClick={onClose} />
    </li>
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const say: Say = (words, undo) => setToasts((list) => [...list, { id: nextToast++, words, undo }].slice(-AT_ONCE));
  return (
    <Context value={say}>
      {children}
      <div className="toasts" role="log" aria-label={t.toasts}>
        {toasts.length > 0 && (
          <ul>
            {toasts.map((toast) => (
              <Line key={toast.id} toast={toast} onClose={() => setToasts((list) => list.filter(({ id }) => id !== toast.id))} />
            ))}
          </ul>
        )}
      </div>
    </Context>
  );
}
