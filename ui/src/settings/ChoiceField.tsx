/** One setting that is a word of a list or a switch: saved as soon as it is chosen. */
import { useState } from 'react';
import type { Setting } from '../api/settings';
import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { useSaving } from './saving';
import { t } from './strings';

interface Option {
  value: string | boolean;
  title: string;
}

function optionsOf(setting: Setting): Option[] {
  if (setting.type === 'switch') return [{ value: false, title: t.choices.off }, { value: true, title: t.choices.on }];
  return setting.options;
}

export function ChoiceField({ setting }: { setting: Setting }) {
  const save = useSaving();
  const [refused, setRefused] = useState<string>();
  const id = `setting-${setting.key}`;
  const options = optionsOf(setting);
  const value = String(setting.value);
  const usual = String(setting.default);
  const title = (word: string) => options.find((option) => String(option.value) === word)?.title ?? word;
  const fixed = setting.source === 'environment';

  const choose = async (chosen: string) => {
    const option = options.find((one) => String(one.value) === chosen);
    if (option) setRefused(await save(setting, option.value, t.saved(setting.title, option.title)));
  };

  return (
    <div className="field setting">
      <div className="setting-head">
        <label htmlFor={id} className="strong">{setting.title}</label>
        {value !== usual && !fixed && (
          <Button
            small look="quiet" icon="again" aria-label={t.resetOf(setting.title, title(usual))}
            onClick={() => void save(setting, null, t.saved(setting.title, title(usual)))}
          >
            {t.reset(title(usual))}
          </Button>
        )}
      </div>
      <span className={`input${refused ? ' err' : value !== usual ? ' changed' : ''}${fixed ? ' fixed' : ''}`}>
        {fixed && <span className="subtle"><Icon name="lock" small /></span>}
        <select
          id={id} value={value} disabled={fixed} aria-invalid={refused !== undefined} aria-describedby={`${id}-help`}
          onChange={(event) => void choose(event.target.value)}
        >
          {options.map((option) => <option key={option.title} value={String(option.value)}>{option.title}</option>)}
        </select>
      </span>
      <div id={`${id}-help`}>
        {refused && <div className="errmsg" role="alert"><Icon name="failed" small />{refused}</div>}
        {fixed && <div className="help">{t.fixed(setting.variable ?? '')}</div>}
        <div className="help">{setting.help}</div>
      </div>
    </div>
  );
}
