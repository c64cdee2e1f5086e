/** The videos of an open sheet, looked into as they are added. */
import { useEffect, useRef, useState } from 'react';
import type { Video } from '../api/client';
import { probe } from '../api/presets';
import { Looker } from './looker';
import { troubleOf } from './starting';
import { t } from './strings';
import { added, changed, itemOfPath, itemOfVideo, without, type Item, type Trouble } from './videos';

export interface Items {
  list: readonly Item[];
  /** How many of those that were added last were in the list already. */
  doubles: number;
  addVideos: (videos: readonly Video[]) => void;
  addPaths: (paths: readonly string[]) => void;
  remove: (paths: readonly string[]) => void;
  clear: () => void;
  /** Looks into a file; the same answer again if it was looked into. */
  look: (item: Item) => Promise<void>;
  /** Gives a refused video another try. */
  again: (item: Item) => void;
  refuse: (item: Item, trouble: Trouble) => void;
}

export function useItems(): Items {
  const [list, setList] = useState<readonly Item[]>([]);
  const [doubles, setDoubles] = useState(0);
  const change = (path: string, to: Partial<Item>) => setList((items) => changed(items, path, to));
  const lookers = useRef<Looker>(undefined);
  const looker = () => (lookers.current ??= new Looker(probe, (path) => change(path, { state: 'reading' })));

  const look = async ({ path }: Item) => {
    const facts = await looker().look(path);
    change(path, { state: 'ready', facts, name: facts.name, trouble: null });
  };
  const refuse = ({ path }: Item, trouble: Trouble) => {
    looker().forget(path);
    change(path, { state: 'refused', trouble });
  };
  const lookOrRefuse = (item: Item) =>
    void look(item).catch((failure: unknown) => {
      if (!(failure instanceof DOMException)) refuse(item, troubleOf(failure));
    });
  const add = (more: readonly Item[]) => {
    const known = new Set(list.map((item) => item.path));
    const fresh = added([], more).filter((item) => !known.has(item.path));
    setDoubles(more.length - fresh.length);
    setList((items) => added(items, fresh));
    for (const item of fresh) if (item.state === 'waiting') lookOrRefuse(item);
  };
  useEffect(() => () => lookers.current?.stop(), []);

  return {
    list, doubles, look, refuse,
    addVideos: (videos) => add(videos.map((video) => itemOfVideo(video, t.gone))),
    addPaths: (paths) => add(paths.map(itemOfPath)),
    remove: (paths) => {
      for (const path of paths) looker().forget(path);
      setDoubles(0);
      setList((items) => without(items, new Set(paths)));
    },
    clear: () => {
      lookers.current?.stop();
      lookers.current = undefined;
      setDoubles(0);
      setList([]);
    },
    again: (item) => {
      const fresh: Item = { ...item, state: 'waiting', facts: null, trouble: null };
      looker().forget(item.path);
      change(item.path, fresh);
      lookOrRefuse(fresh);
    },
  };
}
