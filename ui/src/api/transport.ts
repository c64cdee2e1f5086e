/**
 * Two doors to one API. In the window a request goes to Rust as one frame and no port is open; in a
 * browser it goes over TCP with the session's token. Both have the signature of `fetch`.
 */
import { Channel, invoke, isTauri } from "@tauri-apps/api/core";
import { decodeAnswer, encodeRequest } from "./frame";

export const inWindow = isTauri();
/** Never looked up in the window, where only path and query count. */
export const origin = globalThis.location?.origin ?? "http://localhost";

const TOKEN = "va-token";
const WITHOUT_BODY = new Set([101, 204, 205, 304]);
/** Calls of a page that was reloaded are told from this page's calls, whose numbers begin at 1 again. */
const page = crypto.randomUUID();
let calls = 0;

/** Takes the token out of the address, so that it is in no bookmark and no screenshot. */
function takeToken(): void {
  if (inWindow || !globalThis.location?.hash.startsWith("#token=")) return;
  sessionStorage.setItem(TOKEN, decodeURIComponent(location.hash.slice("#token=".length)));
  history.replaceState(null, "", location.pathname + location.search);
}
takeToken();

const tcpFetch: typeof fetch = (input, init) => {
  const request = new Request(input, init);
  request.headers.set("authorization", `Bearer ${sessionStorage.getItem(TOKEN) ?? ""}`);
  return fetch(request);
};

/** The end of a stream is an empty chunk: a channel has no other way to say it. */
class StreamPipe {
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #early: Uint8Array[] = [];

  push(chunk: ArrayBuffer): void {
    const bytes = new Uint8Array(chunk);
    if (this.#controller) this.#deliver(bytes);
    else this.#early.push(bytes);
  }

  fail(reason: unknown): void {
    try {
      this.#controller?.error(reason);
    } catch {
      // it had ended already
    }
    this.#controller = undefined;
  }

  stream(cancel: () => void): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
        for (const chunk of this.#early) this.#deliver(chunk);
        this.#early = [];
      },
      cancel: () => {
        this.#controller = undefined;
        cancel();
      },
    });
  }

  #deliver(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) {
      this.#controller?.enqueue(bytes);
    } else {
      this.#controller?.close();
      this.#controller = undefined;
    }
  }
}

const doorOfTheWindow: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { signal } = request;
  signal.throwIfAborted();
  const id = ++calls;
  const pipe = new StreamPipe();
  const address = new URL(request.url);
  const streams = request.headers.get("accept")?.includes("text/event-stream") ?? false;
  // a channel is a registered callback: made only where a stream is wanted, or each call would leak one
  const channel = streams ? new Channel<ArrayBuffer>((chunk) => pipe.push(chunk)) : undefined;
  const head = {
    page,
    id,
    method: request.method,
    target: address.pathname + address.search,
    headers: [...request.headers],
    channel: channel?.toJSON(),
  };
  const frame = encodeRequest(head, new Uint8Array(await request.arrayBuffer()));

  const abort = () => void invoke("api_abort", { page, id });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener(
      "abort",
      () => {
        abort();
        pipe.fail(signal.reason);
        reject(signal.reason);
      },
      { once: true },
    );
  });
  // without this an abort after the answer counts as unhandled
  aborted.catch(() => undefined);
  let bytes: ArrayBuffer;
  try {
    bytes = await Promise.race([invoke<ArrayBuffer>("api", frame), aborted]);
  } catch (error) {
    signal.throwIfAborted();
    throw new TypeError(String(error)); // what fetch throws when there is no answer
  }
  const answer = decodeAnswer(bytes);
  const body = answer.stream ? pipe.stream(abort) : answer.body;
  return new Response(WITHOUT_BODY.has(answer.status) ? null : body, {
    status: answer.status,
    headers: answer.headers,
  });
};

/** `fetch` for addresses of the API. */
export const doorFetch: typeof fetch = inWindow ? doorOfTheWindow : tcpFetch;
