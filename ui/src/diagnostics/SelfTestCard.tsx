/** Measures the demo clip on every device and says how long each took. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fragment } from 'react';
import { runSelfTest, useSelfTest, type DeviceTest, type SelfTest } from '../api/diagnostics';
import { keys } from '../api/client';
import { useSettings } from '../api/settings';
import { Button } from '../components/Button';
import { Icon, type IconName } from '../components/Icon';
import { moment, sentence } from '../components/words';
import { useAdding } from '../shell/adding';
import { Waiting } from './Card';
import { t } from './strings';

const LOOK: Record<DeviceTest['state'], { icon: IconName; colour: string }> = {
  waiting: { icon: 'clock', colour: 'muted' }, running: { icon: 'play', colour: 'c-accent' }, ok: { icon: 'check', colour: 'c-success' },
  failed: { icon: 'failed', colour: 'c-danger' }, unavailable: { icon: 'none', colour: 'muted' },
};

function Devices({ devices }: { devices: DeviceTest[] }) {
  const setting = useSettings().data?.find(({ key }) => key === 'device');
  const title = (device: string) => setting?.options.find(({ value }) => value === device)?.title ?? device;
  return (
    <table className="diag-table" aria-label={t.test.title}>
      <thead><tr><th>{t.test.device}</th><th className="num">{t.test.time}</th><th>{t.test.result}</th></tr></thead>
      <tbody>
        {devices.map(({ device, state, seconds, realtime_factor: factor, message }) => (
          <Fragment key={device}>
            <tr>
              <td>{title(device)}</td>
              <td className="num" title={factor === null ? undefined : t.test.factor(factor)}>{seconds === null ? '' : t.test.seconds(seconds)}</td>
              <td><span className={`row diag-state ${LOOK[state].colour}`}><Icon name={LOOK[state].icon} small />{t.test.states[state]}</span></td>
            </tr>
            {message && <tr className="diag-why"><td colSpan={3} className="muted">{sentence(message)}</td></tr>}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function words(test: SelfTest | undefined): string {
  if (test?.state === 'running') return t.test.now;
  return test?.finished_at ? t.test.last(moment(test.finished_at)) : t.test.never;
}

export function SelfTestCard() {
  const cache = useQueryClient();
  const { attempt } = useAdding();
  const test = useSelfTest();
  const start = useMutation({
    mutationFn: () => attempt(t.test.failed, async () => {
      await runSelfTest();
      await cache.invalidateQueries({ queryKey: keys.selfTest });
    }),
  });
  const busy = start.isPending || test.data?.state === 'running';
  return (
    <article className="card diag-card" aria-labelledby="diag-test">
      <h2><span className="muted"><Icon name="play" /></span><span className="grow" id="diag-test">{t.test.title}</span></h2>
      <p className="xs muted">{t.test.text}</p>
      {test.isPending && <Waiting words={t.test.reading} />}
      {test.isError && <p role="alert" className="diag-error"><span className="strong">{t.test.unreadable}</span> {sentence(test.error.message)}</p>}
      {test.data && test.data.devices.length > 0 && <Devices devices={test.data.devices} />}
      <div className="diag-fix xs">
        <span className="grow muted" role="status">{test.data && words(test.data)}</span>
        <Button small aria-disabled={busy} onClick={() => busy || start.mutate()}>{busy ? t.test.running : t.test.run}</Button>
      </div>
    </article>
  );
}
