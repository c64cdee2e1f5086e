/**
 * Opens the New job sheet from anywhere: the library's button, Ctrl+N, files dropped on the window. While it is open,
 * everything that is added goes into it. The provider keeps its videos; `NewJobHere` draws it.
 */
import { createContext, useContext, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import type { Video } from '../api/client';
import { NewJobSheet } from './NewJobSheet';
import { useItems, type Items } from './useItems';

interface NewJob {
  isOpen: boolean;
  /** Opens the sheet with videos of the library. */
  openWith: (videos: readonly Video[]) => void;
  /** Opens the sheet with what is marked in the library. */
  openSuggested: () => void;
  /** Opens the sheet, or adds to it when it is open. */
  addPaths: (paths: readonly string[]) => void;
  /** Opens the sheet and asks for files. */
  openAndChoose: () => void;
  /** What Ctrl+N takes along; the library keeps it true. */
  suggest: (videos: readonly Video[]) => void;
  /** Says something beside the videos, until something is added. */
  note: string;
  tell: (note: string) => void;
  items: Items;
  /** Whether some of the videos would be lost when the sheet is closed. */
  ownVideos: boolean;
  /** Files are to be asked for. */
  choosing: boolean;
  onChosen: () => void;
  close: () => void;
}

const Context = createContext<NewJob | undefined>(undefined);

export function useNewJob(): NewJob {
  const newJob = useContext(Context);
  if (!newJob) throw new Error('useNewJob is called outside of NewJobProvider');
  return newJob;
}

/** While it is drawn, Ctrl+N takes these videos along. */
export function useSuggestion(videos: readonly Video[]): void {
  const { suggest } = useNewJob();
  const tell = useEffectEvent(suggest);
  useEffect(() => tell(videos), [videos]);
  useEffect(() => () => tell([]), []);
}

export function NewJobProvider({ children }: { children: ReactNode }) {
  const items = useItems();
  const [isOpen, setOpen] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [note, setNote] = useState('');
  const suggestion = useRef<readonly Video[]>([]);
  // What came along from the library is not lost when the sheet is closed: it is in the library still.
  const [fromLibrary, setFromLibrary] = useState<ReadonlySet<string>>(new Set());

  const openWith = (videos: readonly Video[]) => {
    if (isOpen) return;
    setFromLibrary(new Set(videos.map((video) => video.path)));
    items.addVideos(videos);
    setOpen(true);
  };
  const addPaths = (paths: readonly string[]) => {
    if (paths.length === 0) return;
    if (!isOpen) setFromLibrary(new Set());
    setNote('');
    items.addPaths(paths);
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    setChoosing(false);
    setNote('');
    items.clear();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'n' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!document.querySelector('[role=dialog], [role=alertdialog]')) openWith(suggestion.current);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  const value: NewJob = {
    isOpen, openWith, addPaths,
    openSuggested: () => openWith(suggestion.current),
    openAndChoose: () => {
      openWith([]);
      setChoosing(true);
    },
    suggest: (videos) => {
      suggestion.current = videos;
    },
    note, tell: setNote, items, choosing, close,
    ownVideos: items.list.some((item) => !fromLibrary.has(item.path)),
    onChosen: () => setChoosing(false),
  };
  return <Context value={value}>{children}</Context>;
}

/** The sheet, where it is drawn when it is open. */
export function NewJobHere() {
  const { isOpen, items, ownVideos, choosing, onChosen, close } = useNewJob();
  if (!isOpen) return null;
  return <NewJobSheet items={items} ownVideos={ownVideos} choosing={choosing} onChosen={onChosen} onClose={close} />;
}
