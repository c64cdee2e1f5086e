/** The further values of a check as lines of two columns, whatever they are. */
import type { Finding } from '../api/diagnostics';
import { t } from './strings';

export type Fact = [name: string, value: string];

/** What the card shows anyway. */
const SHOWN = new Set(['status', 'title', 'value', 'message', 'fix', 'errors', 'warnings', 'took_ms']);

function text(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return String(Math.round(value * 100) / 100);
}

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);
/** What an item of a list is called by, the best first. */
const NAMES = ['title', 'name', 'id', 'device'];

/** An item of a list in one line, if it holds nothing but plain values. */
function item(name: string[], value: unknown): Fact | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== '');
  const own = NAMES.find((key) => entries.some(([at, inner]) => at === key && typeof inner === 'string'));
  if (!own || !entries.every(([, inner]) => isPlain(inner))) return undefined;
  const title = entries.find(([key]) => key === own)?.[1];
  const words = entries.filter(([key]) => !NAMES.includes(key)).map(([key, inner]) => `${key.replaceAll('_', ' ')} ${text(inner)}`);
  return [`${name.join(', ')}, ${text(title)}`, words.join(', ')];
}

function lines(name: string[], value: unknown): Fact[] {
  if (value === null || value === undefined || value === '') return [];
  if (isPlain(value)) return [[name.join(', '), text(value)]];
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return value.length === 0 ? [] : [[name.join(', '), value.map(text).join(', ')]];
    return value.flatMap((inner, at) => {
      const line = item(name, inner);
      return line ? [line] : lines([...name, String(at + 1)], inner);
    });
  }
  return Object.entries(value).flatMap(([key, inner]) => lines([...name, key.replaceAll('_', ' ')], inner));
}

/** Every value that the card does not show by itself; nothing that is not known. */
export const factsOf = (finding: Finding): Fact[] =>
  Object.entries(finding).filter(([key]) => !SHOWN.has(key)).flatMap(([key, value]) => lines([key.replaceAll('_', ' ')], value));
