/** Which models there are, where they come from, and what can be done with them. */
import { useState } from 'react';
import { useModels, type Model, type ModelList } from '../api/models';
import { Button } from '../components/Button';
import { sentence } from '../components/words';
import { useVerifyAll } from './actions';
import { AboutDialog } from './AboutDialog';
import { groupsOf } from './groups';
import { ImportDialog } from './ImportDialog';
import { ModelRow } from './ModelRow';
import { RemoveQuestion } from './RemoveQuestion';
import { t } from './strings';
import { TermsDialog } from './TermsDialog';
import './models.css';

/** What is asked or shown about one model; one at a time. */
export type Asking = { about: Model } | { remove: Model } | { terms: Model } | 'import';

function Head() {
  const { model, size, licence, source, state, actions } = t.columns;
  return (
    <div role="row" className="models-row models-head">
      <span role="columnheader" className="th models-title">{model}</span>
      <span role="columnheader" className="th num">{size}</span>
      <span role="columnheader" className="th">{licence}</span>
      <span role="columnheader" className="th">{source}</span>
      <span role="columnheader" className="th">{state}</span>
      <span role="columnheader" className="th"><span className="sr">{actions}</span></span>
    </div>
  );
}

function Table({ list, ask }: { list: ModelList; ask: (asking: Asking) => void }) {
  return (
    <div className="models-box">
      <div role="table" aria-label={t.title} className="models">
        <div role="rowgroup"><Head /></div>
        {groupsOf(list.models).map(([group, models]) => (
          <div role="rowgroup" key={group} aria-label={t.groups[group] ?? group}>
            <div role="row" className="models-group"><span role="cell" aria-colspan={6}>{t.groups[group] ?? group}</span></div>
            {models.map((model) => <ModelRow key={model.id} model={model} ask={ask} />)}
          </div>
        ))}
      </div>
      {list.models.some((model) => model.research_only) && (
        <p className="xs muted models-note"><span aria-hidden="true" className="c-warning">*</span> {t.researchNote}</p>
      )}
    </div>
  );
}

export function ModelsPage() {
  const models = useModels();
  const verify = useVerifyAll();
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const about = asking === 'import' ? undefined : asking;
  // what is shown about a model follows what happens to it meanwhile
  const now = (model: Model) => models.data?.models.find((other) => other.id === model.id) ?? model;
  return (
    <>
      <header className="bar">
        <h1>{t.title}</h1>
        <span className="muted cut models-sum">{models.data && t.summary(models.data.installed, models.data.installed_bytes)}</span>
        <span className="grow" />
        <Button look="quiet" icon="shield" aria-disabled={verify.isPending || !models.data} onClick={() => verify.isPending || !models.data || verify.mutate()}>
          {verify.isPending ? t.verifyingAll : t.verifyAll}
        </Button>
        <Button icon="usb" onClick={() => setAsking('import')}>{t.importAct}</Button>
      </header>
      {models.isPending && <p className="muted models-words" role="status">{t.reading}</p>}
      {models.isError && (
        <div className="stack models-words" role="alert">
          <p><span className="strong">{t.readFailed}</span> {sentence(models.error.message)}</p>
          <Button onClick={() => void models.refetch()}>{t.retryRead}</Button>
        </div>
      )}
      {models.data && <Table list={models.data} ask={setAsking} />}
      {about && 'about' in about && <AboutDialog model={now(about.about)} onClose={close} />}
      {about && 'remove' in about && <RemoveQuestion model={now(about.remove)} onClose={close} />}
      {about && 'terms' in about && <TermsDialog model={now(about.terms)} onClose={close} />}
      <ImportDialog open={asking === 'import'} onClose={close} />
    </>
  );
}
