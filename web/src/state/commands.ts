// What a message that begins with a slash means.

export const commandNames = ["help", "join", "leave", "me", "msg", "nick", "topic"] as const;
export type CommandName = (typeof commandNames)[number];

export type Command =
  | { readonly name: "help" | "leave" }
  | { readonly name: "join" | "nick"; readonly what: string }
  | { readonly name: "topic"; readonly text: string }
  | { readonly name: "msg"; readonly person: string; readonly text: string };

export type Reading =
  /** It goes to the room, as this text. */
  | { readonly is: "message"; readonly text: string }
  | { readonly is: "command"; readonly command: Command }
  | { readonly is: "unknown"; readonly name: string }
  /** A command without what it needs. */
  | { readonly is: "incomplete"; readonly name: "join" | "me" | "msg" | "nick" };

function isName(name: string): name is CommandName {
  return (commandNames as readonly string[]).includes(name);
}

/** A name, perhaps with a sign before it, perhaps in quotation marks; then the rest. */
const named = /^[@#]?(?:"([^"]*)"|(\S+))\s*([\s\S]*)$/;

/** text  trimmed */
export function readCommand(text: string): Reading {
  // Two slashes are one that is meant, and a path is no command.
  if (text.startsWith("//")) return { is: "message", text: text.slice(1) };
  const [, name = "", rest = ""] = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  if (name === "") return { is: "message", text };
  const lower = name.toLowerCase();
  if (!isName(lower)) return { is: "unknown", name };
  return read(lower, rest.trim(), text);
}

function read(name: CommandName, rest: string, text: string): Reading {
  switch (name) {
    case "me":
      return rest === "" ? { is: "incomplete", name } : { is: "message", text };
    case "help":
    case "leave":
      return { is: "command", command: { name } };
    case "topic":
      return { is: "command", command: { name, text: rest } };
    case "join":
    case "nick": {
      // All of the rest is the name, with or without the marks that it has elsewhere.
      const what = rest
        .replace(/^[@#]/, "")
        .replace(/^"(.*)"$/, "$1")
        .trim();
      return what === "" ? { is: "incomplete", name } : { is: "command", command: { name, what } };
    }
    case "msg": {
      const [, quoted, bare, message = ""] = named.exec(rest) ?? [];
      const person = (quoted ?? bare ?? "").trim();
      return person === ""
        ? { is: "incomplete", name }
        : { is: "command", command: { name, person, text: message } };
    }
  }
}

/** Of a message that says what its author does: that; null for any other. */
export function deedOf(text: string): string | null {
  return /^\/me\s+(\S[\s\S]*)$/.exec(text)?.[1] ?? null;
}
