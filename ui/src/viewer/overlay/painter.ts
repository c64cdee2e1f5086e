/** Paints one scene over the picture: boxes, landmarks, skeletons, directions, names; the chosen person last. */
import { drawBox, drawSkeleton } from './body';
import { drawGaze, drawLandmarks, drawPose } from './face';
import type { Fit } from './geometry';
import { keyOf } from './identities';
import { drawLabels, type Label, type LabelStyle, type Plate } from './labels';
import type { Layer } from './layers';
import { Pen, type Ink } from './pen';
import type { Figure } from './scene';

/** What is held is fainter than what was measured in this very frame. */
export const HELD_ALPHA = 0.6;
/** Everybody but the one who is chosen. */
const OTHERS_ALPHA = 0.45;

export interface OverlayColours extends LabelStyle {
  /** One a colour slot. */
  readonly people: readonly string[];
  readonly casing: string;
}

export interface Scene {
  readonly figures: readonly Figure[];
  readonly on: ReadonlySet<Layer>;
  /** Key of an identity. */
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  /** Whether a figure is drawn as held over from an earlier frame. */
  readonly held: (figure: Figure) => boolean;
}

/** Whether a figure is the chosen identity, or a face of the chosen person. */
function isChosen({ identity }: Figure, selected: string | undefined): boolean {
  return keyOf(identity) === selected || (identity.person !== undefined && `person:${identity.person}` === selected);
}

export function paintScene(ink: Ink, fit: Fit, scene: Scene, colours: OverlayColours): void {
  const pen = new Pen(ink, fit, colours.casing);
  const chosen = (figure: Figure) => isChosen(figure, scene.selected);
  const figures = [...scene.figures].sort((a, b) => Number(chosen(a)) - Number(chosen(b)));
  const anyone = figures.some(chosen);
  const colourOf = (figure: Figure) => colours.people[figure.identity.colour.slot] ?? colours.text;
  const each = (layer: Layer, draw: (figure: Figure, colour: string) => void) => {
    if (!scene.on.has(layer)) return;
    for (const figure of figures) {
      ink.globalAlpha = (scene.held(figure) ? HELD_ALPHA : 1) * (anyone && !chosen(figure) ? OTHERS_ALPHA : 1);
      draw(figure, colourOf(figure));
    }
  };
  each('boxes', (figure, colour) =>
    drawBox(pen, figure, colour, { selected: chosen(figure), hovered: keyOf(figure.identity) === scene.hovered }, scene.held(figure)));
  each('landmarks', (figure, colour) => figure.points && drawLandmarks(pen, figure.points, colour));
  each('skeletons', (figure, colour) => figure.joints && drawSkeleton(pen, figure.joints, colour));
  each('pose', (figure, colour) => figure.pose && drawPose(pen, figure.box, figure.pose, colour));
  each('gaze', (figure, colour) => figure.gaze && drawGaze(pen, figure.box, figure.gaze, colour));
  ink.globalAlpha = 1;
  if (scene.on.has('names')) drawLabels(pen, labelsOf(pen, figures, scene, colourOf), facesOf(pen, figures), colours);
}

const plateOf = (pen: Pen, { box: [x, y, width, height] }: Figure): Plate =>
  ({ x: pen.x(x), y: pen.y(y), width: width * pen.fit.scaleX, height: height * pen.fit.scaleY });

const facesOf = (pen: Pen, figures: readonly Figure[]) =>
  figures.filter(({ identity }) => identity.kind === 'face').map((figure) => plateOf(pen, figure));

/** A face of a person who is named already gets no second name. The score stands only where the pointer is. */
function labelsOf(pen: Pen, figures: readonly Figure[], scene: Scene, colourOf: (figure: Figure) => string): Label[] {
  const persons = new Set(figures.filter(({ identity }) => identity.kind === 'person').map(({ identity }) => identity.object));
  const needed = figures.filter(({ identity: { kind, person } }) => kind === 'person' || person === undefined || !persons.has(person));
  return needed.map((figure) => {
    const pointed = keyOf(figure.identity) === scene.hovered && Number.isFinite(figure.score);
    return { words: pointed ? `${figure.identity.name} ${figure.score.toFixed(2)}` : figure.identity.name, colour: colourOf(figure), box: plateOf(pen, figure) };
  });
}
