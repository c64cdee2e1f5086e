/** The frame between page and Rust, the same both ways: `u32` length of the head (little-endian), JSON head, body. */

const text = { encode: new TextEncoder(), decode: new TextDecoder() };

export type RequestHead = {
  page: string;
  id: number;
  method: string;
  target: string;
  headers: [string, string][];
  channel: string | undefined;
};

export type Answer = {
  status: number;
  headers: [string, string][];
  stream: boolean;
  body: Uint8Array<ArrayBuffer>;
};

export function encodeRequest(head: RequestHead, body: Uint8Array): Uint8Array {
  const json = text.encode.encode(JSON.stringify(head));
  const frame = new Uint8Array(4 + json.length + body.length);
  new DataView(frame.buffer).setUint32(0, json.length, true);
  frame.set(json, 4);
  frame.set(body, 4 + json.length);
  return frame;
}

export function decodeAnswer(bytes: ArrayBuffer): Answer {
  const length = new DataView(bytes).getUint32(0, true);
  const head: unknown = JSON.parse(text.decode.decode(new Uint8Array(bytes, 4, length)));
  if (!isHead(head)) throw new TypeError("the answer has no status");
  return {
    status: head.status,
    headers: head.headers,
    stream: "stream" in head && head.stream === true,
    body: new Uint8Array(bytes, 4 + length),
  };
}

function isHead(head: unknown): head is { status: number; headers: [string, string][] } {
  return (
    typeof head === "object" &&
    head !== null &&
    "status" in head &&
    typeof head.status === "number" &&
    "headers" in head &&
    Array.isArray(head.headers)
  );
}
