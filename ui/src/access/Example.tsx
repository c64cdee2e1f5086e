/** A call that can be pasted into a terminal. */
import { useEffect, useState } from 'react';
import type { Access } from '../api/access';
import { Button } from '../components/Button';
import { copyText } from '../components/clipboard';
import { t } from './strings';
import { curlOf } from './words';

const SAID_MS = 4000;

/** Copies and says for a moment how that went. */
export function useCopied() {
  const [done, setDone] = useState<boolean>();
  useEffect(() => {
    if (done === undefined) return undefined;
    const timer = setTimeout(() => setDone(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  return { done, copy: async (text: string) => setDone(await copyText(text)) };
}

export function Example({ access }: { access: Access }) {
  const { done, copy } = useCopied();
  const text = curlOf(access);
  return (
    <div>
      <div className="row access-try">
        <span className="xs muted grow" role="status">{done === false ? t.copyFailed : t.try}</span>
        <Button small look="quiet" icon="copy" onClick={() => void copy(text)}>{done ? t.copied : t.copyExample}</Button>
      </div>
      <pre className="access-code mono" tabIndex={0} aria-label={t.example}>{text}</pre>
    </div>
  );
}
