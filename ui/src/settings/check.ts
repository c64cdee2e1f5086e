/** Whether what is typed is a value of a setting, as it is typed: the same bounds as the program's own check. */
import type { Setting } from '../api/settings';
import { count } from '../components/words';
import { t } from './strings';

export type Typed = { value: number; problem?: undefined } | { value?: undefined; problem: string };

const NUMBER = /^-?\d+(\.\d+)?$/;
/** Thousands as the bounds are written. */
const GROUPED = /^-?\d{1,3}(,\d{3})+$/;

export const rangeWords = ({ min, max, unit }: Pick<Setting, 'min' | 'max' | 'unit'>): string =>
  min === null || max === null ? '' : t.range(count(min), count(max), unit ?? '');

export function readNumber(text: string, setting: Pick<Setting, 'title' | 'type' | 'min' | 'max' | 'unit' | 'default'>): Typed {
  const { title, type, min, max } = setting;
  const example = String(setting.default);
  const trimmed = GROUPED.test(text.trim()) ? text.trim().replaceAll(',', '') : text.trim();
  if (!NUMBER.test(trimmed)) return { problem: type === 'integer' ? t.notWhole(example) : t.notANumber(example) };
  const value = Number(trimmed);
  if (type === 'integer' && !Number.isInteger(value)) return { problem: t.notWhole(example) };
  if ((min !== null && value < min) || (max !== null && value > max)) return { problem: t.outside(title, rangeWords(setting), example) };
  return { value };
}

const ABSOLUTE = /^(\/|[A-Za-z]:[\\/]|\\\\)/;
const plain = (path: string) => path.trim().replaceAll('\\', '/').replace(/\/+$/, '');

/** Why the storage folder can not be moved there, as far as that can be seen from the path. */
export function folderProblem(to: string, now: string): string | null {
  if (to.trim() === '') return t.storage.toNone;
  if (!ABSOLUTE.test(to.trim())) return t.storage.toRelative;
  if (plain(to) === plain(now)) return t.storage.toSame;
  return plain(to).startsWith(`${plain(now)}/`) ? t.storage.toInside : null;
}
