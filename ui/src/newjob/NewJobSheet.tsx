/** The sheet over the library: what is measured in which videos, and how. Closing it asks when something would be lost. */
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { usePipelines } from '../api/client';
import { usePresets } from '../api/presets';
import { Button } from '../components/Button';
import { Question } from '../components/Dialog';
import { Sheet } from '../components/Sheet';
import { span } from '../components/words';
import { defaultDraft, presetDraft, sameEverything, sameWish, type Draft } from './draft';
import { withLeaves } from './leaves';
import { PresetBar } from './PresetBar';
import { t } from './strings';
import type { Items } from './useItems';
import { totals } from './videos';
import { Work } from './Work';
import './newjob.css';

interface NewJobSheetProps {
  items: Items;
  /** Whether some of the videos would be lost when the sheet is closed. */
  ownVideos: boolean;
  /** Ask for files at once. */
  choosing: boolean;
  onChosen: () => void;
  onClose: () => void;
}

/** Something that was replaced, and can be brought back. */
export interface Said {
  words: string;
  undo: Draft | null;
}

export function NewJobSheet({ items, ownVideos, choosing, onChosen, onClose }: NewJobSheetProps) {
  const pipelines = usePipelines();
  const presets = usePresets().data?.presets ?? [];
  const [edited, setEdited] = useState<Draft | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const known = useMemo(() => withLeaves(pipelines.data ?? []), [pipelines.data]);
  const untouched = defaultDraft(known);
  const draft = edited ?? untouched;
  const kept = [untouched, ...presets.map((preset) => presetDraft(known, preset))];
  const lossy = ownVideos || (edited !== null && !kept.some((other) => sameEverything(known, other, draft)));
  const active = presets.find((preset) => sameWish(known, presetDraft(known, preset), draft));
  const change = (next: Draft) => {
    setEdited(next);
    setSaid(null);
  };
  const replace = (next: Draft, words: string | null) => {
    setEdited(next);
    setSaid(words === null ? null : { words, undo: draft });
  };

  const onLeave = useEffectEvent((event: BeforeUnloadEvent) => lossy && event.preventDefault());
  useEffect(() => {
    const listener = (event: BeforeUnloadEvent) => onLeave(event);
    window.addEventListener('beforeunload', listener);
    return () => window.removeEventListener('beforeunload', listener);
  }, []);

  const { ms, unknown } = totals(items.list);
  const counts = items.list.length === 0 ? '' : unknown > 0 || ms === 0 ? t.headUnknown(items.list.length) : t.head(items.list.length, span(ms / 1000));
  const close = () => {
    if (busy) return; // Stop is beside the bar
    if (lossy) setAsking(true);
    else onClose();
  };
  const head = (
    <>
      <span className="muted cut nj-counts">{counts}</span>
      <span className="grow" />
      {pipelines.data && <PresetBar pipelines={known} draft={draft} onReplace={replace} onSaid={(words) => setSaid({ words, undo: null })} />}
      <Button look="quiet" icon="cross" aria-label={t.close} title={t.close} disabled={busy} onClick={close} />
    </>
  );
  return (
    <Sheet title={t.title} text={t.text} head={head} onClose={close}>
      {pipelines.data ? (
        <Work
          pipelines={known} items={items} draft={draft} about={active?.description ?? ''} onChange={change} said={said}
          onUndo={(before) => change(before)} choosing={choosing} onChosen={onChosen} onBusy={setBusy} onCancel={close} onDone={onClose}
        />
      ) : (
        <div className="nj-page" role={pipelines.isError ? 'alert' : 'status'}>
          <p>{pipelines.isError ? <><span className="strong">{t.readFailed}</span> {pipelines.error.message}</> : t.reading}</p>
          {pipelines.isError && <Button onClick={() => void pipelines.refetch()}>{t.retry}</Button>}
        </div>
      )}
      <Question
        open={asking} onClose={() => setAsking(false)} title={t.loseTitle} text={t.loseText}
        keep={t.loseKeep} act={t.loseAct} onAct={onClose}
      />
    </Sheet>
  );
}
