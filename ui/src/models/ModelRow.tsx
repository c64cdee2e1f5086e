/** One model: what it is, how it stands, and the one or two things that can be done with it now. */
import type { Model } from '../api/models';
import { Button } from '../components/Button';
import { Icon, modelIcon } from '../components/Icon';
import { size } from '../components/words';
import { useCancelDownload, useDownload, usePauseDownload, useVerify } from './actions';
import { needsTerms, sourceOf, usersOf } from './groups';
import type { Asking } from './ModelsPage';
import { State } from './State';
import { t } from './strings';

interface RowProps {
  model: Model;
  ask: (asking: Asking) => void;
}

/** The words on the button that fetches the file. */
function fetchWords({ state, transfer }: Model): string {
  if (transfer?.state === 'failed') return t.retry;
  if (transfer?.state === 'paused') return t.resume;
  return state === 'altered' || state === 'unreadable' ? t.downloadAgain : t.download;
}

function Fetch({ model, ask }: RowProps) {
  const download = useDownload();
  const paused = model.transfer?.state === 'paused';
  const start = () => {
    if (needsTerms(model)) ask({ terms: model });
    else if (!download.isPending) download.mutate(model);
  };
  const words = fetchWords(model);
  const icon = paused ? 'play' : model.transfer || model.state !== 'missing' ? 'again' : 'download';
  return <Button small icon={icon} aria-disabled={download.isPending} aria-label={t.fetchOf(words, model.title)} onClick={start}>{words}</Button>;
}

function Cancel({ model }: { model: Model }) {
  const cancel = useCancelDownload();
  return (
    <Button small aria-disabled={cancel.isPending} aria-label={t.cancelOf(model.title)} onClick={() => cancel.isPending || cancel.mutate(model)}>
      {t.cancel}
    </Button>
  );
}

function Pause({ model }: { model: Model }) {
  const pause = usePauseDownload();
  return (
    <Button small look="quiet" icon="pause" aria-disabled={pause.isPending} aria-label={t.pauseOf(model.title)} onClick={() => pause.isPending || pause.mutate(model)}>
      {t.pause}
    </Button>
  );
}

function Verify({ model }: { model: Model }) {
  const verify = useVerify();
  return (
    <Button small look="quiet" aria-disabled={verify.isPending} aria-label={t.verifyOf(model.title)} onClick={() => verify.isPending || verify.mutate(model)}>
      {verify.isPending ? t.verifying : t.verify}
    </Button>
  );
}

function Actions({ model, ask }: RowProps) {
  const { state, transfer } = model;
  if (transfer && (transfer.state === 'downloading' || transfer.state === 'waiting')) return <><Pause model={model} /><Cancel model={model} /></>;
  if (transfer?.state === 'verifying') return <Cancel model={model} />;
  if (transfer) return <><Fetch model={model} ask={ask} /><Cancel model={model} /></>;
  const here = state !== 'missing';
  return (
    <>
      {here && state !== 'altered' && <Verify model={model} />}
      {(!here || state === 'altered' || state === 'unreadable') && model.downloadable && <Fetch model={model} ask={ask} />}
      {!here && !model.downloadable && (
        <Button small icon="usb" aria-label={t.importOf(model.title)} title={t.packHelp} onClick={() => ask('import')}>{t.importAct}</Button>
      )}
      {here && model.removable && (
        <Button small look="quiet" icon="trash" aria-label={t.removeOf(model.title)} title={t.remove} onClick={() => ask({ remove: model })} />
      )}
    </>
  );
}

export function ModelRow({ model, ask }: RowProps) {
  const source = sourceOf(model);
  return (
    <div role="row" className="models-row models-one">
      <span role="cell" className="models-title row">
        <span className="muted"><Icon name={modelIcon(model.group)} /></span>
        <span className="cut">
          <button type="button" className="link cut" onClick={() => ask({ about: model })}>{model.title}</button>
          <span className="xs muted cut models-users">{t.usedBy(usersOf(model))}</span>
        </span>
      </span>
      <span role="cell" className="num muted">{model.bytes === null ? t.unknownSize : size(model.bytes)}</span>
      <span role="cell" className="cut">
        {model.licence}
        {model.research_only && <span className="c-warning" title={t.researchNote}> *<span className="sr">{t.researchMark}</span></span>}
      </span>
      <span role="cell" className="muted cut" title={model.origin_detail ?? (source === t.pack ? t.packHelp : undefined)}>{source}</span>
      <span role="cell"><State model={model} /></span>
      <span role="cell" className="models-acts"><Actions model={model} ask={ask} /></span>
    </div>
  );
}
