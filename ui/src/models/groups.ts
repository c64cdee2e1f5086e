/** How the models are listed, and who uses them. Pure. */
import type { Model } from '../api/models';
import { t } from './strings';

const ORDER = ['picture', 'face', 'sound'];

/** The models under their headings, in the order of the catalogue. A heading that this window does not know comes last. */
export function groupsOf(models: readonly Model[]): [group: string, models: Model[]][] {
  const groups = new Map<string, Model[]>(ORDER.map((group) => [group, []]));
  for (const model of models) groups.set(model.group, [...(groups.get(model.group) ?? []), model]);
  return [...groups].filter(([, list]) => list.length > 0);
}

/** The names of the pipelines that use a model. */
export const usersOf = (model: Model): string[] =>
  model.pipelines.map(({ display_name, optional }) => (optional ? t.optional(display_name) : display_name));

/** Where a model came from, or would come from. */
export function sourceOf(model: Model): string {
  if (model.origin) return t.origins[model.origin] ?? model.origin;
  return model.downloadable ? t.fromCatalogue(model.revision) : t.pack;
}

/** Whether the person has to agree to something before the download. */
export const needsTerms = (model: Model): boolean => model.research_only && !model.accepted;
