/** From the container's clock to the player's, whose zero is the recording's first moment. */
import type { Columns } from "../../api/columns";

export function shifted(columns: Columns, startMs: number): Columns {
  if (startMs === 0) return columns;
  const move = (times: Int32Array) => times.map((time) => time - startMs);
  switch (columns.kind) {
    case "segments":
      return { ...columns, start: move(columns.start), end: move(columns.end) };
    case "curve":
      return { ...columns, time: move(columns.time) };
  }
}
