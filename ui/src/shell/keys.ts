/** Keys that work on every screen. */

export type ShellAction = "library" | "queue" | "add" | "search";
export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function shellAction(press: Press): ShellAction | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey || press.shiftKey) return null;
  switch (press.key.toLowerCase()) {
    case "1":
      return "library";
    case "2":
      return "queue";
    case "o":
      return "add";
    case "f":
      return "search";
    default:
      return null;
  }
}

/** Single letters never act while somebody types. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
