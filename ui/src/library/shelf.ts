/** Which videos are shown, and in which order: pure, so that it can be tested. */
import type { Video } from "../api/types";

export type Group = "all" | "measured" | "queued" | "look" | "unmeasured";
export type Order = "newest" | "name" | "length";
export type Asked = { group: Group; order: Order; words: string };

export function groupOf(video: Video): Exclude<Group, "all"> {
  const { job } = video;
  if (!job) return "unmeasured";
  if (job.status === "pending" || job.status === "running") return "queued";
  const failed = job.pipelines.some((step) => step.status === "failed");
  if (job.status === "failed" || failed || !video.present) return "look";
  return job.status === "completed" ? "measured" : "unmeasured";
}

export function counts(videos: readonly Video[]): Record<Group, number> {
  const found: Record<Group, number> = { all: 0, measured: 0, queued: 0, look: 0, unmeasured: 0 };
  for (const video of videos) {
    found.all += 1;
    found[groupOf(video)] += 1;
  }
  return found;
}

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export function shelved(videos: readonly Video[], { group, order, words }: Asked): Video[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = (video: Video) => {
    const text = `${video.name} ${video.folder}`.toLocaleLowerCase();
    return (group === "all" || groupOf(video) === group) && wanted.every((word) => text.includes(word));
  };
  const found = videos.filter(fits);
  switch (order) {
    case "newest":
      return found.sort((a, b) => b.added_at.localeCompare(a.added_at) || b.id - a.id);
    case "name":
      return found.sort((a, b) => byName.compare(a.name, b.name));
    case "length":
      return found.sort((a, b) => (b.duration_ms ?? -1) - (a.duration_ms ?? -1));
  }
}
