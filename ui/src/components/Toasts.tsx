import { useSyncExternalStore } from "react";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toast } from "radix-ui";
import { asProblem } from "../api/problem";
import { sentences } from "../words/format";
import { Button } from "./Button";
import s from "./components.module.css";

type Message = { id: number; tone: "success" | "danger"; title: string; text: string | null };

const SHOWN_MS = 8000;
let messages: readonly Message[] = [];
let made = 0;
const listeners = new Set<() => void>();

function change(next: readonly Message[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

/** The same again takes the place of what is shown, so that nothing piles up. */
function show(message: Omit<Message, "id">): void {
  const others = messages.filter(({ title, text }) => title !== message.title || text !== message.text);
  change([...others, { ...message, id: ++made }]);
}

/** Something was just done. */
export function say(title: string, text: string | null = null): void {
  show({ tone: "success", title, text });
}

/** Something failed. It stays until it is closed. */
export function sayProblem(title: string, error: unknown): void {
  const { message, hint } = asProblem(error);
  show({ tone: "danger", title, text: sentences(message, hint) });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const close = (id: number) => change(messages.filter((message) => message.id !== id));

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => messages);
  return (
    <Toast.Provider duration={SHOWN_MS} label="Message">
      {shown.map((message) => (
        <Toast.Root
          key={message.id}
          className={s.toast}
          duration={message.tone === "danger" ? Infinity : SHOWN_MS}
          onOpenChange={(open) => !open && close(message.id)}
        >
          <span className={`tone-${message.tone}`}>
            {message.tone === "danger" ? <CircleAlert aria-hidden /> : <CircleCheck aria-hidden />}
          </span>
          <Toast.Title className={s.toastTitle}>{message.title}</Toast.Title>
          <Toast.Close asChild>
            <Button look="quiet" small icon aria-label="Close message">
              <X aria-hidden className="small" />
            </Button>
          </Toast.Close>
          {message.text && (
            <Toast.Description className={s.toastText}>{message.text}</Toast.Description>
          )}
        </Toast.Root>
      ))}
      <Toast.Viewport className={s.toasts} />
    </Toast.Provider>
  );
}
