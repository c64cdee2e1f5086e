/** The videos of the sheet: what is known of each, what to know before measuring, why one can't be measured. */
import { useEffect, useState } from 'react';
import { inTauri, pickVideos } from '../api/desktop';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { Rows } from '../components/Rows';
import { Thumb } from '../components/Thumb';
import { clock, sentence } from '../components/words';
import { useAdding } from '../shell/adding';
import { PathDialog } from '../shell/PathDialog';
import { useNewJob } from './opening';
import { t } from './strings';
import type { Items } from './useItems';
import type { Item } from './videos';

/** `13:51, 1920 x 1080, 25 fps`. */
function factWords({ state, facts }: Item): string {
  if (!facts) return state === 'reading' ? t.looking : t.waiting;
  const { duration_ms, width, height, frame_rate, variable_rate } = facts;
  const rate = frame_rate === null ? [] : [t.fps(String(Number(frame_rate.toFixed(2))))];
  return [
    ...(duration_ms === null ? [] : [clock(duration_ms)]),
    ...(width === null || height === null ? [] : [`${width} x ${height}`]),
    ...rate,
    ...(variable_rate ? [t.variable] : []),
  ].join(', ');
}

/** What to know about the file, in the program's own words. */
function notesOf({ facts }: Item): { code: string; words: string; serious: boolean }[] {
  if (!facts) return [];
  const silent = facts.audio === null ? [{ code: 'no_sound', words: t.noSound, serious: true }] : [];
  const others = facts.warnings.filter((warning) => warning.code !== 'no_sound' && warning.code !== 'export_note');
  const serious = new Set(['truncated', 'damaged', 'uncertain_times', 'clock_restarts']);
  return [...silent, ...others.map(({ code, message }) => ({ code, words: sentence(message), serious: serious.has(code) }))];
}

/** Both ends of a file name matter: the study and the visit stand in front, the take and the kind behind. */
function Name({ name }: { name: string }) {
  const tail = name.length > 14 ? 9 : 0;
  return (
    <span className="nj-name" title={name}>
      <span className="sr">{name}</span>
      <span className="cut" aria-hidden="true">{name.slice(0, name.length - tail)}</span>
      {tail > 0 && <span aria-hidden="true">{name.slice(-tail)}</span>}
    </span>
  );
}

function VideoRow({ item, current, items, busy }: { item: Item; current: boolean; items: Items; busy: boolean }) {
  const stop = current ? 0 : -1;
  return (
    <div role="gridcell" className="nj-video">
      {item.jobId ? <Thumb jobId={item.jobId} /> : <span className="thumb nj-nothumb"><Icon name="library" /></span>}
      <div className="nj-video-words">
        <Name name={item.name} />
        {item.state !== 'refused' && <span className="xs muted">{factWords(item)}</span>}
      </div>
      <Button
        look="quiet" small icon="cross" tabIndex={stop} disabled={busy} aria-label={t.remove(item.name)} title={t.remove(item.name)}
        onClick={() => items.remove([item.path])}
      />
      {item.trouble && (
        <div className="nj-note c-danger">
          <Icon name="failed" small />
          <span>
            {sentence(item.trouble.message)} {item.trouble.hint && sentence(item.trouble.hint)}{' '}
            <button type="button" className="link" tabIndex={stop} disabled={busy} onClick={() => items.again(item)}>{t.again}</button>
          </span>
        </div>
      )}
      {item.state !== 'refused' && notesOf(item).map(({ code, words, serious }) => (
        <div key={code} className="nj-note"><span className={serious ? 'c-warning' : ''}><Icon name={serious ? 'warning' : 'info'} small /></span><span>{words}</span></div>
      ))}
    </div>
  );
}

interface VideosColumnProps {
  items: Items;
  /** While they are being started. */
  busy: boolean;
  choosing: boolean;
  onChosen: () => void;
}

export function VideosColumn({ items, busy, choosing, onChosen }: VideosColumnProps) {
  const { attempt, over } = useAdding();
  const { note } = useNewJob();
  const [asking, setAsking] = useState(false);
  const choose = () => {
    if (inTauri) void attempt(t.addVideos, async () => items.addPaths(await pickVideos()));
    else setAsking(true);
  };
  useEffect(() => {
    if (!choosing) return;
    onChosen();
    choose();
  }, [choosing]);

  const { list, doubles } = items;
  const refused = list.filter((item) => item.state === 'refused');
  const looked = list.filter((item) => item.state === 'ready' || item.state === 'refused').length;
  return (
    <section className="nj-col nj-videos" aria-label={t.videos}>
      <h3>
        {t.videos} <span className="muted">{list.length > 0 && list.length}</span>
        <span className="grow" />
        <Button look="quiet" small icon="plus" disabled={busy} onClick={choose}>{t.add}</Button>
      </h3>
      <div className="xs muted nj-tally" role="status">
        {looked < list.length && <div>{t.lookingAll(looked, list.length)}</div>}
        {note && <div>{note}</div>}
        {doubles > 0 && <div>{t.known(doubles)}</div>}
      </div>
      {refused.length > 1 && (
        <div className="xs nj-refused c-danger">
          <span className="grow">{t.cannot(refused.length)}</span>
          <Button small disabled={busy} onClick={() => items.remove(refused.map((item) => item.path))}>{t.removeRefused}</Button>
        </div>
      )}
      {list.length === 0 ? (
        <div className="nj-empty">
          <div className="strong">{t.noVideos}</div>
          <p className="muted">{t.noVideosText}</p>
          <Button icon="file" onClick={choose}>{t.addVideos}</Button>
        </div>
      ) : (
        <Rows
          label={t.videos} className="nj-rows" items={[...list]} keyOf={(item) => item.path} height={54}
          row={(item, _at, current) => <VideoRow item={item} current={current} items={items} busy={busy} />}
          onKey={(event, item) => event.key === 'Delete' && !busy && (items.remove([item.path]), true)}
        />
      )}
      {over && <div className="veil nj-veil"><Icon name="plus" />{t.dropHere}</div>}
      <PathDialog open={asking} onClose={() => setAsking(false)} onAdd={items.addPaths} act={t.pathAct} />
    </section>
  );
}
