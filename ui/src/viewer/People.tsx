/** Who is in the recording, with the colour that each has everywhere. A press chooses one. */
import { useState, type CSSProperties } from 'react';
import { keyOf, type Colour, type Identities, type Identity } from './overlay/identities';
import { t } from './strings';
import { clockTime } from './times';

/** So many stand in the list before the rest is asked for. */
const FIRST = 6;

/** The colour of a person; dotted when it is there for the second time. The name stands beside it. */
export function Swatch({ colour }: { colour: Colour }) {
  const style: CSSProperties & Record<'--id' | '--id-fill', string> = { '--id': `var(--id-${colour.slot + 1})`, '--id-fill': `var(--id-${colour.slot + 1}-fill)` };
  return <span className={colour.dotted ? 'who dotted' : 'who'} style={style} aria-hidden="true" />;
}

interface PeopleProps {
  identities: Identities;
  selected: string | undefined;
  onSelect: (key: string | undefined) => void;
}

export function People({ identities, selected, onSelect }: PeopleProps) {
  const [all, setAll] = useState(false);
  // a face that belongs to a person is that person
  const everybody = [...identities.ranked('person'), ...identities.ranked('face').filter(({ person }) => person === undefined)];
  if (everybody.length === 0) return null;
  const shown = all ? everybody : everybody.slice(0, FIRST);
  const line = (identity: Identity) => {
    const key = keyOf(identity);
    return (
      <li key={key}>
        <button type="button" className="lay-line" aria-pressed={selected === key} onClick={() => onSelect(selected === key ? undefined : key)}>
          <Swatch colour={identity.colour} />
          <span className="cut grow">{identity.name}</span>
          {identity.there !== undefined && <span className="xs subtle">{clockTime(identity.there, 0)}</span>}
        </button>
      </li>
    );
  };
  return (
    <>
      <h2 className="sect">{t.people}</h2>
      <ul>{shown.map(line)}</ul>
      {shown.length < everybody.length && (
        <button type="button" className="btn sm quiet" onClick={() => setAll(true)}>{t.peopleMore(everybody.length - shown.length)}</button>
      )}
    </>
  );
}
