/** Saves settings at once, says so with a way back, and gives the words for a field whose value was refused. */
import { useQueryClient } from '@tanstack/react-query';
import { issuesOf, keys } from '../api/client';
import { changeSettings, type Setting } from '../api/settings';
import { sentence } from '../components/words';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { t } from './strings';

/** What undoing a change sets: nothing of one's own when there was nothing. */
const before = ({ source, value }: Setting): Setting['value'] | null => (source === 'stored' ? value : null);

export function useSaving() {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();

  /** The reason if the value was refused, else undefined; other failures are listed above the content. */
  const save = async (setting: Setting, value: number | string | boolean | null, words?: string): Promise<string | undefined> => {
    let refused: string | undefined;
    await attempt(t.notSaved(setting.title), async () => {
      try {
        const settings = await changeSettings({ [setting.key]: value });
        cache.setQueryData<Setting[]>(keys.settings, settings);
        const now = settings.find((other) => other.key === setting.key)?.value ?? setting.default;
        say(words ?? t.saved(setting.title, t.withUnit(now, setting.unit)), () => void restore(setting));
      } catch (failure) {
        const issue = issuesOf(failure).find(({ field }) => field === setting.key);
        if (!issue) throw failure;
        refused = [issue.message, issue.hint].filter(Boolean).map(sentence).join(' ');
      }
    });
    return refused;
  };
  const restore = (setting: Setting) =>
    attempt(t.notSaved(setting.title), async () => {
      cache.setQueryData<Setting[]>(keys.settings, await changeSettings({ [setting.key]: before(setting) }));
    });
  return save;
}
