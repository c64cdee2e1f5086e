/** What can be done with models. What does not work is listed above the content, with its reason. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/client';
import { applyModel, cancelModel, downloadModel, pauseModel, removeModel, verifyModel, verifyModels, type Model } from '../api/models';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { t } from './strings';

/** An action whose answer is the model as it is then. */
function useModelAction(run: (model: Model) => Promise<Model>, done?: (model: Model) => string | undefined) {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: (model: Model) =>
      attempt(t.notDone(model.title), async () => {
        const after = await run(model);
        applyModel(cache, after);
        // an event that came before this answer may be newer than it
        void cache.invalidateQueries({ queryKey: keys.models });
        const words = done?.(after);
        if (words) say(words);
      }),
  });
}

/** The words about a file that was read again; what is wrong with it stands in its row. */
function outcome(model: Model): string | undefined {
  if (model.state === 'installed') return t.verified(model.title);
  return model.state === 'unchecked' ? t.uncheckable(model.title) : undefined;
}

/** For a model whose terms need no answer, or were accepted before. */
export const useDownload = () => useModelAction(({ id }) => downloadModel(id, false));
export const useAcceptAndDownload = () => useModelAction(({ id }) => downloadModel(id, true));
export const usePauseDownload = () => useModelAction(({ id }) => pauseModel(id));
export const useCancelDownload = () => useModelAction(({ id }) => cancelModel(id));
export const useRemove = () => useModelAction(({ id }) => removeModel(id), ({ title }) => t.removed(title));
export const useVerify = () => useModelAction(({ id }) => verifyModel(id), outcome);

export function useVerifyAll() {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();
  return useMutation({
    mutationFn: () =>
      attempt(t.verifyAllFailed, async () => {
        const list = await verifyModels();
        cache.setQueryData(keys.models, list);
        await cache.invalidateQueries({ queryKey: keys.pipelines });
        say(t.verifiedAll(list.models.filter(({ state }) => state !== 'missing').length));
      }),
  });
}
