import { Activity, AudioLines, Columns2, SquareDashed } from "lucide-react";
import type { LucideIcon } from "lucide-react";

/** One icon a pipeline, the same on every screen. A new pipeline gets its line here. */
const ICONS: Record<string, LucideIcon> = {
  scene_detection: Columns2,
  motion_energy: Activity,
  voice_activity: AudioLines,
};

export function PipelineIcon({ name }: { name: string }) {
  const Icon = ICONS[name] ?? SquareDashed;
  return <Icon aria-hidden className="small" />;
}
