/** Takes models from a folder or an archive, and says what was in it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiFailure, keys } from '../api/client';
import { inTauri, pickFolder } from '../api/desktop';
import { importModels, useModels, type Imported } from '../api/models';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { t } from './strings';

function Result({ result }: { result: Imported }) {
  const models = useModels();
  const titles = new Map(models.data?.models.map(({ id, title }) => [id, title]));
  const { imported, present, refused, unknown } = result;
  return (
    <div role="status" className="stack models-result">
      <p className="strong">{imported.length > 0 ? t.imported(imported.length) : t.importedNone}</p>
      {imported.length > 0 && <ul>{imported.map(({ id }) => <li key={id}>{titles.get(id) ?? id}</li>)}</ul>}
      {present.length > 0 && <p className="muted">{t.present(present.length)}</p>}
      {refused.map(({ name, reason }) => <p key={name} className="c-danger">{name}: {sentence(reason)}</p>)}
      {unknown.length > 0 && <p className="muted">{t.unknown(unknown)}</p>}
    </div>
  );
}

export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const cache = useQueryClient();
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);
  const [result, setResult] = useState<Imported>();

  const change = (next: string) => {
    setPath(next);
    setProblem(undefined);
    setResult(undefined);
  };
  const close = () => {
    change('');
    onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (working) return;
    if (path.trim() === '') {
      setProblem(t.importNone);
      document.getElementById('import-path')?.focus();
      return;
    }
    setWorking(true);
    setResult(undefined);
    try {
      setResult(await importModels(path.trim()));
    } catch (failure) {
      const words = failure instanceof ApiFailure ? [failure.message, failure.hint ?? ''] : [String(failure)];
      setProblem(words.filter(Boolean).map(sentence).join(' '));
    } finally {
      setWorking(false);
      for (const queryKey of [keys.models, keys.pipelines]) void cache.invalidateQueries({ queryKey });
    }
  };
  return (
    <Dialog open={open} onClose={close} title={t.importTitle} text={t.importText}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor="import-path">{t.importPath}</label>
          <div className="row">
            <span className={problem ? 'input grow err' : 'input grow'}>
              <input
                id="import-path" spellCheck={false} autoComplete="off" value={path} aria-invalid={problem !== undefined} aria-describedby="import-help"
                onChange={(event) => change(event.target.value)}
              />
            </span>
            {inTauri && <Button onClick={() => void pickFolder().then((folder) => folder && change(folder))}>{t.importChoose}</Button>}
          </div>
          <span id="import-help" className={problem ? 'errmsg' : 'help'} role={problem ? 'alert' : undefined}>
            {problem && <Icon name="failed" small />}
            {problem ?? t.importHelp}
          </span>
        </div>
        {result && <Result result={result} />}
        <div className="dialog-foot">
          <Button onClick={close}>{t.importKeep}</Button>
          <Button look="primary" type="submit" aria-disabled={working}>{working ? t.importing : t.importGo}</Button>
        </div>
      </form>
    </Dialog>
  );
}
