import { describe, expect, it } from "vitest";
import type { Columns } from "../../api/columns";
import { segments } from "../../test/fixtures";
import { TimeView } from "./view";
import { TrackWindow, type Asked } from "./windows";

function setUp(answer: (asked: Asked) => Columns | Error) {
  const asked: Asked[] = [];
  let changes = 0;
  const track = new TrackWindow(
    async (what) => {
      asked.push(what);
      const data = answer(what);
      if (data instanceof Error) throw data;
      return data;
    },
    () => (changes += 1),
  );
  const view = new TimeView(1_000_000);
  view.width = 500;
  const settle = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
  return { track, view, asked, settle, changes: () => changes };
}

const all = (reduced: boolean) => ({ ...segments([[0, 10]]), reduced });

describe("the part of a track in memory", () => {
  it("asks for the view with a margin and at most two items a pixel", async () => {
    const { track, view, asked, settle, changes } = setUp(() => all(true));
    view.show(400_000, 100_000);
    track.want(view);
    track.want(view);
    await settle();
    expect(asked).toEqual([{ from: 350_000, to: 550_000, maxItems: 2000 }]);
    expect(changes()).toBe(1);
  });

  it("reads nothing more inside the margin, and more outside it", async () => {
    const { track, view, asked, settle } = setUp(() => all(true));
    view.show(400_000, 100_000);
    track.want(view);
    await settle();
    view.pan(40_000);
    track.want(view);
    expect(asked).toHaveLength(1);
    view.pan(40_000);
    track.want(view);
    expect(asked).toHaveLength(2);
  });

  it("reads finer when the view comes closer, unless everything is there", async () => {
    for (const [reduced, reads] of [[true, 2], [false, 1]] as const) {
      const { track, view, asked, settle } = setUp(() => all(reduced));
      track.want(view);
      await settle();
      view.zoom(0.1, 250);
      track.want(view);
      expect(asked).toHaveLength(reads);
    }
  });

  it("keeps what failed in words and does not ask again by itself", async () => {
    const { track, view, asked, settle } = setUp(() => new Error("gone"));
    track.want(view);
    await settle();
    track.want(view);
    expect(track.failed).toBeInstanceOf(Error);
    expect(asked).toHaveLength(1);
  });
});
