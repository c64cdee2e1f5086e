/** Keys of the viewer. Single letters never act while somebody types. */
import type { Press } from "../shell/keys";

export type ViewerAction =
  | { do: "toggle" | "pause" | "back" | "on" | "closer" | "further" | "whole" }
  | { do: "frames"; by: 1 | -1 }
  | { do: "seconds"; by: 1 | -1 }
  | { do: "event"; by: 1 | -1 };

export function viewerAction(press: Press): ViewerAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  switch (press.key) {
    case " ":
      return { do: "toggle" };
    case "ArrowLeft":
      return { do: press.shiftKey ? "seconds" : "frames", by: -1 };
    case "ArrowRight":
      return { do: press.shiftKey ? "seconds" : "frames", by: 1 };
    case "ArrowUp":
      return { do: "event", by: -1 };
    case "ArrowDown":
      return { do: "event", by: 1 };
    case "+":
    case "=":
      return { do: "closer" };
    case "-":
    case "_":
      return { do: "further" };
    case "0":
      return { do: "whole" };
  }
  switch (press.key.toLowerCase()) {
    case "j":
      return { do: "back" };
    case "k":
      return { do: "pause" };
    case "l":
      return { do: "on" };
    default:
      return null;
  }
}
