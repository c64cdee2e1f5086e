/** The log of a job, to read and to copy. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { keys, useHealth, type Job } from '../api/client';
import { getLog, type LogLine } from '../api/queue';
import { Button } from '../components/Button';
import { copyText } from '../components/clipboard';
import { Dialog } from '../components/Dialog';
import { sentence } from '../components/words';
import { logText, redact, reportOf } from './report';
import { t } from './strings';

const LINES = 1000;
const SAID_MS = 4000;

/** What became of a copy, in words, for a few seconds. */
function useCopy() {
  const [done, setDone] = useState<boolean>();
  useEffect(() => {
    if (done === undefined) return undefined;
    const timer = setTimeout(() => setDone(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  return { done, copy: async (text: string) => setDone(await copyText(text)) };
}

interface CopyProps {
  job: Job;
  reachable?: boolean;
}

/** Copies what may be sent to somebody else. */
export function CopyReport({ job, reachable = true }: CopyProps) {
  const health = useHealth();
  const { done, copy } = useCopy();
  const act = async () => {
    const log = await getLog(job.id, LINES).catch(() => null); // the report stands without it
    await copy(reportOf(job, log, health.data, navigator.userAgent));
  };
  return (
    <>
      <Button small icon="copy" tabIndex={reachable ? 0 : -1} title={t.copyTitle} aria-label={done ? undefined : t.copyReportOf(job.video_filename)} onClick={() => void act()}>
        {done ? t.copied : t.copyReport}
      </Button>
      <span className={done === false ? 'xs c-danger' : 'sr'} role="status">{done === undefined ? '' : done ? t.copiedSaid : t.copyFailed}</span>
    </>
  );
}

const LEVELS: Record<string, string> = { error: 'c-danger', warn: 'c-warning', warning: 'c-warning' };
const time = (at: string) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function Line({ line }: { line: LogLine }) {
  const level = line.level.toLowerCase();
  return (
    <li>
      <time dateTime={line.at} title={line.at}>{time(line.at)}</time>
      <span className={LEVELS[level] ?? 'muted'}>{level}</span>
      <span className="log-words">{line.message}</span>
    </li>
  );
}

interface LogDialogProps {
  job: Job | undefined;
  onClose: () => void;
}

export function LogDialog({ job, onClose }: LogDialogProps) {
  const log = useQuery({
    queryKey: keys.log(job?.id ?? ''), queryFn: () => getLog(job?.id ?? '', LINES), enabled: job !== undefined, staleTime: 0, retry: false,
  });
  const { done, copy } = useCopy();
  const end = useRef<HTMLOListElement>(null);
  useEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight });
  }, [log.data]);
  const lines = log.data?.lines ?? [];
  return (
    <Dialog wide open={job !== undefined} onClose={onClose} title={job ? t.log.title(job.video_filename) : ''} text={t.log.text}>
      {log.isPending && <p className="muted" role="status">{t.log.reading}</p>}
      {log.isError && <p role="alert"><span className="strong">{t.log.failed}</span> {sentence(log.error.message)}</p>}
      {log.data && (lines.length === 0 ? <p className="muted">{t.log.empty}</p> : (
        <>
          {log.data.truncated && <p className="xs muted log-cut">{t.log.cut(lines.length)}</p>}
          <ol className="log mono" ref={end} tabIndex={0} aria-label={job ? t.log.title(job.video_filename) : ''}>
            {lines.map((line, at) => <Line key={at} line={line} />)}
          </ol>
        </>
      ))}
      <div className="dialog-foot">
        <span className={done === false ? 'xs c-danger grow' : 'xs muted grow'} role="status">{done === undefined ? '' : done ? t.copiedSaid : t.copyFailed}</span>
        {log.isError && <Button onClick={() => void log.refetch()}>{t.log.refresh}</Button>}
        {job && log.data && lines.length > 0 && (
          <Button icon="copy" title={t.copyTitle} onClick={() => void copy(redact(logText(log.data), job))}>{done ? t.copied : t.copy}</Button>
        )}
        <Button onClick={onClose}>{t.log.close}</Button>
      </div>
    </Dialog>
  );
}
