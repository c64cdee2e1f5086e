/**
 * The timeline of one job: which stretch is shown, which columns are there, and when what is painted. Owns no
 * elements; the page lends it canvases. Paints at most once a frame and only when something has changed.
 */
import type { Columns } from '../../api/columns';
import { NOTHING_SHOWN, type Moment } from '../clock';
import type { Row } from '../rows';
import { clockTime } from '../times';
import { paintRuler } from './backdrop';
import type { Brush, View } from './brush';
import { OverviewPainter } from './overview';
import type { Palette } from './palette';
import { Pictures } from './pictures';
import type { Playhead } from './playhead';
import { RowPainter, type RowData } from './row-painter';
import { Scale } from './scale';
import { Sources, type FetchTrack } from './sources';
import { Surface, type Size } from './surface';

export class Timeline {
  readonly scale = new Scale(1);
  private rows: readonly Row[] = [];
  private readonly surfaces = new Map<string, Surface>();
  private readonly sources: Sources;
  private readonly pictures: Pictures;
  private readonly listeners = new Set<() => void>();
  private painters: { row: RowPainter; overview: OverviewPainter };
  private playhead: Playhead | undefined;
  private selected: { row: string; from: number; to: number } | undefined;
  private numberOf: RowData['numberOf'] = () => 0;
  private moment: Moment = NOTHING_SHOWN;
  private following = false;
  private pending: number | undefined;
  /** What the pending paint is for, when it is not for everything. */
  private only: 'overview' | undefined;
  private readonly sizes = new ResizeObserver(() => {
    for (const surface of this.surfaces.values()) surface.resize();
    this.paintNow();
  });

  constructor(
    private palette: Palette,
    fetch: FetchTrack,
    fetchPicture: (ms: number) => Promise<Blob>,
    unreadWords: string,
  ) {
    this.sources = new Sources(fetch, unreadWords, () => this.repaint());
    this.pictures = new Pictures(fetchPicture, () => this.repaint());
    this.painters = this.paintersOf(palette);
  }

  /** Lends a canvas; `ruler`, `overview` or the key of a row. Returns what takes it back. */
  attach(key: string, canvas: HTMLCanvasElement): () => void {
    const surface = new Surface(canvas, (brush, size) => this.paintOne(key, brush, size));
    this.surfaces.set(key, surface);
    this.sizes.observe(canvas);
    this.repaint();
    return () => {
      this.sizes.unobserve(canvas);
      this.surfaces.delete(key);
    };
  }

  setPlayhead(playhead: Playhead | undefined): void {
    this.playhead = playhead;
    this.repaint();
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.painters = this.paintersOf(palette);
    this.repaint();
  }

  setRows(rows: readonly Row[], duration: number): void {
    this.rows = rows;
    this.scale.setDuration(Math.max(1, duration));
    this.changed();
  }

  setNumbers(numberOf: RowData['numberOf']): void {
    this.numberOf = numberOf;
    this.repaint();
  }

  setChannel(row: string, channel: string): void {
    this.sources.setChannel(row, channel);
    this.repaint();
  }

  /** Whose curve a row of a track of objects shows. */
  setObject(row: string, object: number): void {
    this.sources.setObject(row, object);
    this.repaint();
  }

  /** Results have grown: reads again what is shown. */
  refresh(): void {
    this.sources.invalidate();
    this.repaint();
  }

  /** Called on every tick of the clock. */
  setMoment(moment: Moment): void {
    if (moment.playing && !this.moment.playing) this.following = true;
    this.moment = moment;
    const follows = moment.playing && this.following;
    if (follows) this.scale.follow(moment.ms);
    this.repaint(follows ? undefined : 'overview');
    // the clock already ticks in a frame of its own: waiting for the next would show the one before
    if (moment.playing) this.paintNow();
  }

  /** Moves the view by hand; playback is no longer followed. */
  byHand(change: (scale: Scale) => void): void {
    this.following = false;
    change(this.scale);
    this.changed();
  }

  /** Zooms; playback stays followed. */
  zoom(factor: number, x = this.scale.x(this.moment.ms)): void {
    this.scale.zoom(factor, x >= 0 && x <= this.scale.width ? x : this.scale.width / 2);
    this.changed();
  }

  setDepth(depth: number): void {
    const x = this.scale.x(this.moment.ms);
    this.scale.setDepth(depth, x >= 0 && x <= this.scale.width ? x : this.scale.width / 2);
    this.changed();
  }

  reveal(from: number, to = from): void {
    this.scale.reveal(from, to);
    this.changed();
  }

  select(selected: { row: string; from: number; to: number } | undefined): void {
    this.selected = selected;
    this.repaint();
  }

  /** The whole curve of a row, perhaps merged; `undefined` until it has come. */
  curve(row: Row): Columns | undefined {
    return this.sources.curve(row);
  }

  /** The columns of a whole track, perhaps merged; `undefined` until they have come. */
  whole(track: string): Columns | undefined {
    return this.sources.whole(track);
  }

  /** Calls back when the shown stretch changes. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.sizes.disconnect();
    if (this.pending !== undefined) cancelAnimationFrame(this.pending);
    this.sources.dispose();
    this.pictures.dispose();
    this.surfaces.clear();
  }

  private paintersOf(palette: Palette): { row: RowPainter; overview: OverviewPainter } {
    return { row: new RowPainter(palette, (ms) => this.pictures.of(ms)), overview: new OverviewPainter(palette) };
  }

  private changed(): void {
    this.repaint();
    for (const listener of this.listeners) listener();
  }

  private repaint(only?: 'overview'): void {
    if (this.pending === undefined) {
      this.only = only;
      this.pending = requestAnimationFrame(() => this.paintNow());
    } else if (only === undefined) this.only = undefined;
  }

  private paintNow(): void {
    if (this.pending !== undefined) cancelAnimationFrame(this.pending);
    this.pending = undefined;
    const { only } = this;
    this.only = undefined;
    const ruler = this.surfaces.get('ruler');
    if (ruler) this.scale.resize(ruler.canvas.clientWidth);
    for (const [key, surface] of this.surfaces) if (!only || key === only) surface.draw();
    this.playhead?.place(this.scale.x(this.moment.ms), this.scale.width, clockTime(this.moment.ms));
  }

  private paintOne(key: string, brush: Brush, size: Size): void {
    const { scale, palette } = this;
    const view: View = { ...size, from: scale.from, to: scale.to };
    if (key === 'ruler') paintRuler(brush, view, palette);
    else if (key === 'overview') this.paintOverview(brush, size);
    else {
      const nth = this.rows.findIndex((row) => row.key === key);
      const row = this.rows[nth];
      if (row) this.painters.row.paint(brush, view, row, this.dataOf(row, nth, size.width));
    }
  }

  private paintOverview(brush: Brush, size: Size): void {
    const { scale } = this;
    const columns = (key: string) => {
      const whole = this.whole(key);
      return whole?.kind === 'segments' ? whole : undefined;
    };
    const view: View = { ...size, from: 0, to: scale.duration };
    const shown = { from: scale.from, to: scale.to, playhead: this.moment.ms };
    this.painters.overview.paint(brush, view, columns('scene_detection.shots'), columns('voice_activity.speech'), shown);
  }

  private dataOf(row: Row, nth: number, width: number): RowData {
    return {
      ...this.sources.of(row, this.scale, width),
      selected: this.selected?.row === row.key ? this.selected : undefined,
      alternate: nth % 2 === 1,
      duration: this.scale.duration,
      numberOf: this.numberOf,
    };
  }
}
