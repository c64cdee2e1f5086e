/** The model files: which there are, what is done with them. Nothing is fetched unless a person asks for it. */
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { client, keys, unwrap } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Model = Schemas['Model'];
export type ModelList = Schemas['ModelList'];
export type Transfer = Schemas['ModelTransfer'];
export type Imported = Schemas['ModelImportResult'];

const of = (id: string) => ({ params: { path: { id } } });

export const listModels = (): Promise<ModelList> => unwrap(client.GET('/api/v1/models'));
/** Starts, or goes on with, a download. `accept`: the person agreed to the terms that are shown. */
export const downloadModel = (id: string, accept: boolean): Promise<Model> =>
  unwrap(client.POST('/api/v1/models/{id}/download', { ...of(id), body: { accept } }));
/** Keeps what was fetched. */
export const pauseModel = (id: string): Promise<Model> => unwrap(client.POST('/api/v1/models/{id}/pause', of(id)));
/** Throws away what was fetched. */
export const cancelModel = (id: string): Promise<Model> => unwrap(client.POST('/api/v1/models/{id}/cancel', of(id)));
export const removeModel = (id: string): Promise<Model> => unwrap(client.DELETE('/api/v1/models/{id}', of(id)));
/** Reads the file again, whatever is remembered of it. */
export const verifyModel = (id: string): Promise<Model> => unwrap(client.POST('/api/v1/models/{id}/verify', of(id)));
export const verifyModels = (): Promise<ModelList> => unwrap(client.POST('/api/v1/models/verify'));
/** A folder, a model file or an archive; the files in it are copied. */
export const importModels = (path: string): Promise<Imported> => unwrap(client.POST('/api/v1/models/import', { body: { path } }));

const USABLE = new Set<Model['state']>(['installed', 'unchecked']);
/** Whether pipelines can use it. */
export const isUsable = (model: Model): boolean => USABLE.has(model.state);

/** The list with the model in it, and the sums that its head shows. */
export function withModel(list: ModelList, model: Model): ModelList {
  const models = list.models.map((other) => (other.id === model.id ? model : other));
  const usable = models.filter(isUsable);
  return { ...list, models, installed: usable.length, installed_bytes: usable.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) };
}

/** Puts a model where it is shown. What it makes possible is asked for again when it came or went. */
export function applyModel(cache: QueryClient, model: Model): void {
  const before = cache.getQueryData<ModelList>(keys.models)?.models.find((other) => other.id === model.id);
  cache.setQueryData<ModelList>(keys.models, (list) => list && withModel(list, model));
  if (before && isUsable(before) === isUsable(model)) return;
  void cache.invalidateQueries({ queryKey: keys.pipelines });
}

/** The models, kept live by the event stream. */
export const useModels = () => useQuery({ queryKey: keys.models, queryFn: listModels });

const FETCHING = new Set<Transfer['state']>(['waiting', 'downloading', 'verifying']);
/** Whether it is on its way now. */
export const isFetching = ({ transfer }: Model): boolean => transfer !== null && transfer !== undefined && FETCHING.has(transfer.state);
