// One question over REST: what was asked for, or a code that says why not.
import { parseRefusal } from "../protocol/rest.ts";
import { Malformed, type Parser } from "../protocol/shape.ts";
import type { Rest, RestRequest } from "./ports.ts";

export interface Refused {
  readonly ok: false;
  /** Of docs/protocol/rest.md; `unreachable` where no answer came, `internal` where it was not understood. */
  readonly code: string;
  readonly retryAfterMs: number;
  readonly suggestions: readonly string[];
  /** Of a suspension or a ban, where it is known. */
  readonly until?: number | undefined;
  readonly reason?: string | undefined;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

function refused(code: string): Refused {
  return { ok: false, code, retryAfterMs: 0, suggestions: [] };
}

export async function askRest<T>(
  rest: Rest,
  request: RestRequest,
  parser: Parser<T>,
): Promise<Outcome<T>> {
  let answer: Awaited<ReturnType<Rest>>;
  try {
    answer = await rest(request);
  } catch {
    return refused("unreachable");
  }
  try {
    if (answer.status < 400) return { ok: true, value: parser(answer.body) };
    const {
      code,
      retry_after_ms: retryAfterMs = 0,
      suggestions = [],
      until,
      reason,
    } = parseRefusal(answer.body).error;
    return { ok: false, code, retryAfterMs, suggestions, until, reason };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    // A gateway without a server behind it says so in its own way.
    return refused(answer.status >= 502 && answer.status <= 504 ? "unavailable" : "internal");
  }
}
