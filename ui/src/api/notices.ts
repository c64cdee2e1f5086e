/** What the program has to tell once, until it is dismissed. */
import { useQuery } from '@tanstack/react-query';
import { client, failureOf, keys, unwrap } from './client';
import type { components } from './schema';

export type Notice = components['schemas']['NoticeBody'];

const listNotices = async (): Promise<Notice[]> => (await unwrap(client.GET('/api/v1/notices'))).notices;

/** It is never told again. */
export async function dismissNotice(id: number): Promise<void> {
  const { error, response } = await client.DELETE('/api/v1/notices/{id}', { params: { path: { id } } });
  if (!response.ok) throw failureOf(error, response.status);
}

/** Read at the start and after a reset; the program writes them when it starts. */
export const useNotices = () => useQuery({ queryKey: keys.notices, queryFn: listNotices, retry: false });
