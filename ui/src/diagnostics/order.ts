/** The order of the cards. */
import type { Finding, Status } from '../api/diagnostics';

const RANK: Record<Status, number> = { error: 0, warning: 1, ok: 2 };
/** Failures first, as soon as every check that was asked for has answered; until then in the program's order. */
export function inOrder<T extends { finding: Pick<Finding, 'status'> | undefined; query: { isFetching: boolean } }>(checks: T[]): T[] {
  if (checks.some(({ query }) => query.isFetching)) return checks;
  const rank = ({ finding }: T) => (finding ? RANK[finding.status] : RANK.ok + 1);
  return [...checks].sort((a, b) => rank(a) - rank(b));
}
