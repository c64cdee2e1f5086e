/** What was measured of the chosen person or face in the look that stands for the picture, in words. */
import { useSyncExternalStore } from 'react';
import { percent } from '../components/words';
import { SURE } from './overlay/body';
import type { Identities, Identity, Kind } from './overlay/identities';
import { TRACKS } from './overlay/layers';
import type { Overlay } from './overlay/overlay';
import type { Figure } from './overlay/scene';
import type { Told } from './overlay/told';
import { t } from './strings';

const EXPRESSIONS = 3;
const SIGNALS = 5;

type Line = [name: string, value: string];

/** `mouthSmileLeft` as people say it. */
export function spoken(channel: string): string {
  const words = channel.replaceAll(/([A-Z])/g, ' $1').replaceAll('_', ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The largest values first, without those that were not measured. */
export function strongest(values: ReadonlyMap<string, number> | undefined, most: number): Line[] {
  return [...(values ?? [])].filter(([name, value]) => Number.isFinite(value) && name !== '_neutral')
    .sort(([, a], [, b]) => b - a).slice(0, most).map(([name, value]) => [spoken(name), percent(value * 100)]);
}

function linesOf(figure: Figure, told: Told): Line[] {
  const { kind, object } = figure.identity;
  const [x, y, width, height] = figure.box;
  const lines: Line[] = [[t.box, t.boxValue(x, y, width, height)]];
  if (Number.isFinite(figure.score)) lines.push([t.sure, figure.score.toFixed(2)]);
  const { joints, pose, gaze } = figure;
  if (joints) {
    const scores = joints.filter((_, i) => i % 3 === 2);
    lines.push([t.jointsSure, t.jointsOf(scores.filter((score) => score >= SURE).length, scores.length)]);
  }
  const energy = kind === 'person' ? told.values(kind, TRACKS.motion, object)?.get('energy') : undefined;
  if (energy !== undefined) lines.push([t.movement, Number.isNaN(energy) ? t.notMeasured : energy.toFixed(3)]);
  if (pose) lines.push([t.headPose, t.turn(pose.yaw, pose.pitch, pose.roll)]);
  if (gaze) lines.push([t.gaze, t.gazeTurn(gaze.yaw, gaze.pitch)]);
  return lines;
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <dl>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Measured({ figure, told }: { figure: Figure; told: Told }) {
  const { kind, object, name } = figure.identity;
  const expression = kind === 'face' ? told.values(kind, TRACKS.expression, object) : undefined;
  const signals = kind === 'face' ? strongest(told.values(kind, TRACKS.blendshapes, object), SIGNALS) : [];
  const felt = strongest(expression, EXPRESSIONS);
  return (
    <>
      <h3 className="strong">{name}</h3>
      <p className="muted">{figure.look.exact ? t.sampleHere : t.sampleHeld(told.age(kind))}</p>
      <Lines lines={linesOf(figure, told)} />
      {expression && <h3 className="sect">{t.expression}</h3>}
      {expression && (felt.length > 0 ? <Lines lines={felt} /> : <p className="muted">{t.abstained}</p>)}
      {signals.length > 0 && <h3 className="sect">{t.faceActions}</h3>}
      {signals.length > 0 && <Lines lines={signals} />}
    </>
  );
}

interface ChosenProps {
  identity: Identity;
  identities: Identities;
  overlay: Overlay;
}

export function Chosen({ identity, identities, overlay }: ChosenProps) {
  const told = useSyncExternalStore((changed) => overlay.subscribe(changed), () => overlay.told);
  const who = (kind: Kind, object: number) => told.figure(kind, object);
  const own = who(identity.kind, identity.object);
  const faces = identity.kind === 'person' ? identities.facesOf(identity.object).flatMap(({ object }) => who('face', object) ?? []) : [];
  const figures = [...(own ? [own] : []), ...faces];
  return (
    <div className="chosen" tabIndex={0} role="region" aria-label={identity.name} data-testid="chosen">
      {figures.length === 0 && <p className="muted">{t.nobodyHere(identity.name)}</p>}
      {figures.map((figure) => <Measured key={`${figure.identity.kind} ${figure.identity.object}`} figure={figure} told={told} />)}
    </div>
  );
}
