/** Where an issue of the validator belongs in the sheet: at a field, at a card, or only in the summary. */
import { sentence } from '../components/words';
import type { Issue } from '../api/presets';
import type { Parameter, Pipeline } from './leaves';

export interface Place {
  pipeline: Pipeline | null;
  parameter: Parameter | null;
}

/** `voice_activity.threshold` is a field, `voice_activity` a card, `pipelines[1]` neither unless the choice says which. */
export function placeOf(issue: Issue, pipelines: Pipeline[], selected: readonly string[]): Place {
  const [first = '', ...rest] = issue.field.split('.');
  const index = /^(?:selected_)?pipelines\[(\d+)\]$/.exec(first)?.[1];
  const name = index === undefined ? first : selected[Number(index)];
  const pipeline = pipelines.find((other) => other.name === name) ?? null;
  const parameter = pipeline?.parameters.find((other) => other.name === rest.join('.')) ?? null;
  return { pipeline, parameter };
}

const lastOf = ({ name }: Parameter) => name.slice(name.lastIndexOf('.') + 1);
const reKeys = /`([^`]+)`/g;

/**
 * What is wrong, where the field's own name stands beside it already: settings by their names in the window, not by
 * their names in files, and the field's own left out.
 */
export function issueWords(issue: Issue, { pipeline, parameter }: Place): string {
  const own = parameter === null ? null : `\`${lastOf(parameter)}\` `;
  const message = own !== null && issue.message.startsWith(own) ? issue.message.slice(own.length) : issue.message;
  const named = (text: string) =>
    text.replace(reKeys, (all, key: string) => {
      const other = pipeline?.parameters.find((setting) => setting.name === key || lastOf(setting) === key);
      return other ? `\`${other.label}\`` : all;
    });
  return [message, issue.hint].filter(Boolean).map((text) => sentence(named(text))).join(' ');
}

/** The issues at a field. */
export const at = (issues: Issue[], pipeline: string, parameter: string): Issue[] =>
  issues.filter((issue) => issue.field === `${pipeline}.${parameter}`);

/** The issues that no field shows: of a whole pipeline, of the choice of pipelines, of the whole configuration. */
export const fieldless = (issues: Issue[], pipelines: Pipeline[], selected: readonly string[]): Issue[] =>
  issues.filter((issue) => placeOf(issue, pipelines, selected).parameter === null);

/** How many issues a card has, those of its fields included. */
export const countOf = (issues: Issue[], pipelines: Pipeline[], selected: readonly string[], pipeline: string): number =>
  issues.filter((issue) => placeOf(issue, pipelines, selected).pipeline?.name === pipeline).length;
