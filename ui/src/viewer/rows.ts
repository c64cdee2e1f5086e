/** Which rows the timeline has. A new kind of track gets its line in `KNOWN`; what is not known is still shown, plainly. */
import type { Job, Step, Track, TrackList } from "../api/types";
import { viewer } from "./strings";

/** How a layer is drawn. `strip` lies at the foot of its row, `under` behind the segments. */
export type Paint = "box" | "strip" | "curve" | "under";
export type Layer = {
  track: string;
  kind: Track["kind"];
  paint: Paint;
  /** Value at the top of a curve; `null` finds a round one. */
  top: number | null;
  /** The row's chosen channel counts if it has choices, else this one. */
  channel: string;
};
export type Row = {
  id: string;
  pipeline: string;
  title: string;
  height: number;
  layers: Layer[];
  /** Channels to choose from, if there is more than one. */
  choices: { key: string; title: string }[];
  /** What is found, in words. */
  count: string;
  /** Why there is nothing to see, if so. */
  note: string | null;
};

type Known = {
  id: string;
  pipeline: string;
  height: number;
  layers: { track: string; paint: Paint; top: number | null }[];
};

const KNOWN: Known[] = [
  {
    id: "shots",
    pipeline: "scene_detection",
    height: 24,
    layers: [
      { track: "scene_detection.shots", paint: "box", top: null },
      { track: "scene_detection.fades", paint: "strip", top: null },
    ],
  },
  {
    id: "motion",
    pipeline: "motion_energy",
    height: 46,
    layers: [{ track: "motion_energy.energy", paint: "curve", top: null }],
  },
  {
    id: "speech",
    pipeline: "voice_activity",
    height: 52,
    layers: [
      { track: "voice_activity.speech", paint: "box", top: null },
      { track: "voice_activity.probability", paint: "under", top: 1 },
    ],
  },
];

const OTHER_HEIGHT = { segments: 24, curve: 44 };

function layerOf(track: Track, paint: Paint, top: number | null): Layer {
  return { track: track.key, kind: track.kind, paint, top, channel: track.channels[0]?.key ?? "" };
}

/** Why a row is empty: failed, skipped, not there yet, or really nothing found. */
export function noteOf(step: Step | undefined, found: number, title: string): string | null {
  if (!step) return found > 0 ? null : viewer.nothingFound(title);
  switch (step.status) {
    case "queued":
      return viewer.notYet(title);
    case "running":
      return found > 0 ? null : viewer.notYet(title);
    case "succeeded":
      return found > 0 ? null : viewer.nothingFound(title);
    case "failed":
      return found > 0 ? null : viewer.stepFailed(title, step.error?.message);
    case "cancelled":
      return found > 0 ? null : viewer.stepCancelled(title);
    case "skipped":
      return viewer.stepSkipped(title, step.error?.message);
  }
}

function knownRow(known: Known, list: TrackList, job: Job): Row | null {
  const step = job.pipelines.find((candidate) => candidate.name === known.pipeline);
  const there = known.layers.flatMap(({ track, paint, top }) => {
    const found = list.tracks.find((candidate) => candidate.key === track);
    return found ? [{ track: found, layer: layerOf(found, paint, top) }] : [];
  });
  const main = there.find(({ track }) => track.key === known.layers[0]?.track)?.track;
  if (!step && !main) return null;
  const title = step?.title ?? main?.title ?? known.id;
  const items = main?.items ?? 0;
  const channels = main?.kind === "curve" ? main.channels : [];
  return {
    id: known.id,
    pipeline: known.pipeline,
    title,
    height: known.height,
    layers: there.map(({ layer }) => layer),
    choices: channels.length > 1 ? channels : [],
    count: countOf(main, step, list.start_ms),
    note: noteOf(step, items, title),
  };
}

/** How many, and up to where if the step was stopped before the end. */
function countOf(track: Track | undefined, step: Step | undefined, startMs: number): string {
  if (!track) return "";
  const words = track.kind === "segments" ? String(track.items) : "";
  return step?.partial && track.last_ms !== null ? viewer.upTo(words, track.last_ms - startMs) : words;
}

export function rowsOf(list: TrackList, job: Job): Row[] {
  const drawn = new Set(KNOWN.flatMap((known) => known.layers.map((layer) => layer.track)));
  const known = KNOWN.flatMap((entry) => knownRow(entry, list, job) ?? []);
  const others = list.tracks
    .filter((track) => !drawn.has(track.key))
    .map((track): Row => {
      const curve = track.kind === "curve";
      const step = job.pipelines.find((candidate) => candidate.name === track.pipeline);
      return {
        id: track.key,
        pipeline: track.pipeline,
        title: track.title,
        height: OTHER_HEIGHT[track.kind],
        layers: [layerOf(track, curve ? "curve" : "box", null)],
        choices: curve && track.channels.length > 1 ? track.channels : [],
        count: countOf(track, step, list.start_ms),
        note: noteOf(step, track.items, track.title),
      };
    });
  return [...known, ...others];
}
