/** The settings of one pipeline, drawn from its schema: the common ones, and the others in a fold. */
import { Fragment } from 'react';
import type { Verdict } from '../api/presets';
import { Button } from '../components/Button';
import { Icon, pipelineIcon } from '../components/Icon';
import { changedCount, idleUntil, isChanged, withDefault, withDefaults, withTyped, type Draft } from './draft';
import { Field } from './Field';
import { at } from './issues';
import type { Parameter, Pipeline } from './leaves';
import { t } from './strings';

interface SettingsColumnProps {
  pipeline: Pipeline;
  draft: Draft;
  onChange: (draft: Draft) => void;
  verdict: Verdict;
  /** Whether the fold is open. */
  open: boolean;
  onOpen: (open: boolean) => void;
}

export function SettingsColumn({ pipeline, draft, onChange, verdict, open, onOpen }: SettingsColumnProps) {
  const { name, display_name: title, parameters } = pipeline;
  const typed = draft.typed[name] ?? {};
  const changed = changedCount(pipeline, draft);
  const advanced = parameters.filter((parameter) => parameter.advanced);
  const hidden = advanced.reduce((sum, parameter) => sum + at(verdict.errors, name, parameter.name).length, 0);
  const field = (parameter: Parameter, index: number, list: Parameter[]) => (
    <Fragment key={parameter.name}>
      {parameter.group && parameter.group !== list[index - 1]?.group && <h4 className="nj-heading">{parameter.group}</h4>}
      <Field
        pipeline={pipeline} parameter={parameter} typed={typed[parameter.name]} idle={idleUntil(pipeline, parameter, draft)}
        errors={at(verdict.errors, name, parameter.name)} warnings={at(verdict.warnings, name, parameter.name)}
        onType={(value) => onChange(withTyped(draft, name, parameter.name, value))}
        onReset={() => onChange(withDefault(draft, name, parameter.name))}
      />
    </Fragment>
  );
  return (
    <section className="nj-col nj-sets" aria-label={t.settings(title)}>
      <h3>
        <Icon name={pipelineIcon(name)} />
        <span className="cut">{title}</span>
        <span className="grow" />
        <span className="xs muted nj-differ" title={t.differTitle}>{t.differ(changed)}</span>
        {changed > 1 && <Button small look="quiet" onClick={() => onChange(withDefaults(draft, name))}>{t.resetAll}</Button>}
      </h3>
      {!draft.selected.has(name) && <p className="xs muted nj-off">{t.isOff}</p>}
      {parameters.length === 0 && <p className="muted">{t.noSettings}</p>}
      {parameters.filter((parameter) => !parameter.advanced).map(field)}
      {advanced.length > 0 && (
        <>
          <button type="button" className="nj-fold" aria-expanded={open} aria-controls="nj-advanced" onClick={() => onOpen(!open)}>
            <Icon name="right" />
            <span>{t.advanced}</span>
            <span className="xs subtle">
              {t.advancedText(advanced.length, advanced.filter((parameter) => isChanged(parameter, typed[parameter.name])).length)}
            </span>
            {hidden > 0 && !open && <span className="badge danger"><Icon name="failed" small />{t.errors(hidden)}</span>}
          </button>
          <div id="nj-advanced" hidden={!open}>{open && advanced.map(field)}</div>
        </>
      )}
    </section>
  );
}
