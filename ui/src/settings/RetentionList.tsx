/** What retention would delete today and what it would leave, each with its reason. */
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/client';
import { pinJob } from '../api/queue';
import type { RetentionPreview } from '../api/settings';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { Rows } from '../components/Rows';
import { count, moment, sentence, size } from '../components/words';
import { useAdding } from '../shell/adding';
import { useToast } from '../shell/toasts';
import { t } from './strings';

interface RetentionListProps {
  open: boolean;
  onClose: () => void;
  preview: RetentionPreview;
}

const ROW = 34;

export function RetentionList({ open, onClose, preview }: RetentionListProps) {
  const cache = useQueryClient();
  const say = useToast();
  const { attempt } = useAdding();
  const pin = (id: string, name: string) =>
    attempt(t.retention.pinFailed(name), async () => {
      await pinJob(id, true);
      say(t.retention.pinned(name));
      await cache.invalidateQueries({ queryKey: keys.retention(preview.days) });
    });
  return (
    <Dialog wide open={open} onClose={onClose} title={t.retention.listTitle(preview.days)} text={t.retention.listText}>
      <div className="retention-lists">
        <section aria-label={t.retention.goes}>
          <div className="sh"><h3 className="strong">{t.retention.goes}</h3><span className="muted">{count(preview.jobs.length)}</span></div>
          {preview.jobs.length === 0 ? <p className="muted">{t.retention.noneGo}</p> : (
            <Rows
              label={t.retention.goes} items={preview.jobs} keyOf={(job) => job.job_id} height={ROW} rowProps={() => ({ className: 'retention-row' })}
              row={(job, _, current) => (
                <>
                  <span role="gridcell" className="cut" title={job.video_filename}>{job.video_filename}</span>
                  <span role="gridcell" className="xs muted">{t.retention.ended(moment(job.completed_at))}</span>
                  <span role="gridcell" className="xs muted num">{size(job.bytes)}</span>
                  <span role="gridcell">
                    <Button small tabIndex={current ? 0 : -1} aria-label={t.retention.pinOf(job.video_filename)} onClick={() => void pin(job.job_id, job.video_filename)}>{t.retention.pin}</Button>
                  </span>
                </>
              )}
            />
          )}
        </section>
        <section aria-label={t.retention.skipped}>
          <div className="sh"><h3 className="strong">{t.retention.skipped}</h3><span className="muted">{count(preview.skipped.length)}</span></div>
          {preview.skipped.length === 0 ? <p className="muted">{t.retention.noneStay}</p> : (
            <Rows
              label={t.retention.skipped} items={preview.skipped} keyOf={(job) => job.job_id} height={ROW} rowProps={() => ({ className: 'retention-row stays' })}
              row={(job) => (
                <>
                  <span role="gridcell" className="cut" title={job.video_filename}>{job.video_filename}</span>
                  <span role="gridcell" className="xs muted">{sentence(job.reason)}</span>
                </>
              )}
            />
          )}
        </section>
      </div>
      <div className="dialog-foot"><Button onClick={onClose}>{t.retention.close}</Button></div>
    </Dialog>
  );
}
