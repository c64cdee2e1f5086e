import { describe, expect, it } from "vitest";
import { SseParser } from "./sse";
import { events, isStreamEvent } from "./events";

const STREAM =
  ": connected\nid: 7-0\n\n" +
  'id: 7-1\nevent: job.removed\ndata: {"type":"job.removed","job_id":"ä1"}\n\n' +
  ":\n\n" +
  'id: 7-2\r\nevent: reset\r\ndata: {"type":\r\ndata: "reset"}\r\nretry: 20\r\n\r\n';

describe("server-sent events", () => {
  const whole = new SseParser().push(STREAM);

  it("reads ids, data over several lines, retry and comments", () => {
    expect(whole).toEqual([
      { id: "7-0", data: undefined, retry: undefined },
      { id: "7-1", data: '{"type":"job.removed","job_id":"ä1"}', retry: undefined },
      { id: undefined, data: undefined, retry: undefined },
      { id: "7-2", data: '{"type":\n"reset"}', retry: 20 },
    ]);
  });

  it("gives the same blocks wherever the text is cut", () => {
    for (let at = 0; at <= STREAM.length; at += 1) {
      const parser = new SseParser();
      const blocks = [...parser.push(STREAM.slice(0, at)), ...parser.push(STREAM.slice(at))];
      expect(blocks, `cut at ${at}`).toEqual(whole);
    }
  });

  it("gives the same blocks one character at a time", () => {
    const parser = new SseParser();
    expect([...STREAM].flatMap((character) => parser.push(character))).toEqual(whole);
  });
});

/** A server that sends `bytes` in pieces of `size`, then ends; the second connection never answers. */
function server(bytes: Uint8Array, size: number, asked: (string | null)[], stop: AbortController): typeof fetch {
  return async (_input, init) => {
    asked.push(new Headers(init?.headers).get("last-event-id"));
    if (asked.length > 1) {
      stop.abort();
      throw new TypeError("gone");
    }
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    return new Response(body, { status: 200 });
  };
}

describe("the event reader", () => {
  it("yields whole events from single bytes and resumes after the last one", async () => {
    const asked: (string | null)[] = [];
    const links: boolean[] = [];
    const stop = new AbortController();
    const fetcher = server(new TextEncoder().encode(STREAM), 1, asked, stop);
    const seen: string[] = [];
    for await (const event of events(stop.signal, (up) => links.push(up), fetcher)) seen.push(event.type);
    expect(seen).toEqual(["job.removed", "reset"]);
    expect(asked, "the second connection says what was seen").toEqual([null, "7-2"]);
    expect(links).toEqual([true, false]);
  });

  it("passes over what it does not know", () => {
    expect(isStreamEvent({ type: "model.update" })).toBe(false);
    expect(isStreamEvent({ type: "job.update" })).toBe(false);
    expect(isStreamEvent(null)).toBe(false);
    expect(isStreamEvent({ type: "reset" })).toBe(true);
  });
});
