/** What the program finds out about this computer and itself, its self-test, and the ledger of its connections. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client, keys, unwrap } from './client';
import type { components, operations } from './schema';

type Schemas = components['schemas'];
/** How a part is, the worst last. */
export type Status = Schemas['PartStatus'];
export type Finding = Schemas['PartFinding'];
export type Report = Schemas['DiagnosticsReport'];
export type SelfTest = Schemas['SelfTest'];
export type DeviceTest = Schemas['DeviceTest'];
type PartName = NonNullable<NonNullable<operations['diagnostics']['parameters']['query']>['part']>;

/** Runs one check; the answer stands until it is asked for again. */
export const partQuery = (part: PartName, enabled = true) =>
  queryOptions({
    queryKey: keys.diagnostics(part), queryFn: ({ signal }) => unwrap(client.GET('/api/v1/diagnostics', { params: { query: { part } }, signal })),
    enabled, staleTime: 60_000, retry: false,
  });

const getSelfTest = (): Promise<SelfTest> => unwrap(client.GET('/api/v1/diagnostics/self-test'));
/** Starts it; it goes on when nobody looks. */
export const runSelfTest = (): Promise<SelfTest> => unwrap(client.POST('/api/v1/diagnostics/self-test'));
/** The last self-test, kept live by the event stream. */
export const useSelfTest = () =>
  useQuery({ queryKey: keys.selfTest, queryFn: getSelfTest, staleTime: 0, retry: false });

/** What listened and went out since the program started; asked for again while it is looked at. */
export const useLedger = () => useQuery({ ...partQuery('network'), staleTime: 0, refetchInterval: 10_000 });
