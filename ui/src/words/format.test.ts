import { describe, expect, it } from "vitest";
import * as format from "./format";

describe("times and numbers in words", () => {
  it("writes times on the clock", () => {
    expect(format.clock(391_999)).toBe("6:31");
    expect(format.clock(3_723_000)).toBe("1:02:03");
    expect(format.clockMs(132_560)).toBe("2:12.560");
    expect(format.clockTenths(130_250)).toBe("2:10.3");
    expect(format.clockTenths(59_960), "rounding carries").toBe("1:00.0");
  });

  it("writes estimates as coarse as they are", () => {
    expect(format.timeLeft(20.2)).toBe("20 s left");
    expect(format.timeLeft(540)).toBe("about 9 min left");
    expect(format.timeLeft(null)).toBe("");
    expect(format.span(4_800)).toBe("1 h 20 min");
    expect(format.span(3_590)).toBe("1 h");
    expect(format.span(0.2)).toBe("under 1 s");
  });

  it("says 100 % only at the end", () => {
    expect(format.percent(99.99)).toBe("99%");
    expect(format.percent(99.99, true)).toBe("100%");
  });

  it("writes sizes and numbers", () => {
    expect(format.bytes(412_345_678)).toBe("412 MB");
    expect(format.bytes(999_900)).toBe("1.0 MB");
    expect(format.bytes(12)).toBe("12 bytes");
    expect(format.many(1, "shot")).toBe("1 shot");
    expect(format.many(3314, "value")).toBe("3,314 values");
    expect(format.rate(29.97003)).toBe("29.97 fps");
  });

  it("cuts names in the middle and keeps their ending", () => {
    const cut = format.cutMiddle("a-very-long-name-of-a-visit-07.mp4", 20);
    expect(cut).toHaveLength(20);
    expect(cut.startsWith("a-very")).toBe(true);
    expect(cut.endsWith("07.mp4")).toBe(true);
  });

  it("makes sentences of the program's clauses", () => {
    expect(format.sentences("the file is empty", "choose another", null)).toBe("The file is empty. Choose another.");
    expect(format.sentence("Done.")).toBe("Done.");
  });

  it("names the day of what was not today", () => {
    const now = new Date("2026-05-12T12:00:00");
    expect(format.timeOfDay(new Date("2026-05-12T10:28:00").toISOString(), now)).toBe("10:28");
    expect(format.timeOfDay(new Date("2026-05-11T10:28:00").toISOString(), now)).toContain("11");
  });
});
