/** Where things stand in the timeline, in CSS pixels. Heads beside the canvas use the same numbers. */
import type { Row } from "../rows";

export const OVERVIEW = 24;
export const RULER = 22;
export const TOP = OVERVIEW + RULER;

export type Place = { row: Row; y: number };

export function placesOf(rows: readonly Row[]): Place[] {
  let y = TOP;
  return rows.map((row) => {
    const place = { row, y };
    y += row.height;
    return place;
  });
}

export function heightOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.height, TOP);
}

/** The row under a height, or `null` above and below them. */
export function rowAt(places: readonly Place[], y: number): Row | null {
  return places.find((place) => y >= place.y && y < place.y + place.row.height)?.row ?? null;
}
