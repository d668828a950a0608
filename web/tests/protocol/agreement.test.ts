// The schema, its examples, the generated types and our parsers say the same.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { generateTypes } from "../../scripts/generate_types.mjs";
import { parseMutesAck } from "../../src/client/restraints.ts";
import * as parse from "../../src/protocol/parse.ts";
import * as links from "../../src/protocol/parse_links.ts";
import * as parsePins from "../../src/protocol/parse_pins.ts";
import { Malformed, type Parser } from "../../src/protocol/shape.ts";
import {
  changed,
  expired,
  message,
  pinChange,
  pinned,
  said,
  standing,
  welcome,
} from "../support/events.ts";

interface Schema {
  readonly "x-events": {
    readonly client: Record<string, { payload: string; ack: string }>;
    readonly server: Record<string, { payload: string }>;
    readonly connect: { readonly auth: string; readonly refusal: string };
  };
  readonly $id: string;
}
interface Example {
  readonly event: string;
  readonly direction: "client" | "server";
  readonly payload: unknown;
  readonly valid: boolean;
  readonly why?: string;
}

function read<T>(path: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../docs/protocol/${path}`, import.meta.url), "utf8"),
  ) as T;
}

const schema = read<Schema>("events.schema.json");
const examples = read<Example[]>("examples.json");

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(schema);

function isValid(definition: string, payload: unknown): boolean {
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`);
  if (validate === undefined) throw new Error(`the schema defines no ${definition}`);
  return validate(payload) as boolean;
}

const parsers: Readonly<Record<string, Parser<unknown>>> = {
  Welcome: parse.parseWelcome,
  Message: parse.parseMessage,
  Edited: parse.parseEdited,
  Deleted: parse.parseDeleted,
  Reacted: parse.parseReacted,
  MemberChange: parse.parseMemberChange,
  Presence: parse.parsePresence,
  Typing: parse.parseTyping,
  Read: parse.parseRead,
  RoomChange: parse.parseRoomChange,
  Catchup: parse.parseCatchup,
  Moving: parse.parseMoving,
  Notice: parse.parseNotice,
  OkAck: parse.parseOkAck,
  MessageAck: parse.parseMessageAck,
  HistoryAck: parse.parseHistoryAck,
  ReadAck: parse.parseReadAck,
  RoomAck: parse.parseRoomAck,
  RoomsAck: parse.parseRoomsAck,
  MembersAck: parse.parseMembersAck,
  PeopleAck: parse.parsePeopleAck,
  Profile: parse.parseProfile,
  Ignored: parse.parseIgnored,
  IgnoreAck: parse.parseIgnoreAck,
  SignedOut: parse.parseSignedOut,
  SearchAck: parse.parseSearchAck,
  DateAck: parse.parseDateAck,
  Renamed: parse.parseRenamed,
  TopicChange: parse.parseTopicChange,
  Archived: parse.parseArchived,
  Restored: parse.parseRestored,
  HostChange: parse.parseHostChange,
  RosterAck: parse.parseRosterAck,
  PinChange: parse.parsePinChange,
  PinsAck: parsePins.parsePinsAck,
  VersionsAck: parsePins.parseVersionsAck,
  BansAck: parse.parseBansAck,
  InviteLinkAck: links.parseInviteLinkAck,
  InviteLinksAck: links.parseInviteLinksAck,
  LookAtInviteAck: links.parseLookAtInviteAck,
  RoomAuditAck: links.parseRoomAuditAck,
  MutesAck: parseMutesAck,
  MuteChange: parse.parseMuteChange,
  SlowModeChange: parse.parseSlowModeChange,
  RetentionChange: parse.parseRetentionChange,
  Expired: parse.parseExpired,
  Failure: parse.parseFailure,
  ConnectRefusal: parse.parseConnectRefusal,
};

function isParsed(definition: string, payload: unknown): boolean {
  const parser = parsers[definition];
  if (parser === undefined) throw new Error(`no parser for ${definition}`);
  try {
    parser(payload);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function definitionOf({ event, direction }: Example): string {
  const events = schema["x-events"];
  if (event === "connect")
    return direction === "client" ? events.connect.auth : events.connect.refusal;
  const found = direction === "client" ? events.client[event] : events.server[event];
  if (found === undefined) throw new Error(`the schema knows no ${direction} event ${event}`);
  return found.payload;
}

it("types.ts is what the schema generates", async () => {
  const types = readFileSync(new URL("../../src/protocol/types.ts", import.meta.url), "utf8");
  expect(types).toBe(await generateTypes());
});

describe("each published example", () => {
  it.each(
    examples.map(
      (example) => [`${example.direction} ${example.event} ${example.why ?? ""}`, example] as const,
    ),
  )("%s", (_name, example) => {
    const definition = definitionOf(example);
    expect(isValid(definition, example.payload)).toBe(example.valid);
    if (example.direction === "server")
      expect(isParsed(definition, example.payload)).toBe(example.valid);
  });
});

describe("every server event and acknowledgement has a parser", () => {
  const events = schema["x-events"];
  const definitions = new Set([
    ...Object.values(events.server).map(({ payload }) => payload),
    ...Object.values(events.client).map(({ ack }) => ack),
    events.connect.refusal,
  ]);
  it.each([...definitions])("%s", (definition) => expect(parsers[definition]).toBeDefined());
});

const room = {
  room: "r1",
  name: "Garden",
  kind: "public",
  head: 1,
  read: 0,
  unread: 0,
  present: 1,
};
const samples: readonly (readonly [string, unknown])[] = [
  ["Welcome", welcome()],
  ["OkAck", { ok: true }],
  ["MessageAck", { ok: true, room: "lobby", seq: 4, time: 1 }],
  ["HistoryAck", { ok: true, events: [said(3), said(4)], more: true, more_after: false }],
  ["ReadAck", { ok: true, seq: 3, unread: 2, mentions: 1, mentions_to: 5 }],
  ["Read", { room: "lobby", seq: 3, unread: 0, mentions: 0 }],
  ["RoomAck", { ok: true, room }],
  [
    "RoomsAck",
    { ok: true, rooms: [{ room: "r1", name: "Garden", kind: "public", present: 0, joined: true }] },
  ],
  [
    "MembersAck",
    { ok: true, members: [{ user: "u1", nickname: "ada", role: "guest" }], present: 1 },
  ],
  [
    "PeopleAck",
    {
      ok: true,
      people: [{ user: "u1", nickname: "ada", role: "admin", status: "away", hue: 120 }],
    },
  ],
  ["Profile", { user: "u1", nickname: "ada", role: "member" }],
  ["SignedOut", { reason: "password_changed" }],
  [
    "SearchAck",
    {
      ok: true,
      hits: [{ event: said(3, standing), marks: [[0, 5]] }],
      more: true,
      next: "aZ09_-",
      indexing: true,
    },
  ],
  ["DateAck", { ok: true, seq: 3, time: 1 }],
  [
    "Failure",
    { ok: false, error: { code: "rate_limited", message: "slow down", retry_after_ms: 5 } },
  ],
  ["Message", message(3, standing)],
  ["Edited", changed({ type: "edited", target: 3, text: "better" })],
  ["Deleted", changed({ type: "deleted", target: 3 })],
  ["Reacted", changed({ type: "reacted", target: 3, emoji: "👍", on: false })],
  [
    "HistoryAck",
    {
      ok: true,
      events: [
        said(3, standing),
        { type: "edited", ...changed({ type: "edited", target: 3, text: "" }) },
        { type: "deleted", ...changed({ type: "deleted", target: 3 }) },
        { type: "reacted", ...changed({ type: "reacted", target: 3, emoji: "👍", on: true }) },
      ],
      more: false,
    },
  ],
  ["PinChange", pinChange(9, 3)],
  ["HistoryAck", { ok: true, events: [pinned(9, 3, false)], more: false }],
  ["Expired", expired(9, 3)],
  [
    "Catchup",
    { room: "lobby", events: [{ type: "expired", ...expired(9, 3) }], head: 9, reset: false },
  ],
  ["RoomChange", { change: "joined", room: { ...room, expired: 3 } }],
  [
    "PinsAck",
    {
      ok: true,
      pins: [{ message: said(3, standing), by: { user: "u1", nickname: "ada" }, time: 1 }],
      more: true,
    },
  ],
  ["VersionsAck", { ok: true, user: "u1", versions: [{ seq: 3, time: 1, text: "hello" }] }],
  ["Notice", { code: "soon", message: "A restart is near." }],
  ["Catchup", { room: "lobby", events: [said(1)], head: 1, reset: true }],
  ["RoomChange", { change: "left", room }],
  [
    "RoomChange",
    {
      change: "preferred",
      room: { ...room, mentions: 2, mentions_to: 3, level: "all", favourite: true },
    },
  ],
  ["ConnectRefusal", { message: "taken", data: { code: "nickname_taken", suggestions: ["ada2"] } }],
  ["ConnectRefusal", { message: "out", data: { code: "suspended", until: 5, reason: "spam" } }],
  [
    "ConnectRefusal",
    { message: "out", data: { code: "address_banned", until: 5, reason: "spam" } },
  ],
];

/** The payload with one leaf replaced, for every leaf and several replacements, and with each property left out. */
function* mutations(value: unknown): Generator<unknown> {
  yield* [null, 5, "x", true, [], {}, -1, 1.5, ""];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const other of mutations(item)) yield value.with(index, other);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const other of mutations(item)) yield { ...value, [key]: other };
    }
  }
}

describe("parsers refuse what the schema refuses, wherever a payload is broken", () => {
  it.each(samples)("%s", (definition, sample) => {
    expect(isValid(definition, sample)).toBe(true);
    expect(isParsed(definition, sample)).toBe(true);
    for (const broken of mutations(sample)) {
      // Kinds of events of a newer server keep their place in the log, so they are read and not shown.
      if (JSON.stringify(broken).match(/"type":"x"/)) continue;
      expect([isParsed(definition, broken), broken]).toEqual([isValid(definition, broken), broken]);
    }
  });
});

it("a seq no JavaScript number holds is refused", () => {
  const read = { room: "lobby", seq: 2 ** 53, unread: 0, mentions: 0 };
  expect([isValid("Read", read), isParsed("Read", read)]).toEqual([false, false]);
});

it("fields a newer server adds are left out", () => {
  expect(parse.parseTyping({ room: "lobby", user: "u1", nickname: "ada", mood: "good" })).toEqual({
    room: "lobby",
    user: "u1",
    nickname: "ada",
  });
});

it("an event of an unknown kind keeps its place in the log", () => {
  const event = parse.parseRoomEvent({ type: "topic_changed", room: "lobby", seq: 5, topic: "x" });
  expect(event).toEqual({ type: "unknown", room: "lobby", seq: 5 });
});

describe("an acknowledgement that cannot be read", () => {
  it.each([undefined, null, "ok", [], {}, { ok: "yes" }, { ok: false }, { ok: true, seq: "4" }])(
    "%j counts as a fault of the server",
    (ack) => {
      const answer = parse.parseAnswer(parse.parseMessageAck, ack);
      expect(answer).toMatchObject({ ok: false, error: { code: "internal" } });
    },
  );
});
