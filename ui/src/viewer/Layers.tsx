/** The switches of the layers over the picture, with their keys. Only layers that this recording has. */
import { Icon } from '../components/Icon';
import { LAYERS, type Layer } from './overlay/layers';
import { t } from './strings';

interface LayersProps {
  layers: readonly Layer[];
  off: ReadonlySet<Layer>;
  onToggle: (layer: Layer) => void;
}

export function Layers({ layers, off, onToggle }: LayersProps) {
  if (layers.length === 0) return null;
  return (
    <>
      <h2 className="sect">{t.layers}</h2>
      <ul>
        {layers.map((layer) => {
          const on = !off.has(layer);
          const key = LAYERS.indexOf(layer) + 1;
          return (
            <li key={layer}>
              <button
                type="button" className={on ? 'lay-line' : 'lay-line off'} aria-pressed={on} aria-keyshortcuts={String(key)}
                title={t.layer(t.layerNames[layer], key)} onClick={() => onToggle(layer)}
              >
                <Icon name={layer} />
                <span className="cut grow">{t.layerNames[layer]}</span>
                <span className="kbd" aria-hidden="true">{key}</span>
                <Icon small name={on ? 'eye' : 'eyeOff'} />
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
