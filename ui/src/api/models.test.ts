import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { model } from '../testing/models';
import { keys } from './client';
import { applyModel, withModel, type ModelList } from './models';

// The transport reads the page; the cache does not need one.
vi.mock('./transport', () => ({ baseUrl: 'http://localhost', doorFetch: vi.fn(), inTauri: false }));

const list = (): ModelList => ({
  models: [model({ id: 'a', bytes: 100 }), model({ id: 'b', bytes: 50, state: 'unchecked' })], installed: 1, installed_bytes: 50, folder: '/models', free_bytes: null,
});

describe('a model that changed', () => {
  it('stands in its place, and the sums follow', () => {
    const after = withModel(list(), model({ id: 'a', bytes: 100, state: 'installed' }));
    expect(after.models.map(({ id, state }) => [id, state])).toEqual([['a', 'installed'], ['b', 'unchecked']]);
    expect([after.installed, after.installed_bytes]).toEqual([2, 150]);
  });

  it('lets the pipelines be read again only when it came or went', () => {
    const cache = new QueryClient();
    cache.setQueryData(keys.models, list());
    cache.setQueryData(keys.pipelines, []);
    const isStale = () => cache.getQueryState(keys.pipelines)?.isInvalidated;
    applyModel(cache, model({ id: 'b', bytes: 50, state: 'installed' }));
    expect(isStale()).toBe(false);
    applyModel(cache, model({ id: 'a', bytes: 100, state: 'installed' }));
    expect(isStale()).toBe(true);
  });
});
