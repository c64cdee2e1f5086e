/** Everything that stops the job, each a link to where it is mended, and the remarks that belong to no field. */
import type { Ref } from 'react';
import type { Issue } from '../api/presets';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { issueWords, type Place } from './issues';
import type { Outcome } from './starting';
import { t } from './strings';

interface SummaryProps {
  errors: Issue[];
  /** Remarks that no field shows. */
  warnings: Issue[];
  /** What the last Start did. */
  outcome: (Outcome & { all: number }) | undefined;
  /** Why the settings could not be checked. */
  failure: Error | null;
  placeOf: (issue: Issue) => Place;
  onShow: (place: Place) => void;
  onCheck: () => void;
  ref: Ref<HTMLElement>;
}

function Line({ issue, place, onShow }: { issue: Issue; place: Place; onShow: (place: Place) => void }) {
  const { pipeline, parameter } = place;
  const words = pipeline ? (parameter ? t.link(pipeline.display_name, parameter.label) : pipeline.display_name) : issue.field || t.whole;
  return (
    <li>
      {pipeline ? <button type="button" className="link" onClick={() => onShow(place)}>{words}</button> : <span className="mono">{words}</span>}{' '}
      <span>{issueWords(issue, place)}</span>
    </li>
  );
}

export function Summary({ errors, warnings, outcome, failure, placeOf, onShow, onCheck, ref }: SummaryProps) {
  return (
    <section className="nj-sum" ref={ref} tabIndex={-1} role="status" aria-label={errors.length > 0 ? t.stops(errors.length) : undefined}>
      {outcome?.stopped && (
        <div className="nj-sum-part bad">
          <Icon name="failed" />
          <div><span className="strong">{t.stopped(outcome.started, outcome.all)}</span> {sentence(outcome.stopped.message)} {outcome.stopped.hint && sentence(outcome.stopped.hint)}</div>
        </div>
      )}
      {outcome && !outcome.stopped && outcome.started > 0 && (
        <div className="nj-sum-part good"><Icon name="done" /><div>{t.startedSome(outcome.started)}</div></div>
      )}
      {failure && (
        <div className="nj-sum-part bad">
          <Icon name="failed" />
          <div className="grow"><span className="strong">{t.unchecked}</span> {sentence(failure.message)}</div>
          <Button small onClick={onCheck}>{t.checkAgain}</Button>
        </div>
      )}
      {errors.length > 0 && (
        <div className="nj-sum-part bad">
          <Icon name="failed" />
          <div className="grow">
            <div className="strong">{t.stops(errors.length)}</div>
            <ul className="xs">
              {errors.map((issue) => <Line key={`${issue.field} ${issue.code}`} issue={issue} place={placeOf(issue)} onShow={onShow} />)}
            </ul>
          </div>
        </div>
      )}
      {warnings.length > 0 && (
        <div className="nj-sum-part">
          <span className="c-warning"><Icon name="warning" /></span>
          <div className="grow">
            <div className="strong">{t.remarks(warnings.length)}</div>
            <ul className="xs">
              {warnings.map((issue) => <Line key={`${issue.field} ${issue.code} ${issue.message}`} issue={issue} place={placeOf(issue)} onShow={onShow} />)}
            </ul>
          </div>
        </div>
      )}
    </section>
  );
}
