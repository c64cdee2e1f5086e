/** Who may use the program from outside of the window: whether it listens, and the tokens that open it. */
import { useQuery } from '@tanstack/react-query';
import { client, keys, unwrap } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Access = Schemas['AccessBody'];
export type Token = Schemas['Token'];
export type Scope = Schemas['TokenScope'];
/** The token itself is in this answer only. */
export type MadeToken = Schemas['MadeToken'];

export const getAccess = (): Promise<Access> => unwrap(client.GET('/api/v1/access'));
const listTokens = async (): Promise<Token[]> => (await unwrap(client.GET('/api/v1/tokens'))).tokens;
/** `days` until it ends; null for never. */
export const createToken = (name: string, scope: Scope, days: number | null): Promise<MadeToken> =>
  unwrap(client.POST('/api/v1/tokens', { body: { name, scope, days } }));
/** At once and for good. */
export const revokeToken = (id: number): Promise<Token> =>
  unwrap(client.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }));

/** Whether the API listens; kept live by the event stream. */
export const useAccess = () => useQuery({ queryKey: keys.access, queryFn: getAccess, retry: false });
/** Every token, the newest first, kept live by the event stream. The time of last use is read anew with each look. */
export const useTokens = () => useQuery({ queryKey: keys.tokens, queryFn: listTokens, staleTime: 0, retry: false });
