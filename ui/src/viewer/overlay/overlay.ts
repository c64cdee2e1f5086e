/**
 * The drawing over the picture. Follows the frame that the picture shows, takes the look that stands for it, and
 * paints at once. Owns no elements.
 *
 * Chromium puts a playing recording's next frame on the screen by itself and tells the page one turn later, so a drawing
 * alone would lie over the next picture half of the time. There the frame is painted under its drawing on the same
 * canvas, also while it stands still, so that playing begins with it.
 */
import type { FrameTable } from '../frames';
import { NOTHING_SHOWN, type Moment } from '../clock';
import { Chunks, type FetchObjects } from './chunks';
import { fit, unfit, type Extent, type Fit } from './geometry';
import { keyOf, NOBODY, type Identities, type Kind } from './identities';
import { LAYERS, TRACKS, tracksFor, type Layer } from './layers';
import { paintScene, type OverlayColours } from './painter';
import { PictureSource } from './picture';
import { figuresOf, type Figure } from './scene';
import { Ticks, type Look } from './ticks';
import { Told } from './told';

const KINDS: readonly Kind[] = ['person', 'face'];
/** What the words beside the picture say of the chosen one. */
const TOLD_OF: readonly string[] = Object.values(TRACKS);

/** For so many turns a picture without a next frame stays; after that there is none to wait for. */
const PATIENCE = 30;

/** Reads the times of all frames that a pipeline looked at, on the player's clock. */
export type FetchTicks = (kind: Kind, signal: AbortSignal) => Promise<Int32Array | undefined>;

export class Overlay {
  private readonly chunks: Chunks;
  private readonly pictures: PictureSource;
  /** The frame that the figures are of. */
  private shown = -1;
  /** Whether the last paint had a picture under it. */
  private carried = false;
  private missed = 0;
  private wanted: readonly string[] = [];
  private readonly ticks = new Map<Kind, Ticks>();
  private readonly listeners = new Set<() => void>();
  private readonly ended = new AbortController();
  private stage: { canvas: HTMLCanvasElement; video: HTMLVideoElement; size: Extent } | undefined;
  private frames: FrameTable | undefined;
  private moment: Moment = NOTHING_SHOWN;
  private tracks: ReadonlySet<string> = new Set();
  private on: ReadonlySet<Layer> = new Set(LAYERS);
  private identities: Identities = NOBODY;
  private recorded: Extent = { width: 0, height: 0 };
  private selected: string | undefined;
  private hovered: string | undefined;
  private figures: readonly Figure[] = [];
  private looks: Partial<Record<Kind, Look>> = {};
  private built = '';
  private tellable = new Told();
  private pending: number | undefined;

  constructor(
    private colours: OverlayColours,
    fetch: FetchObjects,
    private readonly fetchTicks: FetchTicks,
    agent = navigator.userAgent,
  ) {
    this.pictures = new PictureSource(agent);
    this.chunks = new Chunks(fetch, () => this.rebuild());
  }

  /** Lends the canvas over a video of the same size. Returns what takes it back. */
  attach(canvas: HTMLCanvasElement, video: HTMLVideoElement): () => void {
    this.stage = { canvas, video, size: { width: canvas.clientWidth, height: canvas.clientHeight } };
    const resized = () => {
      if (this.stage) this.stage.size = { width: canvas.clientWidth, height: canvas.clientHeight };
      this.paint();
    };
    const observer = new ResizeObserver(resized);
    observer.observe(canvas);
    video.addEventListener('resize', resized);
    video.addEventListener('loadedmetadata', resized);
    return () => {
      observer.disconnect();
      this.carried = false;
      video.removeEventListener('resize', resized);
      video.removeEventListener('loadedmetadata', resized);
      this.stage = undefined;
    };
  }

  /** Which tracks have rows; read again when results have grown. */
  setTracks(tracks: ReadonlySet<string>): void {
    this.tracks = tracks;
    this.chunks.invalidate();
    for (const kind of KINDS) {
      if (!tracks.has(kind === 'person' ? TRACKS.persons : TRACKS.faces)) continue;
      void this.fetchTicks(kind, this.ended.signal).then((times) => {
        if (times) this.ticks.set(kind, new Ticks(times));
        this.rebuild();
      }, () => undefined); // without them nothing is drawn: better than a guess
    }
    this.rebuild();
  }

  setFrames(frames: FrameTable): void {
    this.frames = frames;
    this.rebuild();
  }

  setIdentities(identities: Identities): void {
    this.identities = identities;
    this.rebuild();
  }

  /** Size of the recording as shown, in whose pixels places are measured. */
  setRecorded(recorded: Extent): void {
    this.recorded = recorded;
    this.later();
  }

  setColours(colours: OverlayColours): void {
    this.colours = colours;
    this.later();
  }

  setLayers(on: ReadonlySet<Layer>): void {
    this.on = on;
    this.rebuild();
  }

  select(selected: string | undefined): void {
    this.selected = selected;
    this.rebuild();
  }

  /** Called on every change of the clock; paints before the browser draws. */
  setMoment(moment: Moment): void {
    const same = moment.shown === this.moment.shown && moment.playing === this.moment.playing;
    this.moment = moment;
    if (!same) this.rebuild(true);
  }

  /** Whose box is under a point of the element; the smallest where several are. */
  at(x: number, y: number): string | undefined {
    const place = this.place();
    if (!place || !this.on.has('boxes')) return undefined;
    const [px, py] = unfit(place, x, y);
    const hit = this.figures.filter(({ box: [left, top, width, height] }) => px >= left && px <= left + width && py >= top && py <= top + height);
    const [first] = hit.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
    return first && keyOf(first.identity);
  }

  hover(key: string | undefined): void {
    if (key === this.hovered) return;
    this.hovered = key;
    this.later();
  }

  /** What stands for the picture, for words beside it; another object whenever that changes. */
  get told(): Told {
    return this.tellable;
  }

  /** Calls back when other rows stand for the picture. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.ended.abort();
    this.chunks.dispose();
    this.listeners.clear();
    if (this.pending !== undefined) cancelAnimationFrame(this.pending);
  }

  /** Takes the rows for the frame on screen and paints them, at once or with the next frame. */
  private rebuild(now = false): void {
    this.build(this.moment.shown);
    if (now) this.paint();
    else this.later();
  }

  private build(shown: number): void {
    const { frames, moment } = this;
    this.shown = shown;
    const wanted = [...new Set([...tracksFor(this.on), ...(this.selected ? TOLD_OF : [])])].filter((track) => this.tracks.has(track));
    this.wanted = wanted;
    const [looks, ages]: [Partial<Record<Kind, Look>>, Partial<Record<Kind, number>>] = [{}, {}];
    for (const kind of KINDS) {
      const look = frames && this.ticks.get(kind)?.at(shown, frames);
      if (!look) continue;
      looks[kind] = look;
      ages[kind] = (frames.start(shown) - frames.start(look.frame)) * 1000;
    }
    if (wanted.length > 0 && frames && shown >= 0) {
      this.chunks.want(wanted, Math.min(...KINDS.map((kind) => looks[kind]?.ms ?? frames.start(shown) * 1000)), moment);
    }
    this.looks = looks;
    this.figures = KINDS.flatMap((kind) => {
      const look = looks[kind];
      return look && this.on.size > 0 ? (figuresOf(kind, look, this.chunks, this.identities) ?? []) : [];
    });
    this.tell(ages);
  }

  private tell(ages: Partial<Record<Kind, number>>): void {
    const { looks, figures, moment, chunks } = this;
    // a still picture also tells how old its look is
    const still = moment.playing ? '' : this.shown;
    const rows = KINDS.map((kind) => `${looks[kind]?.ms ?? ''} ${figures.length}`);
    const built = `${still} ${rows.join()} ${chunks.bytes} ${this.selected ?? ''}`;
    if (built === this.built) return;
    this.built = built;
    this.tellable = new Told(figures, looks, ages, chunks);
    for (const listener of this.listeners) listener();
  }

  private later(): void {
    this.pending ??= requestAnimationFrame(() => this.paint());
  }

  private place(): Fit | undefined {
    const { stage } = this;
    if (!stage) return undefined;
    const displayed = { width: stage.video.videoWidth, height: stage.video.videoHeight };
    return fit(stage.size, displayed, this.recorded, window.devicePixelRatio || 1);
  }

  private paint(): void {
    if (this.pending !== undefined) cancelAnimationFrame(this.pending);
    this.pending = undefined;
    const { stage, frames } = this;
    const context = stage?.canvas.getContext('2d');
    if (!stage || !context) return;
    const { canvas, size } = stage;
    const picture = this.wanted.length > 0 && frames ? this.pictures.take(stage.video) : undefined;
    // between two frames there may be none for a moment: the old one stays with its drawing
    this.missed = picture ? 0 : this.missed + 1;
    if (this.carried && this.missed > 0 && this.missed < PATIENCE && this.wanted.length > 0) return this.later();
    this.carried = picture !== undefined;
    const dpr = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * dpr), Math.round(size.height * dpr)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const place = this.place();
    if (place) {
      if (picture && frames) {
        // what is painted decides, even when the clock has not heard of it yet
        const shown = frames.at(picture.seconds);
        if (shown !== this.shown) this.build(shown);
        context.drawImage(picture.image, place.left, place.top, place.width, place.height);
      }
      // a playing recording would flicker between measured and held
      const steady = (kind: Kind) => this.moment.playing && !(frames && this.ticks.get(kind)?.dense(frames));
      const held = ({ look, identity }: Figure) => !look.exact || steady(identity.kind);
      paintScene(context, place, { figures: this.figures, on: this.on, selected: this.selected, hovered: this.hovered, held }, this.colours);
    }
    picture?.image.close();
    const frameOf = (kind: Kind) => String(this.looks[kind]?.frame ?? '');
    Object.assign(canvas.dataset, { frame: String(this.shown), person: frameOf('person'), face: frameOf('face') });
  }
}
