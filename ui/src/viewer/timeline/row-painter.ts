/** Paints one row of the timeline: ground, stripes, curve, intervals, words, selection, in this order. */
import type { Columns, CurveColumns, SegmentColumns } from '../../api/columns';
import type { Colour } from '../overlay/identities';
import type { Row } from '../rows';
import { itemTitles } from '../strings';
import { paintGround, paintScaleEnds, paintSelection, paintUnmeasured, paintWords } from './backdrop';
import type { Brush, Piece, View } from './brush';
import { CurvePainter, scaleEnds } from './curve';
import type { Palette } from './palette';
import type { PictureOf } from './pictures';
import { labelled } from './labelled';
import { SegmentsPainter, type LabelOf } from './segments';

/** What a row is painted from. */
export interface RowData {
  readonly segments: readonly Piece<Columns>[];
  readonly curve: readonly Piece<Columns>[];
  /** The whole recording, for the upper end of the scale. */
  readonly whole: Columns | undefined;
  readonly channel: string;
  /** Whose curve it is, in a row of a track of objects. */
  readonly subject?: number | undefined;
  readonly unread: string;
  readonly selected: { from: number; to: number } | undefined;
  readonly alternate: boolean;
  readonly duration: number;
  /** Number of an interval by its start, 0 when unknown. */
  readonly numberOf: (track: string, from: number) => number;
}

const isSegments = (piece: Piece<Columns>): piece is Piece<SegmentColumns> => piece.columns.kind === 'segments';
const isCurve = (piece: Piece<Columns>): piece is Piece<CurveColumns> => piece.columns.kind === 'curve';

export class RowPainter {
  private readonly boxes: SegmentsPainter;
  private readonly shots: SegmentsPainter;
  private readonly spoken: SegmentsPainter;
  private readonly line: CurvePainter;
  private readonly thin: CurvePainter;
  private numberOf: RowData['numberOf'] = () => 0;
  private row: Row | undefined;

  constructor(
    private readonly palette: Palette,
    pictureOf: PictureOf,
  ) {
    const { control, neutral, signal, signalFill, text, family } = palette;
    const words: LabelOf = (columns, i) => this.words(columns, i);
    const boxes = { edge: control, fill: neutral, text, family, inset: 3 };
    this.boxes = new SegmentsPainter(boxes, words);
    this.shots = new SegmentsPainter(boxes, words, (columns, i) => {
      const start = columns.start[i] ?? 0;
      // a third into it: beginnings are often blurred by a transition, middles by a fade
      return pictureOf(start + Math.round(((columns.end[i] ?? 0) - start) / 3));
    });
    this.spoken = new SegmentsPainter({ edge: signal, fill: signalFill, text, family, inset: 5 });
    this.line = new CurvePainter({ line: signal, fill: signalFill, width: 1.5, inset: 5 });
    this.thin = new CurvePainter({ line: signal, fill: '', width: 1, inset: 9 });
  }

  paint(brush: Brush, view: View, row: Row, data: RowData): void {
    const { palette } = this;
    this.row = row;
    this.numberOf = data.numberOf;
    paintGround(brush, view, palette, data.alternate);
    if (row.measuredTo !== null) {
      // the columns may be newer than what is known of the job
      const last = data.whole?.kind === 'curve' ? (data.whole.time.at(-1) ?? 0) : 0;
      paintUnmeasured(brush, view, palette, Math.max(row.measuredTo, last), data.duration);
    }
    const curve = data.curve.filter(isCurve);
    const segments = data.segments.filter(isSegments);
    if (row.curve && curve.length > 0) this.paintCurve(brush, view, row, data, curve);
    if (segments.length > 0) this.painterOf(row).paint(brush, view, labelled(segments, row.presence?.labels));
    const words = data.unread || row.words;
    if (words !== '') paintWords(brush, view, this.ground(data), palette, words);
    if (data.selected) paintSelection(brush, view, palette, data.selected.from, data.selected.to);
  }

  private paintCurve(brush: Brush, view: View, row: Row, data: RowData, pieces: Piece<CurveColumns>[]): void {
    if (row.segments) {
      this.thin.paint(brush, view, pieces, data.channel, 1);
      return;
    }
    const [top, bottom] = data.whole?.kind === 'curve' ? scaleEnds(data.whole, data.channel) : [1, 0];
    const colour = row.objects?.subjects.find(({ object }) => object === data.subject)?.colour;
    const line = colour ? new CurvePainter({ line: this.colours(colour).stroke, fill: '', width: 1.5, inset: 5 }) : this.line;
    line.paint(brush, view, pieces, data.channel, top, bottom);
    const words = (end: number) => String(Number(end.toPrecision(2)));
    if (row.words === '') paintScaleEnds(brush, view, this.ground(data), this.palette, words(top), words(bottom));
  }

  private colours({ slot }: Colour): { stroke: string; fill: string } {
    const { people, control, neutral } = this.palette;
    return people[slot] ?? { stroke: control, fill: neutral };
  }

  private painterOf(row: Row): SegmentsPainter {
    if (row.presence?.colour) {
      const { stroke, fill } = this.colours(row.presence.colour);
      return new SegmentsPainter({ edge: stroke, fill, text: this.palette.text, family: this.palette.family, inset: 5 });
    }
    if (row.curve) return this.spoken;
    return row.key === 'shots' ? this.shots : this.boxes;
  }

  private ground(data: RowData): string {
    return data.alternate ? this.palette.trackAlt : this.palette.track;
  }

  private words(columns: SegmentColumns, index: number): string {
    const key = this.row?.segments?.key ?? '';
    if (this.row?.presence) return '';
    const title = itemTitles[key];
    if (!title) return columns.labels[columns.label[index] ?? 0] ?? '';
    const number = this.numberOf(key, columns.start[index] ?? 0);
    return number > 0 ? title(number) : '';
  }
}
