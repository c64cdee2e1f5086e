/** What painters use of a canvas. Tests give them a recorder instead. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineJoin"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "fillRect"
  | "fillText"
  | "measureText"
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "closePath"
  | "fill"
  | "stroke"
  | "save"
  | "restore"
>;

/** A horizontal band, in device pixels. */
export type Band = { y: number; height: number };

export function font(pen: Pen, family: string, unit: number, strong = false): void {
  pen.font = `${strong ? 600 : 400} ${10.5 * unit}px ${family}`;
}

/** Body and a one-pixel edge with broken corners, all on whole pixels: sharp, and cheap without a GPU. */
export function box(pen: Pen, x: number, band: Band, width: number, fill: string, edge: string, line: number): void {
  const { y, height } = band;
  pen.fillStyle = fill;
  pen.fillRect(x, y, width, height);
  pen.fillStyle = edge;
  pen.fillRect(x + line, y, width - 2 * line, line);
  pen.fillRect(x + line, y + height - line, width - 2 * line, line);
  pen.fillRect(x, y + line, line, height - 2 * line);
  pen.fillRect(x + width - line, y + line, line, height - 2 * line);
}
