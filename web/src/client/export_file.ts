// A room's log as a file (docs/protocol/rest.md, "Exports"), read as it streams: it may be longer than memory.
import { integer, Malformed, object, type Parser, string } from "../protocol/shape.ts";

/** A longer line is no event: not even alone it could be sent. */
const lineCharactersMax = 1_000_000;

/** What is wrong with a file. */
export type FileProblem =
  /** Another kind of file, or of a version that this page does not know. */
  | { readonly what: "noExport" }
  | { readonly what: "broken"; readonly line: number }
  /** Its last line is missing. */
  | { readonly what: "cutOff" }
  | { readonly what: "unreadable" };

export class FileRefused extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(`not an export: ${problem.what}`);
    this.problem = problem;
  }
}

/** What a file says of its room. */
export interface ExportedRoom {
  readonly name: string;
  readonly topic: string;
}
export interface ExportedEvent {
  readonly event: object;
  /** Of its line. */
  readonly octets: number;
}

/** A conversation has no name. */
const unknownRoom: ExportedRoom = { name: "", topic: "" };

const version = 1;
const firstLine = object({
  type: string(),
  version: integer(),
  room: object({}, { name: string(), topic: string() }),
});
const anyLine = object({ type: string() }, { events: integer(0) });

async function* linesOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let isEnd = false; !isEnd; ) {
      const { done, value } = await reader.read();
      isEnd = done;
      const lines = (rest + decoder.decode(value, { stream: !done })).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > lineCharactersMax) throw new FileRefused({ what: "noExport" });
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    void reader.cancel().catch(() => {});
  }
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function parsed<T>(value: unknown, parser: Parser<T>): T | null {
  try {
    return parser(value);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/**
 * The events of a file in their order; the room is told first.
 *
 * throws  FileRefused, where the file stops being an export
 */
export async function* readExport(
  file: Blob,
  onRoom: (room: ExportedRoom) => void = () => {},
): AsyncGenerator<ExportedEvent> {
  const encoder = new TextEncoder();
  let number = 0;
  let broken: number | null = null;
  try {
    for await (const line of linesOf(file)) {
      number += 1;
      const value = jsonIn(line);
      // Only the last line may be half a one: that of a file that was cut off.
      if (broken !== null) throw new FileRefused({ what: "broken", line: broken });
      if (number === 1) {
        const first = parsed(value, firstLine);
        if (first?.type !== "export" || first.version !== version)
          throw new FileRefused({ what: "noExport" });
        onRoom({ ...unknownRoom, ...first.room });
        continue;
      }
      const it = parsed(value, anyLine);
      if (it?.type === "end") {
        if (it.events !== number - 2) throw new FileRefused({ what: "cutOff" });
        return;
      }
      if (it === null) broken = number;
      else yield { event: value as object, octets: encoder.encode(line).length };
    }
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused({ what: "unreadable" });
  }
  throw new FileRefused({ what: number === 0 ? "noExport" : "cutOff" });
}

export interface CheckedExport extends ExportedRoom {
  readonly events: number;
}

/** Reads all of a file, for half a log is not begun with. */
export async function checkExport(file: Blob): Promise<CheckedExport | FileProblem> {
  let room = unknownRoom;
  let events = 0;
  try {
    for await (const _ of readExport(file, (told) => {
      room = told;
    }))
      events += 1;
  } catch (error) {
    if (error instanceof FileRefused) return error.problem;
    throw error;
  }
  return { ...room, events };
}
