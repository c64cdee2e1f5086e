/** Keeps the overlay of a job fed: its tracks, who is in them, the frame on screen, and what is switched on. */
import { useEffect, useMemo, useState } from 'react';
import type { Job } from '../api/client';
import type { PlaybackClock } from './clock';
import { readColumns, type JobData } from './data';
import { readOverlayColours } from './overlay/colours';
import type { Identity } from './overlay/identities';
import { keepOff, LAYERS, layersOf, readOff, type Layer } from './overlay/layers';
import { Overlay } from './overlay/overlay';
import { COUNT } from './people';
import { onTheme } from './timeline/palette';

export interface OverlayUse {
  readonly overlay: Overlay | undefined;
  /** The layers that this recording has. */
  readonly layers: readonly Layer[];
  readonly off: ReadonlySet<Layer>;
  readonly toggle: (layer: Layer) => void;
  readonly selected: string | undefined;
  readonly identity: Identity | undefined;
  readonly select: (key: string | undefined) => void;
}

export function useOverlay(job: Job, data: JobData, clock: PlaybackClock | undefined): OverlayUse {
  const [overlay, setOverlay] = useState<Overlay>();
  const [off, setOff] = useState<ReadonlySet<Layer>>(() => readOff());
  const [selected, setSelected] = useState<string>();
  const { list, frames, identities, generation, video } = data;
  const start = list?.start_ms ?? 0;
  const layers = useMemo(() => layersOf(list?.tracks ?? []), [list]);

  useEffect(() => {
    const made = new Overlay(
      readOverlayColours(document.body),
      async (track, from, to, signal) => {
        const columns = await readColumns(job.id, start, track, { from, to, maxItems: undefined }, signal);
        if (columns.kind !== 'objects') throw new Error(`track \`${track}\` holds no objects`);
        return columns;
      },
      async (kind, signal) => {
        const columns = await readColumns(job.id, start, COUNT[kind], { from: undefined, to: undefined, maxItems: undefined }, signal);
        return columns.kind === 'curve' ? columns.time : undefined;
      },
    );
    setOverlay(made);
    const offTheme = onTheme(() => made.setColours(readOverlayColours(document.body)));
    return () => {
      offTheme();
      made.dispose();
    };
  }, [job.id, start]);

  useEffect(() => {
    if (list) overlay?.setTracks(new Set(list.tracks.filter(({ items }) => items > 0).map(({ key }) => key)));
  }, [overlay, list, generation]);
  useEffect(() => {
    if (frames) overlay?.setFrames(frames);
  }, [overlay, frames]);
  useEffect(() => overlay?.setIdentities(identities), [overlay, identities]);
  useEffect(() => overlay?.setRecorded({ width: video?.width ?? 0, height: video?.height ?? 0 }), [overlay, video?.width, video?.height]);
  useEffect(() => overlay?.setLayers(new Set(LAYERS.filter((layer) => !off.has(layer)))), [overlay, off]);
  useEffect(() => overlay?.select(selected), [overlay, selected]);
  useEffect(() => {
    if (!overlay || !clock) return undefined;
    overlay.setMoment(clock.now);
    return clock.subscribe((moment) => overlay.setMoment(moment));
  }, [overlay, clock]);

  const toggle = (layer: Layer) => {
    const next = new Set(off);
    if (!next.delete(layer)) next.add(layer);
    setOff(next);
    keepOff(next);
  };
  const [kind, object] = selected?.split(':') ?? [];
  const identity = kind === 'person' || kind === 'face' ? identities.of(kind, Number(object)) : undefined;
  return { overlay, layers, off, toggle, selected, identity, select: setSelected };
}
