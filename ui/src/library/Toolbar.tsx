/** Filters with their numbers, and the order of the rows. */
import type { Video } from '../api/client';
import { Icon } from '../components/Icon';
import { count } from '../components/words';
import { matches, type Filter, type Sort } from './state';
import { t } from './strings';

interface ToolbarProps {
  videos: Video[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

const FILTERS: Filter[] = ['all', 'measured', 'queue', 'look', 'none'];
const SORTS: Sort[] = ['newest', 'oldest', 'name', 'length'];

export function Toolbar({ videos, filter, onFilter, sort, onSort }: ToolbarProps) {
  return (
    <div className="tools">
      <div className="chips" role="group" aria-label={t.filterLabel}>
        {FILTERS.map((name) => (
          <button key={name} type="button" className={name === filter ? 'chip on' : 'chip'} aria-pressed={name === filter} onClick={() => onFilter(name)}>
            {t.filters[name]} <b>{count(videos.filter((video) => matches(video, name)).length)}</b>
          </button>
        ))}
      </div>
      <span className="grow" />
      <label className="sort btn sm quiet">
        <Icon name={sort === 'oldest' ? 'up' : 'down'} small />
        <span className="sr">{t.sortLabel}</span>
        <select value={sort} onChange={(event) => onSort(SORTS.find((name) => name === event.target.value) ?? 'newest')}>
          {SORTS.map((name) => <option key={name} value={name}>{t.sorts[name]}</option>)}
        </select>
      </label>
    </div>
  );
}
