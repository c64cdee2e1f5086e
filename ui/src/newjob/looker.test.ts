import { describe, expect, it } from 'vitest';
import type { Facts } from '../api/presets';
import { aVideo } from '../testing/samples';
import { Looker } from './looker';

function slow() {
  const asked: { path: string; answer: (facts: Facts) => void; fail: (reason: unknown) => void }[] = [];
  const began: string[] = [];
  const looker = new Looker((path) => new Promise((answer, fail) => asked.push({ path, answer, fail })), (path) => began.push(path));
  const settle = async () => { for (let turn = 0; turn < 10; turn++) await Promise.resolve(); };
  return { asked, began, looker, settle };
}

describe('looking into files', () => {
  it('looks into two at a time, in their order', async () => {
    const { asked, began, looker, settle } = slow();
    const answers = ['a', 'b', 'c'].map((path) => looker.look(path));
    await settle();
    expect(began).toEqual(['a', 'b']);
    asked[1]?.answer(aVideo({ name: 'b' }));
    expect((await answers[1])?.name).toBe('b');
    await settle();
    expect(began).toEqual(['a', 'b', 'c']);
  });

  it('goes on after one that can\'t be read', async () => {
    const { asked, began, looker, settle } = slow();
    const answers = ['a', 'b', 'c'].map((path) => looker.look(path));
    answers[0]?.catch(() => undefined);
    await settle();
    asked[0]?.fail(new Error('no recording'));
    await expect(answers[0]).rejects.toThrow('no recording');
    await settle();
    expect(began).toEqual(['a', 'b', 'c']);
  });

  it('looks once however often it is asked, and again after it was told to forget', async () => {
    const { asked, looker, settle } = slow();
    const both = [looker.look('a'), looker.look('a')];
    await settle();
    asked[0]?.answer(aVideo());
    await Promise.all(both);
    expect(asked).toHaveLength(1);
    looker.forget('a');
    void looker.look('a');
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('does not look into what was taken away while it waited', async () => {
    const { asked, began, looker, settle } = slow();
    for (const path of ['a', 'b', 'c', 'd']) void looker.look(path);
    await settle();
    looker.forget('c');
    asked[0]?.answer(aVideo());
    await settle();
    expect(began).toEqual(['a', 'b', 'd']);
  });
});
