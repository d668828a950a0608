// Parsers out of smaller parsers: what comes from outside is `unknown` until one of these has read it.

/** Reads a value or throws Malformed; never changes or keeps what it was given. */
export type Parser<T> = (value: unknown, path?: string) => T;

/** The value is not what the protocol says. `path` names the first wrong place. */
export class Malformed extends Error {
  constructor(path: string, expected: string) {
    super(`${path || "payload"}: expected ${expected}`);
    this.name = "Malformed";
  }
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function string(
  limits: { min?: number; max?: number; pattern?: RegExp } = {},
): Parser<string> {
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = limits;
  return (value, path = "") => {
    if (typeof value !== "string") throw new Malformed(path, "a string");
    if (value.length < min) throw new Malformed(path, `at least ${min} characters`);
    // A character is one or two UTF-16 units, so only texts between the two bounds are counted.
    if (value.length > max && characters(value) > max)
      throw new Malformed(path, `at most ${max} characters`);
    if (pattern !== undefined && !pattern.test(value)) throw new Malformed(path, String(pattern));
    return value;
  };
}

export function integer(min = Number.MIN_SAFE_INTEGER): Parser<number> {
  return (value, path = "") => {
    if (!Number.isSafeInteger(value)) throw new Malformed(path, "an integer");
    if ((value as number) < min) throw new Malformed(path, `at least ${min}`);
    return value as number;
  };
}

export const boolean: Parser<boolean> = (value, path = "") => {
  if (typeof value !== "boolean") throw new Malformed(path, "true or false");
  return value;
};

export function literal<const T extends string | boolean>(...choices: readonly T[]): Parser<T> {
  return (value, path = "") => {
    for (const choice of choices) if (choice === value) return choice;
    throw new Malformed(path, choices.map(String).join(" or "));
  };
}

export function array<T>(item: Parser<T>): Parser<T[]> {
  return (value, path = "") => {
    if (!Array.isArray(value)) throw new Malformed(path, "a list");
    return value.map((each: unknown, index) => item(each, `${path}[${index}]`));
  };
}

/** Two of the same kind. */
export function pair<T>(item: Parser<T>): Parser<[T, T]> {
  return (value, path = "") => {
    if (!Array.isArray(value) || value.length !== 2) throw new Malformed(path, "a pair");
    return [item(value[0], `${path}[0]`), item(value[1], `${path}[1]`)];
  };
}

type Shape = Readonly<Record<string, Parser<unknown>>>;
type Read<S extends Shape> = { [K in keyof S]: S[K] extends Parser<infer T> ? T : never };

/** An object with these properties, and those of `optional` where present; others are left out, for newer servers. */
export function object<S extends Shape, O extends Shape = Record<never, never>>(
  required: S,
  optional?: O,
): Parser<Read<S> & Partial<Read<O>>> {
  return (value, path = "") => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Malformed(path, "an object");
    }
    const given = value as Readonly<Record<string, unknown>>;
    const read: Record<string, unknown> = {};
    for (const [name, parser] of Object.entries(required)) {
      if (!Object.hasOwn(given, name)) throw new Malformed(`${path}.${name}`, "to be there");
      read[name] = parser(given[name], `${path}.${name}`);
    }
    for (const [name, parser] of Object.entries(optional ?? {})) {
      if (Object.hasOwn(given, name)) read[name] = parser(given[name], `${path}.${name}`);
    }
    return read as Read<S> & Partial<Read<O>>;
  };
}
