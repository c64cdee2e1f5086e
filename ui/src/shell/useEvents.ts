import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { applyEvent } from "../api/cache";
import { events } from "../api/events";

/** Keeps everything that was read in step with the program. Returns whether the stream stands. */
export function useEvents(): boolean {
  const cache = useQueryClient();
  const [up, setUp] = useState(true);
  useEffect(() => {
    const stop = new AbortController();
    const onLink = (stands: boolean) => {
      setUp(stands);
      // between reading a list and the first event something may have happened
      if (stands) void cache.invalidateQueries();
    };
    void (async () => {
      for await (const event of events(stop.signal, onLink)) applyEvent(cache, event);
    })();
    return () => stop.abort();
  }, [cache]);
  return up;
}
