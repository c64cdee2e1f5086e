/** Which key does what in the viewer. Single letters never act inside a field. */

/** The switch of a layer over the picture, by its number. */
export type LayerKey = 'layer1' | 'layer2' | 'layer3' | 'layer4' | 'layer5' | 'layer6';

export type Action =
  | 'toggle' | 'shuttleBack' | 'stop' | 'shuttleOn' | 'frameBack' | 'frameOn' | 'secondBack' | 'secondOn'
  | 'previousEvent' | 'nextEvent' | 'zoomIn' | 'zoomOut' | 'whole' | 'leave' | LayerKey;

const KEYS: Readonly<Record<string, Action>> = {
  ' ': 'toggle', j: 'shuttleBack', k: 'stop', l: 'shuttleOn', ArrowLeft: 'frameBack', ArrowRight: 'frameOn', ArrowUp: 'previousEvent',
  '1': 'layer1', '2': 'layer2', '3': 'layer3', '4': 'layer4', '5': 'layer5', '6': 'layer6', ArrowDown: 'nextEvent', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', '0': 'whole', Escape: 'leave',
};

/** Where a key was pressed. */
export interface Pressed {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, Alt or Meta is down: the key belongs to the system or to the frame around the viewer. */
  readonly modified: boolean;
  /** What has the focus: text takes every key, a button Space and Enter, a slider the arrows, a list of choices all of them. */
  readonly focus: 'text' | 'choice' | 'slider' | 'button' | 'none';
}

/** The action of a key, if it has one there. */
export function actionOf({ key, shift, modified, focus }: Pressed): Action | undefined {
  if (modified || focus === 'text') return undefined;
  if (focus === 'button' && (key === ' ' || key === 'Enter')) return undefined;
  if (focus === 'choice' && (key === ' ' || key.length === 1)) return undefined;
  if ((focus === 'choice' || focus === 'slider') && key.startsWith('Arrow')) return undefined;
  if (shift && key === 'ArrowLeft') return 'secondBack';
  if (shift && key === 'ArrowRight') return 'secondOn';
  return KEYS[key.length === 1 ? key.toLowerCase() : key];
}

/** What kind of element has the focus. */
export function focusOf(target: EventTarget | null): Pressed['focus'] {
  if (!(target instanceof Element)) return 'none';
  if (target.closest('input:not([type=range]), textarea, [contenteditable=true]')) return 'text';
  if (target.closest('select')) return 'choice';
  if (target.closest('input[type=range], [role=separator]')) return 'slider';
  return target.closest('button, a, summary') ? 'button' : 'none';
}
