/** The viewer of the job in the address. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useJob } from '../api/client';
import { Button } from '../components/Button';
import { t } from './strings';
import { Viewer } from './Viewer';

export function ViewerPage() {
  const { jobId = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const job = useJob(jobId);
  if (job.data) return <Viewer key={jobId} job={job.data} />;
  return (
    <div className="viewer-wait" role="status">
      <p>{job.isError ? t.jobUnread(job.error.message) : t.loadingJob}</p>
      {job.isError && <Button onClick={() => void navigate({ to: '/library' })}>{t.back}</Button>}
    </div>
  );
}
