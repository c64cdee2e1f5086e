/** Which videos are marked, as file managers do it: a plain choice marks one, Ctrl adds, Shift takes the range. Pure functions. */

export interface Selection {
  /** The row that the keys move from and the inspector shows. */
  current: number | undefined;
  /** Where a range begins. */
  anchor: number | undefined;
  marked: ReadonlySet<number>;
}

export type Reach = 'only' | 'toggle' | 'range' | 'move';

export const nothing: Selection = { current: undefined, anchor: undefined, marked: new Set() };

/** What a key or a click with these keys held down does. */
export const reachOf = ({ ctrlKey, metaKey, shiftKey }: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }, plain: Reach = 'only', held: Reach = 'toggle'): Reach =>
  shiftKey ? 'range' : ctrlKey || metaKey ? held : plain;

/** The selection after a choice; `rows` are the ids in the order in which they are shown. */
export function chosen(before: Selection, id: number, reach: Reach, rows: readonly number[]): Selection {
  switch (reach) {
    case 'only': return { current: id, anchor: id, marked: new Set([id]) };
    case 'move': return { ...before, current: id };
    case 'toggle': {
      const marked = new Set(before.marked);
      if (!marked.delete(id)) marked.add(id);
      return { current: id, anchor: id, marked };
    }
    case 'range': {
      const anchor = before.anchor ?? before.current ?? id;
      const [a, b] = [rows.indexOf(anchor), rows.indexOf(id)];
      if (a < 0 || b < 0) return { current: id, anchor: id, marked: new Set([id]) };
      return { current: id, anchor, marked: new Set(rows.slice(Math.min(a, b), Math.max(a, b) + 1)) };
    }
  }
}

export const allOf = (before: Selection, rows: readonly number[]): Selection => ({ ...before, marked: new Set(rows) });
