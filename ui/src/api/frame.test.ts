import { describe, expect, it } from "vitest";
import { decodeAnswer, encodeRequest } from "./frame";
import { asProblem, Problem, problemOf } from "./problem";

describe("the window's frame", () => {
  it("puts a length, a JSON head and the raw body one after the other", () => {
    const head = { page: "p", id: 1, method: "POST", target: "/ä", headers: [], channel: undefined };
    const frame = encodeRequest(head, Uint8Array.of(9, 8));
    const length = new DataView(frame.buffer).getUint32(0, true);
    expect(JSON.parse(new TextDecoder().decode(frame.slice(4, 4 + length)))).toMatchObject({ target: "/ä" });
    expect([...frame.slice(4 + length)]).toEqual([9, 8]);
  });

  it("reads status, headers and body of an answer", () => {
    const head = new TextEncoder().encode('{"status":200,"headers":[["a","b"]],"stream":false}');
    const bytes = new Uint8Array(4 + head.length + 1);
    new DataView(bytes.buffer).setUint32(0, head.length, true);
    bytes.set(head, 4);
    bytes[4 + head.length] = 7;
    expect(decodeAnswer(bytes.buffer)).toEqual({
      status: 200,
      headers: [["a", "b"]],
      stream: false,
      body: Uint8Array.of(7),
    });
  });

  it("refuses an answer without a status", () => {
    expect(() => decodeAnswer(Uint8Array.of(2, 0, 0, 0, 123, 125).buffer)).toThrow(TypeError);
  });
});

describe("problems", () => {
  it("take message, code and hint from the API's error shape", () => {
    const body = { error: { code: "MEDIA_MISSING", message: "it is not there", hint: "check the path" } };
    expect(problemOf(body, 404)).toMatchObject({ code: "MEDIA_MISSING", hint: "check the path", status: 404 });
  });

  it("have words even for a body that is no error", () => {
    expect(problemOf("<html>", 502).message).toContain("502");
    expect(problemOf(undefined, 500).hint).toBeNull();
  });

  it("say that the program does not answer when there is no connection", () => {
    expect(asProblem(new TypeError("failed to fetch")).code).toBe("UNREACHABLE");
    const known = new Problem("m", "c", null, 1);
    expect(asProblem(known)).toBe(known);
  });
});
