/** How dates of tokens and the address of the API are said. */
import type { Access } from '../api/access';

/** The day of a time, with the year when it is not this one: `today`, `2 May`, `2 May 2027`. */
export function day(timestamp: string, now = new Date()): string {
  const date = new Date(timestamp);
  if (date.toDateString() === now.toDateString()) return 'today';
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year });
}

/** Where a script finds the API, or will. */
export const addressOf = ({ url, port }: Access): string => url ?? `http://127.0.0.1:${port}`;
/** What can be pasted into a terminal; the token comes from a variable, so that it is in no history. */
export const curlOf = (access: Access): string =>
  `curl -H "Authorization: Bearer $VA_TOKEN" \\\n     ${addressOf(access)}/api/v1/jobs`;
