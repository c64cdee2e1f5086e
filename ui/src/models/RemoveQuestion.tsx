/** Asks before a model is removed, and says what can't be measured without it. */
import type { Model } from '../api/models';
import { Question } from '../components/Dialog';
import { useRemove } from './actions';
import { t } from './strings';

export function RemoveQuestion({ model, onClose }: { model: Model; onClose: () => void }) {
  const remove = useRemove();
  const users = model.pipelines.filter(({ optional }) => !optional).map(({ display_name }) => display_name);
  return (
    <Question
      open onClose={onClose} title={t.removeTitle(model.title)} text={t.removeText(model.bytes, users)}
      keep={t.keep} act={t.remove} onAct={() => remove.mutate(model)}
    />
  );
}
