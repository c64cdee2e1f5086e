/**
 * Which ended jobs the user has cleared from view. Nothing of them is removed; only the window remembers it.
 */
import { useState } from 'react';

/** Ids of jobs, in the order in which they were cleared. */
export type Cleared = readonly string[];

const KEY = 'va-queue-cleared';
const REMEMBERED = 5000;

/** What was remembered, or nothing when that can not be read. */
export function parseCleared(text: string | null): Cleared {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Those and more, each once; the oldest are forgotten when there are too many. */
export const withCleared = (cleared: Cleared, ids: Cleared): Cleared => [...new Set([...cleared, ...ids])].slice(-REMEMBERED);

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function useCleared() {
  const [cleared, setCleared] = useState(() => parseCleared(remembered()));
  const keep = (next: Cleared) => {
    setCleared(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // It holds until the page is left.
    }
  };
  return { cleared, keep };
}
