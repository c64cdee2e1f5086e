/** What components read. Lists are read once and then follow the events; nothing polls but the counter of connections. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import * as api from "./client";
import { keys, withJob } from "./cache";
import type { Job } from "./types";

export const useVideos = () =>
  useQuery({ queryKey: keys.videos, queryFn: ({ signal }) => api.listVideos(signal) });

export const useJobs = () =>
  useQuery({ queryKey: keys.jobs, queryFn: ({ signal }) => api.listJobs(signal) });

export const useJob = (id: string) =>
  useQuery({ queryKey: keys.job(id), queryFn: ({ signal }) => api.getJob(id, signal) });

export const usePipelines = () =>
  useQuery({ queryKey: keys.pipelines, queryFn: ({ signal }) => api.listPipelines(signal) });

export const useTracks = (id: string) =>
  useQuery({ queryKey: keys.tracks(id), queryFn: ({ signal }) => api.getTracks(id, signal) });

export const useHealth = () =>
  useQuery({
    queryKey: keys.health,
    queryFn: ({ signal }) => api.getHealth(signal),
    refetchInterval: 10_000,
  });

/** A new job, or what cancelling made of one, shows at once. */
function useJobAction<Input>(action: (input: Input) => Promise<Job>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: action,
    onSuccess: (job) => {
      cache.setQueryData<Job[]>(keys.jobs, (jobs) => (jobs ? withJob(jobs, job) : jobs));
      void cache.invalidateQueries({ queryKey: keys.videos });
    },
  });
}

export const useSubmit = () => useJobAction(api.submit);
export const useDemo = () => useJobAction<void>(() => api.submitDemo());
export const useCancel = () => useJobAction(api.cancelJob);
