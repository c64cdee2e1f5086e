/** One setting, drawn from its description: label, control, unit and range, help, what is wrong with it, way back. */
import type { Issue } from '../api/presets';
import { Icon } from '../components/Icon';
import { isChanged, textOf, valueOf } from './draft';
import { issueWords } from './issues';
import type { Parameter, Pipeline } from './leaves';
import { t } from './strings';
import { fieldId } from './Work';

interface FieldProps {
  pipeline: Pipeline;
  parameter: Parameter;
  /** What was given or typed; undefined is the default. */
  typed: unknown;
  errors: Issue[];
  warnings: Issue[];
  /** What has to be otherwise for it to do something; empty when it does. */
  idle: { parameter: Parameter; value: unknown }[];
  onType: (value: unknown) => void;
  onReset: () => void;
}

/** A value as a person reads it: the words of a choice, on and off. */
function valueWords(parameter: Parameter, value: unknown): string {
  if (typeof value === 'boolean') return value ? t.on : t.off;
  return parameter.enum.find((option) => option.value === value)?.label ?? textOf(parameter, value);
}

/** Bounds that a slider can be drawn for: shares and probabilities. */
const slides = ({ type, min, max }: Parameter): boolean => type === 'number' && min !== null && max !== null && max - min <= 1;

interface ControlProps extends Omit<FieldProps, 'pipeline' | 'warnings' | 'idle' | 'onReset'> {
  id: string;
  describedBy: string;
  changed: boolean;
}

function Text({ id, parameter, typed, errors, describedBy, changed, onType }: ControlProps) {
  const { min, max, unit, type, label } = parameter;
  const numeric = type === 'integer' || type === 'number';
  const value = valueOf(parameter, typed);
  const range = min === null || max === null ? unit : t.range(unit, String(min), String(max));
  const look = `input${errors.length > 0 ? ' err' : changed ? ' changed' : ''}`;
  return (
    <div className="nj-text">
      {slides(parameter) && (
        <input
          type="range" className="nj-slider" aria-label={t.slider(label)} min={min ?? 0} max={max ?? 1} step={0.01}
          value={typeof value === 'number' ? value : Number(parameter.default)} onChange={(event) => onType(event.target.value)}
        />
      )}
      <div className={look}>
        <input
          id={id} type="text" inputMode={type === 'integer' ? 'numeric' : numeric ? 'decimal' : 'text'} spellCheck={false} autoComplete="off"
          value={textOf(parameter, typed)} aria-invalid={errors.length > 0} aria-describedby={describedBy}
          onChange={(event) => onType(event.target.value)}
        />
        {range && <span className="unit" id={`${id}-range`}>{range}</span>}
      </div>
    </div>
  );
}

function Choice({ id, parameter, typed, errors, describedBy, changed, onType }: ControlProps) {
  const shown = textOf(parameter, typed);
  const known = parameter.enum.some((option) => option.value === shown);
  return (
    <span className="nj-selectbox">
      <select
        id={id} className={`input nj-select${errors.length > 0 ? ' err' : changed ? ' changed' : ''}`} value={shown} aria-invalid={errors.length > 0}
        aria-describedby={describedBy} onChange={(event) => onType(event.target.value)}
      >
        {!known && <option value={shown}>{shown}</option>}
        {parameter.enum.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
      <Icon name="right" small />
    </span>
  );
}

type NotesProps = Pick<FieldProps, 'pipeline' | 'parameter' | 'errors' | 'warnings' | 'idle'> & { id: string };

function Notes({ id, pipeline, parameter, errors, warnings, idle }: NotesProps) {
  const until = idle.map((condition) => t.isSet(condition.parameter.label, valueWords(condition.parameter, condition.value)));
  const words = (issue: Issue) => issueWords(issue, { pipeline, parameter });
  return (
    <div id={id}>
      {errors.map((issue) => (
        <div key={issue.code} className="errmsg"><Icon name="failed" small /><span>{words(issue)}</span></div>
      ))}
      {warnings.map((issue) => (
        <div key={issue.code} className="errmsg c-warning"><Icon name="warning" small /><span>{words(issue)}</span></div>
      ))}
      {until.length > 0 && warnings.length === 0 && <div className="help nj-idle">{t.idle(until)}</div>}
      {parameter.description && <div className="help">{parameter.description}</div>}
    </div>
  );
}

export function Field({ pipeline, parameter, typed, errors, warnings, idle, onType, onReset }: FieldProps) {
  const id = fieldId(pipeline.name, parameter.name);
  const notes = `${id}-notes`;
  const changed = isChanged(parameter, typed);
  const byDefault = valueWords(parameter, parameter.default);
  const reset = changed && (
    <button type="button" className="nj-reset" onClick={() => { onReset(); document.getElementById(id)?.focus(); }}>
      <Icon name="reset" small /><span><span className="sr">{t.reset(parameter.label)} </span>{t.byDefault(byDefault)}</span>
    </button>
  );
  if (parameter.type === 'boolean') {
    const on = valueOf(parameter, typed) === true;
    return (
      <div className="nj-field nj-switch" data-changed={changed}>
        <button
          type="button" id={id} role="switch" className={on ? 'switch on' : 'switch'} aria-checked={on} aria-labelledby={`${id}-label`}
          aria-describedby={notes} onClick={() => onType(!on)}
        />
        <div className="grow">
          <div className="nj-label"><label id={`${id}-label`} htmlFor={id}>{parameter.label}</label>{reset}</div>
          <Notes id={notes} pipeline={pipeline} parameter={parameter} errors={errors} warnings={warnings} idle={idle} />
        </div>
      </div>
    );
  }
  const control: ControlProps = { id, parameter, typed, errors, describedBy: `${id}-range ${notes}`, changed, onType };
  return (
    <div className="nj-field" data-changed={changed}>
      <div className="nj-label strong"><label htmlFor={id}>{parameter.label}</label>{reset}</div>
      {parameter.type === 'enum' ? <Choice {...control} describedBy={notes} /> : <Text {...control} />}
      <Notes id={notes} pipeline={pipeline} parameter={parameter} errors={errors} warnings={warnings} idle={idle} />
    </div>
  );
}
