/**
 * What is chosen and typed in the sheet, right or wrong. Fields keep what was typed as text until it is sent, so that
 * nobody's "1." turns into "1" under their hands. Pure functions; the sheet owns the state.
 */
import type { Config, Preset, Wish } from '../api/presets';
import { flat, nested, type Parameter, type Pipeline } from './leaves';

export interface Draft {
  /** Names of the pipelines that are on. */
  selected: ReadonlySet<string>;
  /** What was given or typed, by pipeline and setting; what is not here has its default. */
  typed: Config;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const numeric = (parameter: Parameter) => parameter.type === 'integer' || parameter.type === 'number';

/** The value that is sent for what was typed. What is no number stays text, and the validator says so. */
export function valueOf(parameter: Parameter, typed: unknown): unknown {
  if (typed === undefined) return parameter.default;
  if (!numeric(parameter) || typeof typed !== 'string') return typed;
  const text = typed.trim();
  const number = Number(text);
  return NUMBER.test(text) && Number.isFinite(number) ? number : typed;
}

/** What a field shows. */
export function textOf(parameter: Parameter, typed: unknown): string {
  const shown: unknown = typed === undefined ? parameter.default : typed;
  return typeof shown === 'string' ? shown : JSON.stringify(shown);
}

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Whether the setting differs from its default. */
export const isChanged = (parameter: Parameter, typed: unknown): boolean => !same(valueOf(parameter, typed), parameter.default);

/** The settings one of which has to be otherwise for this one to do something; none when it does something now. */
export function idleUntil(pipeline: Pipeline, parameter: Parameter, draft: Draft): { parameter: Parameter; value: unknown }[] {
  const conditions = parameter.used_when.flatMap(({ name, value }) => {
    const other = pipeline.parameters.find((setting) => setting.name === name);
    return other ? [{ parameter: other, value }] : [];
  });
  const holds = conditions.some(({ parameter: other, value }) => same(valueOf(other, draft.typed[pipeline.name]?.[other.name]), value));
  return holds ? [] : conditions;
}

export const changedCount = (pipeline: Pipeline, draft: Draft): number =>
  pipeline.parameters.filter((parameter) => isChanged(parameter, draft.typed[pipeline.name]?.[parameter.name])).length;

/** What is on when nothing is chosen. */
export const defaultDraft = (pipelines: Pipeline[]): Draft => ({
  selected: new Set(pipelines.filter((pipeline) => pipeline.default_enabled).map((pipeline) => pipeline.name)),
  typed: {},
});

/** The draft of a preset or a file. Only settings that have a field are taken over. */
export function draftOf(pipelines: Pipeline[], selected: readonly string[] | null, config: Config): Draft {
  const typed: Config = {};
  for (const pipeline of pipelines) {
    const known = flat(pipeline, config[pipeline.name] ?? {});
    if (Object.keys(known).length > 0) typed[pipeline.name] = known;
  }
  const named = selected ?? pipelines.map((pipeline) => pipeline.name).filter((name) => name in config);
  const on = named.filter((name) => pipelines.some((pipeline) => pipeline.name === name));
  return on.length === 0 && selected === null ? { ...defaultDraft(pipelines), typed } : { selected: new Set(on), typed };
}

/**
 * The draft of a preset. One that came with the program suggests what can be measured on this computer; what can't be
 * has its reason on its card. A laboratory's own one means what it says.
 */
export function presetDraft(pipelines: Pipeline[], preset: Pick<Preset, 'built_in' | 'selected_pipelines' | 'config'>): Draft {
  const whole = draftOf(pipelines, preset.selected_pipelines, preset.config);
  if (!preset.built_in) return whole;
  const here = pipelines.filter(({ name, available }) => available && whole.selected.has(name));
  return { ...whole, selected: new Set(here.map(({ name }) => name)) };
}

/** What is sent: every setting of every pipeline that is on, in the order of the window. */
export function wishOf(pipelines: Pipeline[], draft: Draft): Wish {
  const on = pipelines.filter((pipeline) => draft.selected.has(pipeline.name));
  const settings = (pipeline: Pipeline) =>
    Object.fromEntries(pipeline.parameters.map((parameter) => [parameter.name, valueOf(parameter, draft.typed[pipeline.name]?.[parameter.name])]));
  return { selected_pipelines: on.map((pipeline) => pipeline.name), config: Object.fromEntries(on.map((pipeline) => [pipeline.name, nested(settings(pipeline))])) };
}

/** Whether two drafts would run the same. */
export const sameWish = (pipelines: Pipeline[], a: Draft, b: Draft): boolean => same(wishOf(pipelines, a), wishOf(pipelines, b));

/** Whether nothing typed or chosen would be lost, also in pipelines that are off. */
export function sameEverything(pipelines: Pipeline[], a: Draft, b: Draft): boolean {
  const all = new Set(pipelines.map((pipeline) => pipeline.name));
  return sameWish(pipelines, a, b) && sameWish(pipelines, { ...a, selected: all }, { ...b, selected: all });
}

/** How many settings would change if one draft took the place of another; a pipeline that is put on or off counts as one. */
export function differences(pipelines: Pipeline[], a: Draft, b: Draft): number {
  return pipelines.reduce((sum, pipeline) => {
    const { name, parameters } = pipeline;
    if (a.selected.has(name) !== b.selected.has(name)) return sum + 1;
    if (!a.selected.has(name)) return sum;
    const differ = (parameter: Parameter) =>
      !same(valueOf(parameter, a.typed[name]?.[parameter.name]), valueOf(parameter, b.typed[name]?.[parameter.name]));
    return sum + parameters.filter(differ).length;
  }, 0);
}

export function withPipeline(draft: Draft, name: string, on: boolean): Draft {
  const selected = new Set(draft.selected);
  if (on) selected.add(name);
  else selected.delete(name);
  return { ...draft, selected };
}

export const withTyped = (draft: Draft, pipeline: string, key: string, typed: unknown): Draft => ({
  ...draft,
  typed: { ...draft.typed, [pipeline]: { ...draft.typed[pipeline], [key]: typed } },
});

export function withDefault(draft: Draft, pipeline: string, key: string): Draft {
  const { [key]: _gone, ...rest } = draft.typed[pipeline] ?? {};
  return { ...draft, typed: { ...draft.typed, [pipeline]: rest } };
}

export const withDefaults = (draft: Draft, pipeline: string): Draft => ({ ...draft, typed: { ...draft.typed, [pipeline]: {} } });
