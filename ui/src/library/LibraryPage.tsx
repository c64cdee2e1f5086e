/** The first screen: every video, what is measured of it, and where it stands. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { usePipelines, useVideos, type Video } from '../api/client';
import { inTauri } from '../api/desktop';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { span } from '../components/words';
import { useNewJob, useSuggestion } from '../newjob/opening';
import { t as newJobWords } from '../newjob/strings';
import { useAdding } from '../shell/adding';
import { Empty } from './Empty';
import { Inspector } from './Inspector';
import { allOf, chosen, nothing, type Reach } from './selection';
import { rowsOf, type Filter, type Sort } from './state';
import { t } from './strings';
import { Table } from './Table';
import { Toolbar } from './Toolbar';
import './library.css';

function Search({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
      event.preventDefault();
      field.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <label className="input search">
      <Icon name="search" small />
      <input
        ref={field} type="search" value={value} placeholder={t.search} aria-label={t.search} spellCheck={false}
        onChange={(event) => onChange(event.target.value)} onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      />
      {value === '' && <span className="unit"><span className="kbd">{t.searchKey}</span></span>}
    </label>
  );
}

function Videos({ videos, search, clearSearch }: { videos: Video[]; search: string; clearSearch: () => void }) {
  const navigate = useNavigate();
  const { added } = useAdding();
  const pipelines = usePipelines().data ?? [];
  const [filter, setFilter] = useState<Filter>('all');
  const [sort, setSort] = useState<Sort>('newest');
  const [selection, setSelection] = useState({ ...nothing, added });
  const [drawer, setDrawer] = useState(false);
  const rows = useMemo(() => rowsOf(videos, filter, search, sort), [videos, filter, search, sort]);
  // What was just added is chosen, until something else is.
  const wanted = added !== undefined && selection.added !== added ? added : selection.current;
  const current = rows.find((video) => video.id === wanted) ?? rows[0];
  const marked = useMemo(() => rows.filter((video) => selection.marked.has(video.id)), [rows, selection]);
  useSuggestion(marked);
  const ids = () => rows.map((video) => video.id);
  const select = (id: number, reach: Reach) => {
    setSelection({ ...chosen({ ...selection, current: current?.id }, id, reach, ids()), added });
    setDrawer(true);
  };
  const open = (video: Video) => {
    if (video.job) void navigate({ to: '/viewer/$jobId', params: { jobId: video.job.id } });
  };
  const seconds = rows.reduce((sum, video) => sum + (video.duration_ms ?? 0), 0) / 1000;
  return (
    <div className="lib" onKeyDown={(event) => event.key === 'Escape' && setDrawer(false)}>
      <section className="tw">
        <Toolbar videos={videos} filter={filter} onFilter={setFilter} sort={sort} onSort={setSort} />
        <Table
          rows={rows} pipelines={pipelines} current={current?.id} marked={selection.marked} onOpen={open} onSelect={select}
          onSelectAll={(all) => setSelection(all ? { ...allOf({ ...selection, current: current?.id }, ids()), added } : { ...selection, marked: new Set() })}
        />
        {rows.length === 0 && (
          <div className="nothing muted">
            {t.nothing} <Button small onClick={() => (setFilter('all'), clearSearch())}>{t.clear}</Button>
          </div>
        )}
        <div className="foot-t">
          <span>{t.total(rows.length, span(seconds))}</span>
          <span className="grow" />
          {marked.length > 0 && <span>{t.selectedCount(marked.length)}</span>}
          <span className="subtle">{inTauri ? t.dropHint : t.keys}</span>
        </div>
      </section>
      {current ? (
        <Inspector video={current} open={drawer} onOpen={open} onClose={() => setDrawer(false)} />
      ) : (
        <aside className="insp" aria-label={t.selected}><p className="muted">{t.noneSelected}</p></aside>
      )}
    </div>
  );
}

export function LibraryPage() {
  const videos = useVideos();
  const { choose } = useAdding();
  const newJob = useNewJob();
  const [search, setSearch] = useState('');
  const some = videos.data !== undefined && videos.data.length > 0;
  return (
    <>
      <header className="bar">
        <h1>{t.title}</h1>
        <span className="grow" />
        {some && <Search value={search} onChange={setSearch} />}
        <Button icon="plus" onClick={choose}>{inTauri ? t.add : t.addByPath}</Button>
        {some && <Button look="primary" title={t.newJobKey} onClick={newJob.openSuggested}>{newJobWords.open}</Button>}
      </header>
      {videos.isPending && <p className="page-note muted" role="status">{t.reading}</p>}
      {videos.isError && (
        <div className="page-note" role="alert">
          <p><span className="strong">{t.readFailed}</span> {videos.error.message}</p>
          <Button onClick={() => void videos.refetch()}>{t.retry}</Button>
        </div>
      )}
      {videos.data && (some ? <Videos videos={videos.data} search={search} clearSearch={() => setSearch('')} /> : <Empty />)}
    </>
  );
}
