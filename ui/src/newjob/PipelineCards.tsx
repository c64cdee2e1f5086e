/** What can be measured, as cards: on or off, what it gives, its model, how long it took before. */
import type { Verdict } from '../api/presets';
import { Icon, pipelineIcon } from '../components/Icon';
import { sentence, span } from '../components/words';
import { withPipeline, type Draft } from './draft';
import { countOf } from './issues';
import type { Pipeline } from './leaves';
import { t } from './strings';
import { cardId } from './Work';

type Group = keyof typeof t.groups;
const GROUPS: Group[] = ['picture', 'face', 'sound', 'interaction'];

/** Families of their own stand apart; the others stand with what they read. */
export function groupOf({ pipeline_family: family, modality }: Pipeline): Group {
  if (family === 'face' || family === 'interaction') return family;
  return modality === 'sound' ? 'sound' : 'picture';
}

/** Whether a model has to be there for it; what is computed without one needs none. */
const usesModel = (pipeline: Pipeline) => pipeline.backends.some((backend) => backend !== 'native');

interface CardProps {
  pipeline: Pipeline;
  on: boolean;
  chosen: boolean;
  /** It is off, and runs because another one needs it. */
  needed: boolean;
  errors: number;
  seconds: number | null;
  onToggle: (on: boolean) => void;
  onChoose: () => void;
}

function Card({ pipeline, on, chosen, needed, errors, seconds, onToggle, onChoose }: CardProps) {
  const { name, display_name: title, description, available, unavailable_reason: reason } = pipeline;
  return (
    <li className={chosen ? 'nj-card on' : 'nj-card'}>
      <label className="hit">
        <input
          type="checkbox" className="check" checked={on} disabled={!available && !on} aria-label={t.turn(title)}
          aria-describedby={available ? undefined : `${cardId(name)}-why`} onChange={(event) => onToggle(event.target.checked)}
        />
      </label>
      <button type="button" id={cardId(name)} className="nj-card-open" aria-current={chosen} onClick={onChoose}>
        <span className="muted"><Icon name={pipelineIcon(name)} /></span>
        <span className="nj-card-words">
          <span className="nj-card-title">
            <span>{title}</span>
            {errors > 0 && <span className="badge danger"><Icon name="failed" small />{t.errors(errors)}</span>}
          </span>
          <span className="xs muted">{needed ? t.alsoRuns : description}</span>
          {!available && <span id={`${cardId(name)}-why`} className="xs c-warning nj-why"><Icon name="warning" small /><span>{sentence(reason ?? t.unavailable)}</span></span>}
        </span>
        <span className="nj-card-end xs">
          {seconds !== null && <span className={on ? '' : 'subtle'}>{span(seconds)}</span>}
          <span className="subtle">{!available ? t.unavailable : usesModel(pipeline) ? t.installed : t.noModel}</span>
        </span>
      </button>
    </li>
  );
}

interface PipelineCardsProps {
  pipelines: Pipeline[];
  about: string;
  draft: Draft;
  onChange: (draft: Draft) => void;
  chosen: string | undefined;
  onChoose: (name: string) => void;
  verdict: Verdict;
  selected: readonly string[];
  /** Working time per time of recording, by pipeline. */
  rates: ReadonlyMap<string, number>;
  /** Length of all videos, 0 while some are not known. */
  ms: number;
}

export function PipelineCards({ pipelines, about, draft, onChange, chosen, onChoose, verdict, selected, rates, ms }: PipelineCardsProps) {
  const seconds = (name: string) => {
    const rate = rates.get(name);
    return rate === undefined || ms === 0 ? null : (ms * rate) / 1000;
  };
  return (
    <section className="nj-col nj-measure" aria-label={t.measure}>
      <h3>{t.measure} <span className="muted">{t.measureCount(selected.length, pipelines.length)}</span></h3>
      {about && <p className="xs muted nj-about">{about}</p>}
      {GROUPS.map((group) => {
        const members = pipelines.filter((pipeline) => groupOf(pipeline) === group);
        if (members.length === 0) return null;
        return (
          <div key={group} className="nj-group">
            <h4 id={`nj-group-${group}`}>{t.groups[group]}</h4>
            <ul className="card" aria-labelledby={`nj-group-${group}`}>
              {members.map((pipeline) => {
                const { name } = pipeline;
                const on = draft.selected.has(name);
                return (
                  <Card
                    key={name} pipeline={pipeline} on={on} chosen={name === chosen} seconds={seconds(name)}
                    needed={!on && verdict.pipelines_validated.includes(name) && !verdict.asked.includes(name)} errors={countOf(verdict.errors, pipelines, selected, name)}
                    onToggle={(now) => { onChange(withPipeline(draft, name, now)); onChoose(name); }} onChoose={() => onChoose(name)}
                  />
                );
              })}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
