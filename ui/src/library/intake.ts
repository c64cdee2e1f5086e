/** Files on their way into the library: one after the other, each refusal kept in words until it is closed. */
import { useSyncExternalStore } from "react";
import { submit } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { inWindow } from "../api/transport";
import { pickVideos } from "../api/window";
import { say, sayProblem } from "../components/Toasts";
import { library } from "./strings";

export type Refusal = { id: number; path: string; problem: Problem };
export type IntakeState = {
  total: number;
  done: number;
  refused: readonly Refusal[];
  /** Whether the form for paths is open. */
  asking: boolean;
};

export class Intake {
  #state: IntakeState = { total: 0, done: 0, refused: [], asking: false };
  #listeners = new Set<() => void>();
  #ids = 0;
  readonly #send: (path: string) => Promise<unknown>;
  readonly #announce: (added: number) => void;

  constructor(send: (path: string) => Promise<unknown>, announce: (added: number) => void) {
    this.#send = send;
    this.#announce = announce;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  snapshot = () => this.#state;

  /** Queues each path with the default pipelines. Resolves to how many were taken. */
  async add(paths: readonly string[]): Promise<number> {
    let added = 0;
    this.#set({ total: this.#state.total + paths.length });
    for (const path of paths) {
      try {
        await this.#send(path);
        added += 1;
      } catch (error) {
        const refusal = { id: ++this.#ids, path, problem: asProblem(error) };
        this.#set({ refused: [...this.#state.refused, refusal] });
      }
      this.#set({ done: this.#state.done + 1 });
    }
    if (this.#state.done === this.#state.total) this.#set({ total: 0, done: 0 });
    if (added > 0) this.#announce(added);
    return added;
  }

  ask(asking: boolean): void {
    this.#set({ asking });
  }

  forget(): void {
    this.#set({ refused: [] });
  }

  #set(change: Partial<IntakeState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const intake = new Intake(submit, (added) => say(library.queuedNow(added)));

export const useIntake = () => useSyncExternalStore(intake.subscribe, intake.snapshot);

/** The system's dialog in the window, the form for paths in a browser. */
export async function askForVideos(): Promise<void> {
  if (!inWindow) return intake.ask(true);
  try {
    const paths = await pickVideos();
    if (paths.length > 0) await intake.add(paths);
  } catch (error) {
    sayProblem(library.pickFailed, error);
  }
}
