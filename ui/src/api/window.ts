/** What only the window can do: dialogs, the file manager, dropped paths. In a browser each says so by its absence. */
import { invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { inWindow } from "./transport";

/** Paths that were chosen in the system's dialog; empty when it was closed. */
export async function pickVideos(): Promise<string[]> {
  return (await invoke<string[] | null>("pick_videos")) ?? [];
}

/** Shows a file in the system's file manager. */
export async function reveal(path: string): Promise<void> {
  await invoke("reveal", { path });
}

/** The job that the program was started with, to be opened at once. */
export async function openedWith(): Promise<string | null> {
  return inWindow ? invoke<string | null>("opened_with") : null;
}

export type Drop = { over: boolean; paths: string[] };

/** Files over the window, and the paths of those dropped. Returns how to stop listening. */
export function onDrop(listen: (drop: Drop) => void): () => void {
  if (!inWindow) return () => undefined;
  const stop = getCurrentWebview().onDragDropEvent(({ payload }) => {
    switch (payload.type) {
      case "enter":
      case "over":
        return listen({ over: true, paths: [] });
      case "drop":
        return listen({ over: false, paths: payload.paths });
      case "leave":
        return listen({ over: false, paths: [] });
    }
  });
  return () => void stop.then((off) => off());
}
