/**
 * A list of rows as a grid: one tab stop, arrows move, the buttons of the current row follow in the tab order.
 * Only the rows in sight exist, so ten thousand are as light as ten. The focus stays with its row when the order
 * changes, and goes to the neighbour when its row is gone.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, useState, type ComponentProps, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';

interface RowsProps<T> {
  label: string;
  items: T[];
  keyOf: (item: T) => string;
  /** Height of a row in pixels, before it is measured. */
  height: number;
  /** The cells; `current` is whether the buttons of the row are in the tab order. */
  row: (item: T, at: number, current: boolean) => ReactNode;
  /** Keys of one's own; true when it was one. */
  onKey?: (event: KeyboardEvent, item: T, at: number) => boolean;
  rowProps?: (item: T, at: number) => ComponentProps<'div'>;
  className?: string;
}

const PAGE = 10;

export function Rows<T>({ label, items, keyOf, height, row, onKey, rowProps, className = '' }: RowsProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const inside = useRef(false);
  const place = useRef(0);
  const [current, setCurrent] = useState<string>();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => { const item = items[index]; return item === undefined ? index : keyOf(item); },
    overscan: 6,
  });
  const at = items.findIndex((item) => keyOf(item) === current);

  const focusRow = (index: number) => {
    virtual.scrollToIndex(index);
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
  };
  const go = (index: number) => {
    const to = Math.min(items.length - 1, Math.max(0, index));
    const item = items[to];
    if (item === undefined) return;
    setCurrent(keyOf(item));
    focusRow(to);
  };

  const settle = useEffectEvent(() => {
    const before = place.current;
    if (at >= 0) place.current = at;
    if (!inside.current || current === undefined) return;
    if (at < 0) go(before);
    else if (at !== before && !scroller.current?.contains(document.activeElement)) focusRow(at);
    else if (at !== before) virtual.scrollToIndex(at);
  });
  useEffect(() => settle(), [at, items.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[at];
    if (item === undefined) return;
    if (onKey?.(event, item, at)) {
      event.preventDefault();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const moves: Record<string, number> = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1, PageDown: at + PAGE, PageUp: at - PAGE,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    go(to);
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
    // A focused row that is removed has not been left: its neighbour takes over.
    const left = event.target;
    queueMicrotask(() => {
      if (left.isConnected) inside.current = false;
    });
  };

  const drawn = virtual.getVirtualItems();
  // When the current row is scrolled away, the first row in sight takes its place in the tab order.
  const stop = drawn.find((item) => item.index === at)?.index ?? drawn[0]?.index;
  return (
    <div
      className={`card rows-box ${className}`} ref={scroller} role="grid" aria-label={label} aria-rowcount={items.length}
      onKeyDown={onKeyDown} onBlur={onBlur}
    >
      <div className="rows-all" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ key, index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const { className: more = '', ...props } = rowProps?.(item, index) ?? {};
          return (
            <div
              key={key} ref={virtual.measureElement} data-index={index} role="row" aria-rowindex={index + 1}
              className={`row-box ${more}`} style={{ transform: `translateY(${start}px)` }} tabIndex={index === stop ? 0 : -1}
              onFocus={() => { inside.current = true; place.current = index; setCurrent(keyOf(item)); }} {...props}
            >
              {row(item, index, index === stop)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
