/** The three columns of the sheet, what stops the job, and Start. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useJobs } from '../api/client';
import { startJob, validate, type Verdict } from '../api/presets';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { useToast } from '../shell/toasts';
import { Checker, type Check } from './checking';
import { wishOf, type Draft } from './draft';
import { jobRate, stepRates } from './estimate';
import { Foot } from './Foot';
import { fieldless, placeOf, type Place } from './issues';
import type { Said } from './NewJobSheet';
import { PipelineCards } from './PipelineCards';
import { SettingsColumn } from './SettingsColumn';
import { startAll, type Outcome } from './starting';
import type { Pipeline } from './leaves';
import { t } from './strings';
import { Summary } from './Summary';
import type { Items } from './useItems';
import { startable, totals } from './videos';
import { VideosColumn } from './VideosColumn';

interface WorkProps {
  pipelines: Pipeline[];
  items: Items;
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** What the chosen preset is for. */
  about: string;
  said: Said | null;
  onUndo: (before: Draft) => void;
  choosing: boolean;
  onChosen: () => void;
  /** While videos are being started the sheet stays. */
  onBusy: (busy: boolean) => void;
  onCancel: () => void;
  onDone: () => void;
}

export const fieldId = (pipeline: string, parameter: string) => `nj-${pipeline}-${parameter}`;
export const cardId = (pipeline: string) => `nj-card-${pipeline}`;

const NONE: Verdict = { valid: true, errors: [], warnings: [], pipelines_validated: [], asked: [] };

export function Work({ pipelines, items, draft, onChange, about, said, onUndo, choosing, onChosen, onBusy, onCancel, onDone }: WorkProps) {
  const say = useToast();
  const jobs = useJobs().data ?? [];
  const [chosen, setChosen] = useState(() => pipelines.find((pipeline) => draft.selected.has(pipeline.name))?.name ?? pipelines[0]?.name);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [goal, setGoal] = useState<{ id: string }>();
  const [check, setCheck] = useState<Check>({ phase: 'checking', verdict: null });
  const [progress, setProgress] = useState<{ done: number; all: number } | null>(null);
  const [outcome, setOutcome] = useState<Outcome & { all: number; left: number }>();
  const stopping = useRef<AbortController>(undefined);
  const summary = useRef<HTMLElement>(null);

  const wish = wishOf(pipelines, draft);
  const key = JSON.stringify(wish);
  const checker = useMemo(() => new Checker(validate, setCheck), []);
  useEffect(() => {
    checker.later(wish);
    return () => checker.stop();
    // The text stands for the wish.
  }, [checker, key]);
  useEffect(() => () => stopping.current?.abort(), []);
  useEffect(() => {
    if (goal) document.getElementById(goal.id)?.focus();
  }, [goal]);

  const verdict = wish.selected_pipelines.length > 0 ? (check.verdict ?? NONE) : NONE;
  // What was started is news only as long as the list is as it was then; what stopped it stands until the next try.
  const news = outcome && (outcome.stopped || outcome.left === items.list.length) ? outcome : undefined;
  const pipeline = pipelines.find((other) => other.name === chosen) ?? pipelines[0];
  const ready = startable(items.list);
  const show = ({ pipeline: at, parameter }: Place) => {
    if (!at) return;
    setChosen(at.name);
    if (parameter?.advanced) setOpen((names) => new Set(names).add(at.name));
    setGoal({ id: parameter ? fieldId(at.name, parameter.name) : cardId(at.name) });
  };

  const start = async () => {
    if (stopping.current) return; // it was pressed twice
    const stop = new AbortController();
    stopping.current = stop;
    onBusy(true);
    try {
      await run(stop);
    } finally {
      stopping.current = undefined;
      onBusy(false);
    }
  };
  const run = async (stop: AbortController) => {
    setOutcome(undefined);
    const checked = await checker.now(wish);
    if (!checked?.valid) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    const all = ready.length;
    const started: string[] = [];
    setProgress({ done: 0, all });
    const tick = (n: number) => setProgress((now) => now && { ...now, done: now.done + n });
    const result = await startAll(ready, {
      look: items.look,
      start: async (item) => void (await startJob(item.path, wish)),
      started: (item) => (started.push(item.path), tick(1)),
      refused: (item, trouble) => (items.refuse(item, trouble), tick(1)),
    }, stop.signal);
    setProgress(null);
    items.remove(started);
    if (result.started === all && items.list.length === all) {
      say(t.done(all));
      onDone();
    } else setOutcome({ ...result, all, left: items.list.length - started.length });
  };

  const { ms, unknown } = totals(items.list);
  const perMs = jobRate(jobs, verdict.pipelines_validated.length > 0 ? verdict.pipelines_validated : wish.selected_pipelines);
  const reason = items.list.length === 0 ? t.whyNoVideos
    : ready.length === 0 ? t.whyNoneUsable
    : wish.selected_pipelines.length === 0 ? t.whyNothing
    : verdict.errors.length > 0 ? t.fix(verdict.errors.length) : '';
  return (
    <>
      <div className="nj-said" role="status">
        {said && (
          <div>
            <Icon name="info" small /><span>{said.words}</span>
            {said.undo && <Button small onClick={() => said.undo && onUndo(said.undo)}>{t.undo}</Button>}
          </div>
        )}
      </div>
      <div className="nj-cols">
        <VideosColumn items={items} busy={progress !== null} choosing={choosing} onChosen={onChosen} />
        <PipelineCards
          pipelines={pipelines} about={about} draft={draft} onChange={onChange} chosen={pipeline?.name} onChoose={setChosen}
          verdict={verdict} selected={wish.selected_pipelines} rates={stepRates(jobs)} ms={unknown === 0 ? ms : 0}
        />
        {pipeline && (
          <SettingsColumn
            key={pipeline.name} pipeline={pipeline} draft={draft} onChange={onChange} verdict={verdict}
            open={open.has(pipeline.name)} onOpen={(now) => setOpen((names) => (now ? new Set(names).add(pipeline.name) : new Set([...names].filter((name) => name !== pipeline.name))))}
          />
        )}
      </div>
      <Summary
        ref={summary} errors={verdict.errors} warnings={fieldless(verdict.warnings, pipelines, wish.selected_pipelines)} outcome={news} failure={check.phase === 'failed' ? check.failure : null}
        placeOf={(issue) => placeOf(issue, pipelines, wish.selected_pipelines)} onShow={show} onCheck={() => checker.later(wish)}
      />
      <Foot
        reason={reason} count={ready.length} seconds={perMs === null || ms === 0 ? null : (ms * perMs) / 1000} partly={unknown > 0}
        progress={progress} onCancel={onCancel} onStart={() => void start()} onStop={() => stopping.current?.abort()}
      />
    </>
  );
}
