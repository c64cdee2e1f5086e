/** Right of the picture: the events, and beside them the chosen person when there is one. */
import { Tabs } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { Icon } from '../components/Icon';
import { Chosen } from './Chosen';
import type { Identities, Identity } from './overlay/identities';
import type { Overlay } from './overlay/overlay';
import { Swatch } from './People';
import { t } from './strings';

interface SideProps {
  /** The list of events. */
  children: ReactNode;
  identity: Identity | undefined;
  identities: Identities;
  overlay: Overlay | undefined;
  onClear: () => void;
}

export function Side({ children, identity, identities, overlay, onClear }: SideProps) {
  const [asked, setAsked] = useState<{ tab: string; whose: Identity } | undefined>();
  if (!identity || !overlay) return <aside className="events" aria-label={t.events}>{children}</aside>;
  // whoever is chosen anew is shown; the tab is kept only as long as the same one is chosen
  const tab = asked?.whose.kind === identity.kind && asked.whose.object === identity.object ? asked.tab : 'chosen';
  return (
    <aside className="events" aria-label={t.sideTabs}>
      <Tabs.Root className="side-pane" value={tab} onValueChange={(next) => setAsked({ tab: next, whose: identity })}>
        <Tabs.List className="side-tabs" aria-label={t.sideTabs}>
          <Tabs.Trigger value="events">{t.events}</Tabs.Trigger>
          <Tabs.Trigger value="chosen"><Swatch colour={identity.colour} />{identity.name}</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="events" className="side-pane" tabIndex={-1}>{children}</Tabs.Content>
        <Tabs.Content value="chosen" className="side-pane" tabIndex={-1}>
          <Chosen identity={identity} identities={identities} overlay={overlay} />
          <button type="button" className="btn sm quiet side-clear" onClick={onClear}><Icon small name="cross" />{t.deselect}</button>
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  );
}
