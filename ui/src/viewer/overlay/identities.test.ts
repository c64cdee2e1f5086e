import { describe, expect, it } from 'vitest';
import { Identities } from './identities';

const plain = (object: number) => ({ object });

describe('Identities', () => {
  it('gives colours by number, whoever else is there', () => {
    const few = new Identities([plain(2)], []);
    const many = new Identities([1, 2, 3].map(plain), []);
    expect(few.of('person', 2).colour).toEqual(many.of('person', 2).colour);
    expect(many.of('person', 2).colour).toEqual({ slot: 1, dotted: false });
  });

  it('repeats colours from the ninth on, dotted', () => {
    expect(new Identities([], []).of('person', 9).colour).toEqual({ slot: 0, dotted: true });
  });

  it('gives a face the colour of its person, and others colours that no person has', () => {
    const all = new Identities([1, 2].map(plain), [{ object: 1, person: 2 }, { object: 2 }]);
    expect(all.of('face', 1).colour).toEqual(all.of('person', 2).colour);
    expect(all.of('face', 2).colour.slot).toBe(3);
    expect(all.facesOf(2).map(({ object }) => object)).toEqual([1]);
  });

  it('begins with the first colour for faces where no persons were followed', () => {
    expect(new Identities([], [plain(1)]).of('face', 1).colour.slot).toBe(0);
  });

  it('ranks by how long they are there', () => {
    const all = new Identities([{ object: 1, there: 5 }, { object: 2, there: 9 }, { object: 3, there: 5 }], []);
    expect(all.ranked('person').map(({ object }) => object)).toEqual([2, 1, 3]);
  });

  it('names whom the list does not know yet', () => {
    expect(new Identities([], []).of('face', 12)).toMatchObject({ name: 'Face 12', there: undefined });
  });
});
