import { many, timeLeft } from "../words/format";

export const shell = {
  product: "VideoAnnotator",
  nav: "Main",
  library: "Library",
  queue: "Queue",
  measuring: (n: number) => `Measuring ${many(n, "video")}`,
  progress: "Measuring",
  left: (seconds: number | null) =>
    seconds === null ? "Working out the time" : capital(timeLeft(seconds)),
  waitingOnly: (n: number) => `${many(n, "video")} waiting`,
  connections: (n: number) => `${many(n, "connection")} since start`,
  connectionsUnknown: "Connections: not known",
  connectionsHelp: "How many connections this program made or answered.",
  offline: "The program does not answer. Trying again.",
  nowhereTitle: "There is nothing at this address.",
  nowhereLink: "Open the library",
};

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
