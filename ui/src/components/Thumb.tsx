/** A picture of a recording. It comes as bytes through the door, because an `<img>` cannot carry a token. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keys, thumbnail } from '../api/client';

interface ThumbProps {
  jobId: string | undefined;
  className?: string;
}

export function Thumb({ jobId, className = 'thumb' }: ThumbProps) {
  const { data } = useQuery({
    queryKey: keys.thumbnail(jobId ?? ''),
    queryFn: () => thumbnail(jobId ?? ''),
    enabled: jobId !== undefined,
    retry: false,
  });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!data) return undefined;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => {
      setUrl(undefined);
      URL.revokeObjectURL(made);
    };
  }, [data]);
  // Beside it stands the name, so the picture itself says nothing more to a screen reader.
  return url ? <img className={className} src={url} alt="" draggable={false} /> : <span className={className} aria-hidden="true" />;
}
