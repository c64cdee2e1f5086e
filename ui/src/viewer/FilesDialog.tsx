/** The files that a job wrote, to be saved one by one: what stands in for the file manager in a browser. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { doorFetch } from '../api/transport';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { size } from '../components/words';
import { getResults } from './data';
import { t } from './strings';

/** Hands a file to the browser. A plain link cannot carry the token. */
async function save(url: string, name: string): Promise<void> {
  const answer = await doorFetch(new URL(url, location.origin));
  if (!answer.ok) throw new Error(t.saveFailed(name));
  const made = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = made;
  link.download = name;
  link.click();
  URL.revokeObjectURL(made);
}

export function FilesDialog({ jobId, onClose }: { jobId: string; onClose: () => void }) {
  const results = useQuery({ queryKey: ['results', jobId], queryFn: () => getResults(jobId), staleTime: 0 });
  const [failure, setFailure] = useState('');
  const files = results.data?.files ?? [];
  const take = (url: string, path: string) => {
    setFailure('');
    save(url, path.split('/').at(-1) ?? path).catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  };
  return (
    <Dialog open onClose={onClose} title={t.filesTitle} text={t.filesText}>
      {results.isError && <p className="errmsg" role="alert">{results.error.message}</p>}
      {results.data && files.length === 0 && <p className="muted">{t.filesNone}</p>}
      <ul className="files">
        {files.map((file) => (
          <li key={file.path}>
            <span className="cut grow" title={file.path}>{file.path}</span>
            <span className="subtle xs">{size(file.bytes)}</span>
            <Button small aria-label={`${t.save} ${file.path}`} onClick={() => take(file.download_url, file.path)}>{t.save}</Button>
          </li>
        ))}
      </ul>
      {failure && <p className="errmsg" role="alert">{failure}</p>}
      <div className="dialog-foot"><Button onClick={onClose}>{t.close}</Button></div>
    </Dialog>
  );
}
