/** The findings as text that may be sent to somebody else: plain ASCII, without names of files and folders. */
import type { Finding, SelfTest } from '../api/diagnostics';
import { withoutPaths } from '../queue/report';
import { t } from './strings';

const PLAIN: [RegExp, string][] = [[/[\u2018\u2019]/g, "'"], [/[\u201c\u201d]/g, '"'], [/[\u2013\u2014]/g, '-'], [/\u2026/g, '...'], [/\u00d7/g, 'x'], [/\u00a0/g, ' ']];

/** Nothing that a terminal or an old mail program can't show. */
export function ascii(words: string): string {
  const plain = PLAIN.reduce((sum, [from, to]) => sum.replace(from, to), words);
  return plain.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/[^\x20-\x7e\n]/g, '?');
}

export interface Told {
  title: string;
  finding: Finding | undefined;
}

function partLines({ title, finding }: Told): string[] {
  if (!finding) return [`[ ] ${title}: ${t.text.missing}`];
  const problems = [...finding.errors, ...finding.warnings].flatMap(({ message, fix }) => [`    ${message}`, `      ${t.text.fix}: ${fix}`]);
  return [`[${t.text.status[finding.status]}] ${title}: ${finding.value}`, ...(problems.length > 0 ? problems : [`    ${finding.message}`])];
}

/** Everything on the screen, a line for each thing that was measured. */
export function textOf(checks: Told[], test: SelfTest | undefined, at: string): string {
  const devices = (test?.devices ?? []).map(({ device, state, seconds, message }) =>
    `    ${device}: ${t.test.states[state]}${seconds === null ? '' : `, ${t.test.seconds(seconds)}`}${message ? `, ${message}` : ''}`);
  const lines = [
    `${t.text.title}, ${at}`, '',
    ...checks.flatMap(partLines),
    ...(devices.length > 0 ? ['', t.text.test, ...devices] : []),
  ];
  return `${ascii(withoutPaths(lines.join('\n')))}\n`;
}
