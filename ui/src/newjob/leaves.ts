/**
 * Groups of settings taken apart: the sheet knows single settings only, those of a group by a dotted name and under a
 * heading. In files and on the wire they are nested. Pure functions.
 */
import type { PipelineInfo } from '../api/client';

type Wire = PipelineInfo['parameters'][number];
export type Parameter = Omit<Wire, 'fields'> & {
  /** The name of the group that it is in. */
  group?: string;
};
export interface Pipeline extends Omit<PipelineInfo, 'parameters'> {
  parameters: Parameter[];
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function leavesOf(parameters: Wire[], path: string, group: Wire | undefined): Parameter[] {
  return parameters.flatMap((parameter): Parameter[] => {
    const name = path + parameter.name;
    const { fields, ...leaf } = parameter;
    if (parameter.type === 'group') return leavesOf(fields, `${name}.`, parameter);
    const used_when = parameter.used_when.map((condition) => ({ ...condition, name: path + condition.name }));
    return [{ ...leaf, name, used_when, advanced: parameter.advanced || group?.advanced === true, ...(group ? { group: group.label } : {}) }];
  });
}

/** The pipelines with single settings only. */
export const withLeaves = (pipelines: PipelineInfo[]): Pipeline[] =>
  pipelines.map((pipeline) => ({ ...pipeline, parameters: leavesOf(pipeline.parameters, '', undefined) }));

/** `{a: {b: 1}}` as `{'a.b': 1}`, as far as there are settings of those names. */
export function flat(pipeline: Pipeline, given: Record<string, unknown>): Record<string, unknown> {
  const found: [string, unknown][] = [];
  for (const { name } of pipeline.parameters) {
    let value: unknown = given;
    for (const key of name.split('.')) value = isGroup(value) ? value[key] : undefined;
    if (value !== undefined) found.push([name, value]);
  }
  return Object.fromEntries(found);
}

/** `{'a.b': 1}` as `{a: {b: 1}}`. */
export function nested(settings: Record<string, unknown>): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    let into = all;
    for (const key of keys) {
      const next: unknown = into[key];
      const group = isGroup(next) ? next : {};
      into[key] = group;
      into = group;
    }
    into[last] = value;
  }
  return all;
}
