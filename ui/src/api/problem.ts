/** What went wrong, in the API's one error shape: what, why, and what to do. */

export class Problem extends Error {
  readonly code: string;
  readonly hint: string | null;
  readonly status: number;

  constructor(message: string, code: string, hint: string | null, status: number) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Reads any answer that is no success. A body in another shape still gives words. */
export function problemOf(body: unknown, status: number): Problem {
  const error = record(record(body)["error"]);
  const { message, code, hint } = error;
  return new Problem(
    typeof message === "string" ? message : `the program answered with status ${status}`,
    typeof code === "string" ? code : "UNKNOWN",
    typeof hint === "string" ? hint : null,
    status,
  );
}

/** The words of anything thrown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const unreachable = error instanceof TypeError;
  return new Problem(
    unreachable ? "The program does not answer." : String(error instanceof Error ? error.message : error),
    unreachable ? "UNREACHABLE" : "UNKNOWN",
    unreachable ? "Start it again; what was measured is kept." : null,
    0,
  );
}
