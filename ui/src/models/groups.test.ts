import { describe, expect, it } from 'vitest';
import { model } from '../testing/models';
import { groupsOf, needsTerms, sourceOf, usersOf } from './groups';

describe('the list of models', () => {
  it('stands under its headings, in the order of the catalogue', () => {
    const models = [model({ id: 'b', group: 'face' }), model({ id: 'a', group: 'picture' }), model({ id: 'c', group: 'picture' })];
    expect(groupsOf(models).map(([group, list]) => [group, list.map(({ id }) => id)])).toEqual([['picture', ['a', 'c']], ['face', ['b']]]);
  });

  it('says where a model came from, and where it would come from', () => {
    expect(sourceOf(model({ origin: 'bundled' }))).toBe('Bundled');
    expect(sourceOf(model({ origin: null, revision: '1.1' }))).toBe('Catalogue, 1.1');
    expect(sourceOf(model({ origin: null, downloadable: false }))).toBe('Model pack');
  });

  it('marks a use that is optional', () => {
    const user = { name: 'person_tracking', display_name: 'People', optional: true, when: [] };
    expect(usersOf(model({ pipelines: [user] }))).toEqual(['People, optional']);
  });

  it('asks for terms once', () => {
    expect(needsTerms(model({ research_only: true }))).toBe(true);
    expect(needsTerms(model({ research_only: true, accepted: true }))).toBe(false);
    expect(needsTerms(model({}))).toBe(false);
  });
});
