/** Server-sent events, read from text that may be cut anywhere. */

export type SseBlock = { id: string | undefined; data: string | undefined; retry: number | undefined };

export class SseParser {
  #rest = "";

  /** The blocks that are complete after this piece of text. */
  push(text: string): SseBlock[] {
    this.#rest += text;
    // a lone CR at the end may be half of CRLF
    const usable = this.#rest.endsWith("\r") ? this.#rest.slice(0, -1) : this.#rest;
    const held = this.#rest.slice(usable.length);
    const parts = usable.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n\n");
    this.#rest = (parts.pop() ?? "") + held;
    return parts.map(block);
  }
}

function block(text: string): SseBlock {
  const found: SseBlock = { id: undefined, data: undefined, retry: undefined };
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, "");
    switch (line.slice(0, colon)) {
      case "id":
        found.id = value;
        break;
      case "data":
        found.data = found.data === undefined ? value : `${found.data}\n${value}`;
        break;
      case "retry":
        if (/^\d+$/.test(value)) found.retry = Number(value);
        break;
    }
  }
  return found;
}
