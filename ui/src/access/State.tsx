/** Whether the API listens, why not, and the switch. */
import type { Access } from '../api/access';
import type { Setting } from '../api/settings';
import { Button } from '../components/Button';
import { Icon, type IconName } from '../components/Icon';
import { sentence } from '../components/words';
import { useSaving } from '../settings/saving';
import { t as settings } from '../settings/strings';
import { t } from './strings';

interface StateProps {
  access: Access;
  /** The switch of the desktop program. */
  setting: Setting;
}

interface Standing {
  icon: IconName;
  colour: string;
  title: string;
  text: string;
  hint?: string | null | undefined;
}

function standing(access: Access, wanted: boolean): Standing {
  const { failure, address, warnings, tokens_in_use: tokens } = access;
  if (failure) return { icon: 'failed', colour: 'c-danger', title: t.broken, text: sentence(failure.message), hint: failure.hint && sentence(failure.hint) };
  if (address) {
    const safe = access.auth_required ? (warnings.length > 0 ? t.onNetwork : t.onText) : t.onOpen;
    const by = access.opened_by === 'serve' ? t.byServe : t.bySetting(tokens);
    return { icon: warnings.length > 0 ? 'warning' : 'done', colour: warnings.length > 0 ? 'c-warning' : 'c-success', title: t.on(address), text: `${safe} ${by}` };
  }
  if (wanted) return { icon: 'clock', colour: 'muted', title: t.waiting, text: t.waitingText };
  return { icon: 'lock', colour: 'muted', title: t.off, text: t.offText };
}

function Switch({ access, setting }: StateProps) {
  const save = useSaving();
  const on = setting.value === true;
  if (setting.source === 'environment') return null;
  const without = !on && access.tokens_in_use === 0;
  if (on) return <Button look="danger" onClick={() => void save(setting, false, t.turnedOff)}>{t.turnOff}</Button>;
  return (
    <Button aria-disabled={without} aria-describedby={without ? 'access-needs' : undefined} onClick={() => without || void save(setting, true, t.turnedOn)}>
      {t.turnOn}
    </Button>
  );
}

export function State({ access, setting }: StateProps) {
  const on = setting.value === true;
  const { icon, colour, title, text, hint } = standing(access, on);
  const served = access.opened_by === 'serve';
  const needs = !on && access.tokens_in_use === 0 && setting.source !== 'environment';
  return (
    <div className={access.failure ? 'card access-broken' : 'card'}>
      <div className="row box access-state" role={access.failure ? 'alert' : 'status'}>
        <span className={colour}><Icon name={icon} /></span>
        <div className="grow">
          <div className="strong">{title}</div>
          <div className="xs muted">{text}</div>
          {hint && <div className="xs">{hint}</div>}
          {!served && needs && <div className="xs access-needs" id="access-needs">{t.needsToken}</div>}
        </div>
        {!served && <Switch access={access} setting={setting} />}
      </div>
      {access.warnings.map((words) => (
        <p key={words} className="box-more xs row"><span className="c-warning"><Icon name="warning" small /></span><span>{words}</span></p>
      ))}
      {served && (
        <div className="row box-more">
          <div className="grow">
            <div>{t.inWindow}</div>
            <div className="xs muted" id="access-needs">{needs ? t.needsToken : on ? t.inWindowOn : t.inWindowOff}</div>
          </div>
          <Switch access={access} setting={setting} />
        </div>
      )}
      {setting.source === 'environment' && <p className="box-more xs muted">{settings.fixed(setting.variable ?? '')}</p>}
    </div>
  );
}
