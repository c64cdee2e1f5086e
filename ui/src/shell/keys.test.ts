import { describe, expect, it } from "vitest";
import { viewerAction } from "../viewer/keys";
import { shellAction, type Press } from "./keys";

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("keys", () => {
  it("reach every screen with Ctrl, or Cmd on a Mac", () => {
    expect(shellAction(press("1", { ctrlKey: true }))).toBe("library");
    expect(shellAction(press("2", { metaKey: true }))).toBe("queue");
    expect(shellAction(press("o", { ctrlKey: true }))).toBe("add");
    expect(shellAction(press("f", { ctrlKey: true }))).toBe("search");
    expect(shellAction(press("1"))).toBeNull();
    expect(shellAction(press("1", { ctrlKey: true, altKey: true }))).toBeNull();
  });

  it("play, step and shuttle as the design language says", () => {
    expect(viewerAction(press(" "))).toEqual({ do: "toggle" });
    expect(viewerAction(press("j"))).toEqual({ do: "back" });
    expect(viewerAction(press("K"))).toEqual({ do: "pause" });
    expect(viewerAction(press("l"))).toEqual({ do: "on" });
    expect(viewerAction(press("ArrowLeft"))).toEqual({ do: "frames", by: -1 });
    expect(viewerAction(press("ArrowRight", { shiftKey: true }))).toEqual({ do: "seconds", by: 1 });
    expect(viewerAction(press("ArrowUp"))).toEqual({ do: "event", by: -1 });
    expect(viewerAction(press("ArrowDown"))).toEqual({ do: "event", by: 1 });
    expect(viewerAction(press("+", { shiftKey: true }))).toEqual({ do: "closer" });
    expect(viewerAction(press("-"))).toEqual({ do: "further" });
    expect(viewerAction(press("0"))).toEqual({ do: "whole" });
  });

  it("leave the browser's own combinations alone", () => {
    expect(viewerAction(press("l", { ctrlKey: true }))).toBeNull();
    expect(viewerAction(press("+", { ctrlKey: true }))).toBeNull();
    expect(viewerAction(press("q"))).toBeNull();
  });
});
