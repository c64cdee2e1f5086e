/** The checks of the program as the window asks for them: each apart, so that a slow one holds up no other. */
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { partQuery, type Finding, type Report } from '../api/diagnostics';
import type { IconName } from '../components/Icon';
import type { t } from './strings';

export type Part = keyof typeof t.parts;
/** In the order of the program; what is not asked for by itself takes long. */
export const PARTS: { part: Part; icon: IconName; slow?: true }[] = [
  { part: 'system', icon: 'processor' }, { part: 'ffmpeg', icon: 'library' }, { part: 'runtime', icon: 'measure' }, { part: 'gpu', icon: 'card' },
  { part: 'storage', icon: 'disk' }, { part: 'database', icon: 'database' }, { part: 'models', icon: 'models' },
  { part: 'pipelines', icon: 'motion', slow: true },
];

/** A check with what is known of it now. */
export interface Looked {
  part: Part;
  icon: IconName;
  slow: boolean;
  query: UseQueryResult<Report>;
  finding: Finding | undefined;
}

export const findingOf = (report: Report | undefined, part: string): Finding | undefined => report?.components[part];

function useParts(asking: boolean): Looked[] {
  const queries = useQueries({ queries: PARTS.map(({ part, slow }) => partQuery(part, asking && !slow)) });
  return PARTS.flatMap(({ part, icon, slow = false }, at) => {
    const query = queries[at];
    return query ? [{ part, icon, slow, query, finding: findingOf(query.data, part) }] : [];
  });
}

/** Every check; the fast ones run as soon as they are shown. */
export const useChecks = () => useParts(true);

/** How many checks failed when they last ran; runs none. */
export const useFailedChecks = (): number => useParts(false).filter(({ finding }) => finding?.status === 'error').length;
