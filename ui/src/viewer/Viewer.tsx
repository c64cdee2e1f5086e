export function Viewer({ jobId }: { jobId: string }) { return <p>{jobId}</p>; }
