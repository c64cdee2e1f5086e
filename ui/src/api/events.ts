/** What happens in the program, as it happens: one reader for both doors. It resumes by itself. */
import { doorFetch, origin } from "./transport";
import { SseParser } from "./sse";
import type { StreamEvent } from "./types";

/** An event that this version knows. What it does not know is passed over. */
export function isStreamEvent(value: unknown): value is StreamEvent {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  switch (value.type) {
    case "job.update":
      return "job" in value && typeof value.job === "object" && value.job !== null;
    case "job.progress":
      return "job_id" in value && "pipelines" in value && Array.isArray(value.pipelines);
    case "job.removed":
      return "job_id" in value;
    case "reset":
      return true;
    default:
      return false;
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Yields events until `signal` ends it. `onLink` hears whether the stream stands. */
export async function* events(
  signal: AbortSignal,
  onLink: (up: boolean) => void,
  fetcher: typeof fetch = doorFetch,
): AsyncGenerator<StreamEvent> {
  let last: string | undefined;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const headers = new Headers({ accept: "text/event-stream" });
      if (last) headers.set("last-event-id", last);
      const answer = await fetcher(`${origin}/api/v1/events/stream`, { signal, headers });
      if (!answer.ok || !answer.body) throw new Error(`events: status ${answer.status}`);
      onLink(true);
      const reader = answer.body.getReader();
      const text = new TextDecoder();
      const parser = new SseParser();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        for (const block of parser.push(text.decode(value, { stream: true }))) {
          if (block.id) last = block.id;
          if (block.retry !== undefined) wait = block.retry;
          const event: unknown = block.data ? JSON.parse(block.data) : undefined;
          if (isStreamEvent(event)) yield event;
        }
      }
    } catch {
      // a cut stream is taken up again below, from the last event that arrived
    }
    if (signal.aborted) return;
    onLink(false);
    await pause(wait, signal);
  }
}
