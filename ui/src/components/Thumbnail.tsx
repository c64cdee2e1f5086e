import { useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Film } from "lucide-react";
import { getThumbnail } from "../api/client";
import s from "./components.module.css";

type Props = { jobId: string | undefined; width: number; height: number };

/** A picture of the recording. It comes through the API, as the window may load nothing from elsewhere. */
export function Thumbnail({ jobId, width, height }: Props) {
  const { data: blob } = useQuery({
    queryKey: ["thumbnail", jobId],
    queryFn: ({ signal }) => (jobId ? getThumbnail(jobId, signal) : null),
    enabled: jobId !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [blob]);
  return (
    <span className={s.thumb} style={{ width, height }} aria-hidden>
      {url ? <img src={url} alt="" draggable={false} /> : <Film />}
    </span>
  );
}
