/** Whether old results are deleted by themselves. Nothing is, unless it is turned on, and first it says what would go. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../api/client';
import { runRetention, useRetention, type RetentionPreview, type Setting } from '../api/settings';
import { Button } from '../components/Button';
import { Question } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { sentence, size } from '../components/words';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { rangeWords, readNumber } from './check';
import { RetentionList } from './RetentionList';
import { useSaving } from './saving';
import { t } from './strings';

/** What is offered before anything is chosen. */
const FIRST_DAYS = 180;

interface PreviewProps {
  days: number;
  setting: Setting;
}

function useRun() {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: (days: number) =>
      attempt(t.retention.runFailed, async () => {
        const result = await runRetention(days);
        say(t.retention.ran(result.jobs_deleted, size(result.bytes_freed), result.jobs_skipped));
        await Promise.all([keys.retention(days), keys.storage].map((queryKey) => cache.invalidateQueries({ queryKey })));
        if (result.errors.length > 0) throw new Error(`${t.retention.ranBadly(result.errors.length)} ${result.errors.map(sentence).join(' ')}`);
      }),
  });
}

function Words({ preview }: { preview: RetentionPreview }) {
  const { jobs, skipped, bytes } = preview;
  const goes = jobs.length > 0 ? t.retention.wouldGo(jobs.length, size(bytes)) : t.retention.wouldGoNone;
  return <>{skipped.length > 0 ? `${goes}; ${t.retention.stay(skipped.length)}.` : `${goes}.`}</>;
}

function Preview({ days, setting }: PreviewProps) {
  const preview = useRetention(days, true);
  const save = useSaving();
  const run = useRun();
  const [asking, setAsking] = useState<'on' | 'now'>();
  const [listing, setListing] = useState(false);
  if (preview.isPending) return <div className="box-more muted" role="status">{t.retention.reading}</div>;
  if (preview.isError) {
    return (
      <div className="box-more row" role="alert">
        <span className="c-danger"><Icon name="failed" /></span>
        <span className="grow"><span className="strong">{t.retention.failed}</span> {sentence(preview.error.message)}</span>
        <Button small onClick={() => void preview.refetch()}>{t.retryRead}</Button>
      </div>
    );
  }
  const { jobs, skipped, bytes } = preview.data;
  const saved = setting.value === days;
  const fixed = setting.source === 'environment';
  return (
    <div className="box-more">
      <div className="row">
        <span className={jobs.length > 0 ? 'c-warning' : 'muted'}><Icon name={jobs.length > 0 ? 'warning' : 'done'} /></span>
        <span className="grow"><Words preview={preview.data} /></span>
        {jobs.length + skipped.length > 0 && <Button small onClick={() => setListing(true)}>{t.retention.list}</Button>}
        {!saved && !fixed && (
          <Button small look="primary" onClick={() => setAsking('on')}>{setting.value !== 0 ? t.retention.change(days) : t.retention.turnOn}</Button>
        )}
        {saved && jobs.length > 0 && (
          <Button small look="danger" disabled={run.isPending} onClick={() => setAsking('now')}>
            {run.isPending ? t.retention.deleting : t.retention.deleteNow}
          </Button>
        )}
      </div>
      {saved && <p className="xs muted">{t.retention.isOn(days)}</p>}
      <RetentionList open={listing} onClose={() => setListing(false)} preview={preview.data} />
      <Question
        open={asking === 'on'} onClose={() => setAsking(undefined)} title={t.retention.askOnTitle(days)}
        text={t.retention.askOnText(jobs.length, size(bytes))} keep={t.retention.keep} act={t.retention.actOn(days)}
        onAct={() => void save(setting, days, t.retention.on(days))}
      />
      <Question
        open={asking === 'now'} onClose={() => setAsking(undefined)} title={t.retention.askNowTitle(jobs.length)}
        text={t.retention.askNowText(size(bytes))} keep={t.retention.keepNow} act={t.retention.actNow(jobs.length)} onAct={() => run.mutate(days)}
      />
    </div>
  );
}

export function Retention({ setting }: { setting: Setting }) {
  const save = useSaving();
  const on = setting.value !== 0;
  const fixed = setting.source === 'environment';
  // What is chosen here and not saved yet; without it, what is saved.
  const [chosen, setChosen] = useState<'keep' | 'delete'>();
  const [draft, setDraft] = useState<string>();
  const deleting = chosen === undefined ? on : chosen === 'delete';
  const text = draft ?? String(on ? setting.value : FIRST_DAYS);
  const typed = readNumber(text, { ...setting, min: 1, default: FIRST_DAYS });
  const problem = typed.problem && t.retention.wrong(rangeWords({ ...setting, min: 1 }));
  const keepAll = async () => {
    setChosen('keep');
    setDraft(undefined);
    if (on) await save(setting, 0, t.retention.off);
    setChosen(undefined);
  };
  return (
    <div className="card">
      <fieldset className="box choices" disabled={fixed}>
        <legend className="sr">{t.retention.legend}</legend>
        <label className="choice"><input type="radio" name="retention" checked={!deleting} onChange={() => void keepAll()} />{t.retention.keepAll}</label>
        <div className="choice">
          <input id="retention-old" type="radio" name="retention" checked={deleting} onChange={() => setChosen('delete')} />
          <label htmlFor="retention-old">{t.retention.deleteOld}</label>
          <span className={deleting && problem ? 'input days err' : 'input days'}>
            <input
              inputMode="numeric" autoComplete="off" aria-label={t.retention.daysLabel} value={text} disabled={fixed || !deleting}
              aria-invalid={deleting && problem !== undefined} aria-describedby="retention-help" onChange={(event) => setDraft(event.target.value)}
            />
          </span>
          <span>{t.retention.days}</span>
        </div>
        <div id="retention-help">
          {deleting && problem && <div className="errmsg" role="alert"><Icon name="failed" small />{problem}</div>}
          {fixed && <div className="help">{t.fixed(setting.variable ?? '')}</div>}
        </div>
      </fieldset>
      {deleting && typed.value !== undefined && <Preview days={typed.value} setting={setting} />}
    </div>
  );
}
