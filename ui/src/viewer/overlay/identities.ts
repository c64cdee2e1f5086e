/**
 * Who is in the recording: persons and faces with their names and colours. One person, one colour everywhere; a
 * face that belongs to a person has that person's. Colours go by number, 1 to 8, so they are the same on every
 * day and on every screen; from the ninth on they come again, dotted and always with the number.
 */
import { t } from '../strings';

export const COLOURS = 8;

export type Kind = 'person' | 'face';

/** Colour of an identity: place in the palette, and whether it is there for the second time. */
export interface Colour {
  readonly slot: number;
  readonly dotted: boolean;
}

export interface Identity {
  readonly kind: Kind;
  /** Number of the object in the tracks of its pipeline. */
  readonly object: number;
  readonly name: string;
  readonly colour: Colour;
  /** Number of the person that a face belongs to. */
  readonly person: number | undefined;
  /** How long it is there in milliseconds; `undefined` where that is not known yet. */
  readonly there: number | undefined;
}

/** What is known of one object. */
export interface Known {
  readonly object: number;
  readonly there?: number | undefined;
  readonly person?: number | undefined;
}

export const keyOf = ({ kind, object }: Pick<Identity, 'kind' | 'object'>): string => `${kind}:${object}`;

const colourOf = (index: number): Colour => ({ slot: index % COLOURS, dotted: index >= COLOURS });

export class Identities {
  readonly all: readonly Identity[];
  private readonly byKey: ReadonlyMap<string, Identity>;
  private readonly most: number;

  constructor(persons: readonly Known[], faces: readonly Known[]) {
    this.most = persons.reduce((most, { object }) => Math.max(most, object), 0);
    const person = ({ object, there }: Known): Identity =>
      ({ kind: 'person', object, name: t.person(object), colour: colourOf(Math.max(0, object - 1)), person: undefined, there });
    const face = ({ object, there, person: owner }: Known): Identity =>
      ({ kind: 'face', object, name: t.face(object), colour: this.faceColour(object, owner), person: owner, there });
    this.all = [...persons.map(person), ...faces.map(face)];
    this.byKey = new Map(this.all.map((identity) => [keyOf(identity), identity]));
  }

  /** An identity, also one that is in the rows before the list of objects names it. */
  of(kind: Kind, object: number): Identity {
    const known = this.byKey.get(`${kind}:${object}`);
    if (known) return known;
    const colour = kind === 'person' ? colourOf(Math.max(0, object - 1)) : this.faceColour(object, undefined);
    return { kind, object, name: kind === 'person' ? t.person(object) : t.face(object), colour, person: undefined, there: undefined };
  }

  /** The identities of a kind, longest there first, then by number. */
  ranked(kind: Kind): Identity[] {
    return this.all.filter((identity) => identity.kind === kind).sort((a, b) => (b.there ?? 0) - (a.there ?? 0) || a.object - b.object);
  }

  /** The faces of a person. */
  facesOf(person: number): Identity[] {
    return this.all.filter((identity) => identity.kind === 'face' && identity.person === person);
  }

  /** A face of nobody known comes after all persons: it must not look like one of them. */
  private faceColour(object: number, person: number | undefined): Colour {
    return colourOf(person === undefined ? this.most + Math.max(0, object - 1) : Math.max(0, person - 1));
  }
}

export const NOBODY = new Identities([], []);
