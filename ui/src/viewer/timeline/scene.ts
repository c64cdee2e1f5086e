/** Paints the whole timeline from what it is given; keeps nothing. */
import { clockMs } from "../../words/format";
import type { Layer, Row } from "../rows";
import { niceTop, paintCurve, peak } from "./curve";
import { OVERVIEW, RULER, TOP, type Place } from "./layout";
import { font, type Band, type Pen } from "./pen";
import { marks, paintRuler } from "./ruler";
import { paintSegments } from "./segments";
import type { Theme } from "./theme";
import type { LayerData } from "./tracks";
import type { TimeView } from "./view";

export type Selection = { row: string; start: number; end: number };
export type Scene = {
  view: TimeView;
  whole: TimeView;
  places: Place[];
  height: number;
  unit: number;
  theme: Theme;
  playhead: number;
  selection: Selection | null;
  channelOf: (row: Row, layer: Layer) => string;
  dataOf: (layer: Layer) => LayerData;
  labelOf: (row: Row, start: number) => string | null;
};

export function paintScene(pen: Pen, scene: Scene): void {
  const { view, theme, unit } = scene;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  font(pen, theme.family, unit);
  pen.fillStyle = theme.track;
  pen.fillRect(0, 0, view.width, Math.round(scene.height * unit));
  scene.places.forEach((place, index) => paintGround(pen, scene, place, index));
  paintSeconds(pen, scene);
  for (const place of scene.places) paintRow(pen, scene, place);
  paintOverview(pen, scene);
  pen.fillStyle = theme.head;
  pen.fillRect(0, OVERVIEW * unit, view.width, RULER * unit);
  paintRuler(pen, OVERVIEW * unit, RULER * unit, view, unit, { tick: theme.control, text: theme.subtle });
  paintPlayhead(pen, scene);
}

function paintGround(pen: Pen, { view, theme, unit }: Scene, { row, y }: Place, index: number): void {
  pen.fillStyle = index % 2 === 0 ? theme.trackAlt : theme.track;
  pen.fillRect(0, y * unit, view.width, row.height * unit);
  pen.fillStyle = theme.line;
  pen.fillRect(0, y * unit, view.width, Math.max(1, Math.round(unit)));
}

function paintSeconds(pen: Pen, { view, theme, unit, height }: Scene): void {
  const { step } = marks(view.msPerPixel * unit);
  pen.fillStyle = theme.line;
  const line = Math.max(1, Math.round(unit));
  for (let ms = Math.ceil(view.from / step) * step; ms <= view.to; ms += step)
    pen.fillRect(Math.round(view.xOf(ms)), TOP * unit, line, (height - TOP) * unit);
}

const inset = (y: number, height: number, unit: number, by: number): Band => ({
  y: Math.round((y + by) * unit),
  height: Math.round((height - 2 * by) * unit),
});

function paintRow(pen: Pen, scene: Scene, { row, y }: Place): void {
  const { theme, unit, view } = scene;
  const segments = { look: { fill: theme.neutral, edge: theme.control, text: theme.text }, unit };
  // curves that explain segments lie over their bodies, so that both are seen
  const drawn = [...row.layers].sort((a, b) => Number(a.paint !== "box") - Number(b.paint !== "box"));
  for (const layer of drawn) {
    const { near, whole } = scene.dataOf(layer);
    const data = near ?? whole;
    if (data?.kind === "segments") {
      const strip = layer.paint === "strip";
      const band = strip
        ? { y: Math.round((y + row.height - 7) * unit), height: Math.round(3 * unit) }
        : inset(y, row.height, unit, row.height > 40 ? 4 : 3);
      const look = strip ? { fill: theme.signal, edge: theme.signal, text: theme.text } : segments.look;
      const label = strip || layer.paint !== "box" ? null : (start: number) => scene.labelOf(row, start);
      const named = row.layers.some((other) => other.paint === "under") ? null : label;
      paintSegments(pen, band, view, data, { look, unit, label: named });
    } else if (data?.kind === "curve") {
      const channel = scene.channelOf(row, layer);
      const top = layer.top ?? niceTop(whole?.kind === "curve" ? peak(whole, channel) : peak(data, channel));
      const look = { line: theme.signal, fill: theme.signalFill };
      const band = inset(y, row.height, unit, layer.paint === "under" ? 8 : 4);
      paintCurve(pen, band, view, data, { channel, look, top, unit });
      paintScale(pen, scene, y, row.height, top);
    }
  }
  paintSelection(pen, scene, { row, y });
}

function paintScale(pen: Pen, { view, theme, unit }: Scene, y: number, height: number, top: number): void {
  pen.textAlign = "right";
  for (const [text, at] of [[String(top), y + 9] as const, ["0", y + height - 8] as const]) {
    const width = Math.ceil(pen.measureText(text).width + 6 * unit);
    pen.fillStyle = theme.track;
    pen.fillRect(view.width - width - unit, Math.round((at - 6) * unit), width, Math.round(12 * unit));
    pen.fillStyle = theme.subtle;
    pen.fillText(text, view.width - 4 * unit, at * unit);
  }
  pen.textAlign = "left";
}

function paintSelection(pen: Pen, { view, theme, unit, selection }: Scene, { row, y }: Place): void {
  if (selection?.row !== row.id) return;
  const thick = Math.max(2, Math.round(2 * unit));
  const left = Math.round(view.xOf(selection.start)) - thick;
  const width = Math.max(2 * thick + 1, Math.round(view.xOf(selection.end)) + thick - left);
  const top = Math.round((y + 1) * unit);
  const height = Math.round((row.height - 2) * unit);
  pen.fillStyle = theme.playhead;
  pen.fillRect(left, top, width, thick);
  pen.fillRect(left, top + height - thick, width, thick);
  pen.fillRect(left, top, thick, height);
  pen.fillRect(left + width - thick, top, thick, height);
}

function paintOverview(pen: Pen, scene: Scene): void {
  const { whole, view, theme, unit } = scene;
  const height = OVERVIEW * unit;
  pen.fillStyle = theme.sunken;
  pen.fillRect(0, 0, whole.width, height);
  const left = Math.floor(whole.xOf(view.from));
  const width = Math.max(Math.round(4 * unit), Math.ceil(whole.xOf(view.to)) - left);
  const zoomed = view.span < view.end;
  if (zoomed) {
    pen.fillStyle = theme.selected;
    pen.fillRect(left, 0, width, height);
  }
  for (const { row } of scene.places)
    for (const layer of row.layers) {
      const data = scene.dataOf(layer).whole;
      if (data?.kind === "segments" && layer.paint === "box")
        paintMarks(pen, scene, data.start, data.end, row.height > 40);
    }
  if (zoomed) {
    const line = Math.max(1, Math.round(1.5 * unit));
    pen.fillStyle = theme.accent;
    pen.fillRect(left, 0, width, line);
    pen.fillRect(left, height - line, width, line);
    pen.fillRect(left, 0, line, height);
    pen.fillRect(left + width - line, 0, line, height);
  }
  pen.fillStyle = theme.playhead;
  pen.fillRect(Math.round(whole.xOf(scene.playhead)), 0, Math.max(1, Math.round(1.5 * unit)), height);
}

/** Speech as bars, shots as lines where they begin; one pixel column is drawn once. */
function paintMarks(pen: Pen, scene: Scene, start: Int32Array, end: Int32Array, bars: boolean): void {
  const { whole, theme, unit } = scene;
  const band = bars ? { y: 8 * unit, height: 8 * unit } : { y: 4 * unit, height: 16 * unit };
  pen.fillStyle = bars ? theme.signal : theme.control;
  let drawn = -1;
  for (let i = 0; i < start.length; i += 1) {
    const x0 = Math.floor(whole.xOf(start[i] ?? 0));
    const x1 = bars ? Math.max(x0 + 1, Math.floor(whole.xOf(end[i] ?? 0))) : x0 + 1;
    const from = Math.max(x0, drawn);
    if (x1 <= from) continue;
    pen.fillRect(from, band.y, x1 - from, band.height);
    drawn = x1;
  }
}

function paintPlayhead(pen: Pen, { view, theme, unit, playhead, height }: Scene): void {
  if (playhead < view.from || playhead > view.to) return;
  const x = Math.round(view.xOf(playhead));
  const line = Math.max(1, Math.round(1.5 * unit));
  const halo = Math.round(1.5 * unit);
  pen.fillStyle = theme.track;
  pen.fillRect(x - halo, TOP * unit, line + 2 * halo, (height - TOP) * unit);
  pen.fillStyle = theme.playhead;
  pen.fillRect(x, (OVERVIEW + 2) * unit, line, (height - OVERVIEW - 2) * unit);
  font(pen, theme.family, unit, true);
  const text = clockMs(playhead);
  const width = Math.ceil(pen.measureText(text).width + 14 * unit);
  const left = Math.min(view.width - width, Math.max(0, Math.round(x - width / 2)));
  pen.fillRect(left, (OVERVIEW + 2) * unit, width, 16 * unit);
  pen.fillStyle = theme.paper;
  pen.fillText(text, left + 7 * unit, (OVERVIEW + 10) * unit);
  font(pen, theme.family, unit);
}
