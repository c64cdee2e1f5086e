/** Presets: those of the program side by side, the lab's own in a list; save, delete, import and export. */
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { deletePreset, parseConfig, presetsKey, usePresets, type ParsedConfig, type Preset } from '../api/presets';
import { Button } from '../components/Button';
import { Dialog, Question } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { sentence } from '../components/words';
import { differences, draftOf, presetDraft, sameWish, wishOf, type Draft } from './draft';
import { ExportDialog } from './ExportDialog';
import { ImportDialog, UnreadableDialog } from './ImportDialog';
import { SaveDialog } from './SaveDialog';
import type { Pipeline } from './leaves';
import { t } from './strings';

interface PresetBarProps {
  pipelines: Pipeline[];
  draft: Draft;
  /** Takes another draft; with words, the old one can be brought back. */
  onReplace: (draft: Draft, words: string | null) => void;
  onSaid: (words: string) => void;
}

type Asked =
  | { what: 'save' | 'export' | 'unreadable' }
  | { what: 'delete'; preset: Preset }
  | { what: 'import'; name: string; parsed: ParsedConfig }
  | { what: 'failed'; title: string; message: string };

/** A file that is larger is no configuration. */
const LARGEST = 1_000_000;

export function PresetBar({ pipelines, draft, onReplace, onSaid }: PresetBarProps) {
  const cache = useQueryClient();
  const { data, isError, refetch } = usePresets();
  const { presets, unreadable } = data ?? { presets: [], unreadable: [] };
  const [asked, setAsked] = useState<Asked>();
  const file = useRef<HTMLInputElement>(null);
  const save = useRef<HTMLButtonElement>(null);
  const group = useId();
  const of = (preset: Preset) => presetDraft(pipelines, preset);
  const active = presets.find((preset) => sameWish(pipelines, of(preset), draft));
  const builtIn = presets.filter((preset) => preset.built_in);
  const own = presets.filter((preset) => !preset.built_in);

  const choose = (preset: Preset) => {
    const next = of(preset);
    onReplace(next, active ? null : t.replaced(preset.title, differences(pipelines, draft, next)));
  };
  const load = (name: string, parsed: ParsedConfig) => {
    setAsked(undefined);
    onReplace(draftOf(pipelines, parsed.selected_pipelines, parsed.config ?? {}), t.loaded(name));
  };
  const read = async (chosen: File) => {
    try {
      if (chosen.size > LARGEST) throw new Error(t.importTooLarge);
      const parsed = await parseConfig(await chosen.text());
      if (parsed.valid && parsed.warnings.length === 0) load(chosen.name, parsed);
      else setAsked({ what: 'import', name: chosen.name, parsed });
    } catch (failure) {
      setAsked({ what: 'failed', title: t.importFailed(chosen.name), message: failure instanceof Error ? failure.message : String(failure) });
    }
  };
  const remove = async (preset: Pick<Preset, 'name' | 'title'>) => {
    setAsked(undefined);
    try {
      await deletePreset(preset.name);
      await cache.invalidateQueries({ queryKey: presetsKey });
      onSaid(t.deleted(preset.title));
      save.current?.focus(); // the button that was pressed is gone with the preset
    } catch (failure) {
      setAsked({ what: 'failed', title: t.deleteFailed, message: failure instanceof Error ? failure.message : String(failure) });
    }
  };
  const close = () => setAsked(undefined);
  return (
    <div className="nj-presets">
      {isError && <span className="xs c-danger">{t.presetsFailed} <button type="button" className="link" onClick={() => void refetch()}>{t.retry}</button></span>}
      {unreadable.length > 0 && (
        <button type="button" className="link xs nj-unreadable" onClick={() => setAsked({ what: 'unreadable' })}>{t.unreadable(unreadable.length)}</button>
      )}
      {builtIn.length > 0 && (
        <fieldset className="seg nj-seg">
          <legend className="sr">{t.presets}</legend>
          {builtIn.map((preset) => (
            <label key={preset.name} className={preset === active ? 'on' : ''} title={preset.description}>
              <input type="radio" className="sr" name={group} checked={preset === active} onChange={() => choose(preset)} />
              {preset.title}
            </label>
          ))}
        </fieldset>
      )}
      {own.length > 0 && (
        <span className="nj-selectbox nj-own">
          <select
            className={active && !active.built_in ? 'input on' : 'input'} aria-label={t.own} value={active && !active.built_in ? active.name : ''}
            onChange={(event) => { const preset = own.find((other) => other.name === event.target.value); if (preset) choose(preset); }}
          >
            <option value="" disabled>{t.ownNone}</option>
            {own.map((preset) => <option key={preset.name} value={preset.name}>{preset.title}</option>)}
          </select>
          <Icon name="right" small />
        </span>
      )}
      <Button ref={save} onClick={() => setAsked({ what: 'save' })}>{t.saveAs}</Button>
      {active && !active.built_in && <Button onClick={() => setAsked({ what: 'delete', preset: active })}>{t.deletePreset}</Button>}
      <Button onClick={() => file.current?.click()}>{t.import}</Button>
      <Button onClick={() => setAsked({ what: 'export' })}>{t.export}</Button>
      <input
        ref={file} type="file" hidden accept=".yaml,.yml,.json" aria-label={t.import}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = ''; // the same file can be chosen again after it was mended
          if (chosen) void read(chosen);
        }}
      />
      {asked?.what === 'save' && (
        <SaveDialog wish={wishOf(pipelines, draft)} presets={presets} onClose={close} onSaved={(title) => { close(); onSaid(t.saved(title)); }} />
      )}
      {asked?.what === 'export' && <ExportDialog wish={wishOf(pipelines, draft)} onClose={close} />}
      {asked?.what === 'unreadable' && unreadable.length > 0 && <UnreadableDialog files={unreadable} onClose={close} onDelete={(name) => void remove({ name, title: name })} />}
      {asked?.what === 'import' && (
        <ImportDialog name={asked.name} parsed={asked.parsed} onClose={close} onLoad={() => load(asked.name, asked.parsed)} />
      )}
      {asked?.what === 'failed' && (
        <Dialog open onClose={close} title={asked.title} text={sentence(asked.message)}>
          <div className="dialog-foot"><Button onClick={close}>{t.exportClose}</Button></div>
        </Dialog>
      )}
      {asked?.what === 'delete' && (
        <Question
          open onClose={close} title={t.deleteTitle(asked.preset.title)} text={t.deleteText} keep={t.keep} act={t.deleteAct}
          onAct={() => void remove(asked.preset)}
        />
      )}
    </div>
  );
}
