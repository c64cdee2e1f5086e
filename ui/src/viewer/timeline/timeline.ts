/**
 * The timeline on its canvas: what is in sight, what is in memory, when to paint. A plain class: React gives
 * it rows and moments and never draws.
 */
import type { EventItem } from "../events";
import type { Moment } from "../player";
import type { Layer, Row } from "../rows";
import { listenToGestures } from "./gestures";
import { heightOf, placesOf, rowAt, type Place } from "./layout";
import { paintScene, type Selection } from "./scene";
import { readTheme, type Theme } from "./theme";
import { TrackStore, type ReadTrack } from "./tracks";
import { TimeView } from "./view";

export type TimelineHooks = {
  read: ReadTrack;
  onSeek: (seconds: number) => void;
  onSelect: (item: EventItem | null) => void;
  /** A row's track could not be read. */
  onFailure: (row: Row, error: unknown) => void;
};

const ZOOM_STEP = 1.6;

export class Timeline {
  readonly #canvas: HTMLCanvasElement;
  readonly #hooks: TimelineHooks;
  readonly #view: TimeView;
  readonly #whole: TimeView;
  readonly #store: TrackStore;
  readonly #endings: (() => void)[] = [];
  #theme: Theme;
  #rows: readonly Row[] = [];
  #places: Place[] = [];
  #items: ReadonlyMap<string, readonly EventItem[]> = new Map();
  #labels: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map();
  #channels: Readonly<Record<string, string>> = {};
  #playhead = 0;
  #playing = false;
  #following = true;
  #selection: Selection | null = null;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, endMs: number, hooks: TimelineHooks) {
    this.#canvas = canvas;
    this.#hooks = hooks;
    this.#view = new TimeView(endMs);
    this.#whole = new TimeView(endMs);
    this.#theme = readTheme(document.body);
    this.#store = new TrackStore(hooks.read, () => this.#arrived());
    this.#listen();
  }

  setRows(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#places = placesOf(rows);
    this.#repaint();
  }

  setItems(items: ReadonlyMap<string, readonly EventItem[]>): void {
    this.#items = items;
    this.#labels = new Map(
      [...items].map(([row, found]) => [row, new Map(found.map((item) => [item.start, item.label]))]),
    );
    this.#repaint();
  }

  setChannels(channels: Readonly<Record<string, string>>): void {
    this.#channels = channels;
    this.#repaint();
  }

  setMoment({ seconds, playing }: Moment): void {
    if (playing && !this.#playing) this.#following = true;
    const moved = this.#playhead !== seconds * 1000;
    this.#playing = playing;
    this.#playhead = seconds * 1000;
    if (playing && this.#following) this.#view.follow(this.#playhead);
    else if (!playing && moved) this.#view.reveal(this.#playhead);
    this.#repaint();
  }

  select(item: EventItem | null): void {
    this.#selection = item;
    if (item) this.#view.reveal(item.start);
    this.#repaint();
  }

  closer(): void {
    this.#zoom(1 / ZOOM_STEP);
  }

  further(): void {
    this.#zoom(ZOOM_STEP);
  }

  whole(): void {
    this.#view.whole();
    this.#repaint();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#store.close();
    for (const end of this.#endings) end();
  }

  get #unit(): number {
    return window.devicePixelRatio || 1;
  }

  /** Around the playhead if it is in sight, else around the middle. */
  #zoom(factor: number): void {
    const view = this.#view;
    const inSight = this.#playhead >= view.from && this.#playhead <= view.to;
    view.zoom(factor, inSight ? view.xOf(this.#playhead) : view.width / 2);
    this.#repaint();
  }

  #listen(): void {
    const repaint = () => this.#repaint();
    const sizes = new ResizeObserver(repaint);
    sizes.observe(this.#canvas);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const retheme = () => {
      this.#theme = readTheme(document.body);
      repaint();
    };
    dark.addEventListener("change", retheme);
    const host = this.#canvas.parentElement ?? this.#canvas;
    this.#endings.push(
      () => sizes.disconnect(),
      () => dark.removeEventListener("change", retheme),
      listenToGestures(host, {
        seekAt: (x) => this.#hooks.onSeek(this.#view.timeAt(x * this.#unit) / 1000),
        overviewAt: (x) => {
          this.#following = false;
          const at = this.#whole.timeAt(x * this.#unit);
          this.#view.show(at - this.#view.span / 2, this.#view.span);
          repaint();
        },
        panBy: (pixels) => {
          this.#following = false;
          this.#view.pan(pixels * this.#unit * this.#view.msPerPixel);
          repaint();
        },
        zoomAt: (factor, x) => {
          this.#view.zoom(factor, x * this.#unit);
          repaint();
        },
        pick: (x, y) => this.#pick(x, y),
      }),
    );
  }

  #arrived(): void {
    for (const row of this.#rows)
      for (const layer of row.layers) {
        const failure = this.#store.failureOf(layer);
        if (failure) this.#hooks.onFailure(row, failure);
      }
    this.#repaint();
  }

  #pick(x: number, y: number): void {
    const row = rowAt(this.#places, y);
    const at = this.#view.timeAt(x * this.#unit);
    const items = row ? this.#items.get(row.id) : undefined;
    this.#hooks.onSelect(items?.find((item) => item.start <= at && at < item.end) ?? null);
  }

  #repaint(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#frame = 0;
    const unit = this.#unit;
    const height = heightOf(this.#rows);
    const width = Math.round(this.#canvas.clientWidth * unit);
    if (width === 0) return;
    const tall = Math.round(height * unit);
    if (this.#canvas.width !== width || this.#canvas.height !== tall) {
      this.#canvas.width = width;
      this.#canvas.height = tall;
    }
    this.#view.width = width;
    this.#whole.width = width;
    this.#store.want(this.#rows, this.#view, this.#whole);
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    paintScene(pen, {
      view: this.#view,
      whole: this.#whole,
      places: this.#places,
      height,
      unit,
      theme: this.#theme,
      playhead: this.#playhead,
      selection: this.#selection,
      channelOf: (row: Row, layer: Layer) =>
        row.choices.length > 0 ? (this.#channels[row.id] ?? layer.channel) : layer.channel,
      dataOf: (layer) => this.#store.dataOf(layer),
      labelOf: (row, start) => this.#labels.get(row.id)?.get(start) ?? null,
    });
  }
}
