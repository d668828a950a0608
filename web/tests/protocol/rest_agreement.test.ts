// openapi.json and our parsers say the same of what the REST interface answers, and of what it is asked.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import * as account from "../../src/client/account.ts";
import { banAddresses } from "../../src/client/address_bans.ts";
import * as administration from "../../src/client/administration.ts";
import { Session } from "../../src/client/session.ts";
import * as admin from "../../src/protocol/administration.ts";
import * as rest from "../../src/protocol/rest.ts";
import { Malformed, type Parser } from "../../src/protocol/shape.ts";
import { fakePorts } from "../support/fake_ports.ts";

interface Operation {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: object }>>;
interface OpenApi {
  readonly components: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const openapi = JSON.parse(
  readFileSync(new URL("../../../docs/protocol/openapi.json", import.meta.url), "utf8"),
) as OpenApi;
const ajv = new Ajv2020({ strict: false });

function fits(schema: object | undefined, value: unknown): boolean {
  if (schema === undefined) throw new Error("openapi.json does not describe it");
  return ajv.compile({ ...schema, components: openapi.components })(value) as boolean;
}

function operation(what: string): Operation {
  const [method = "", path = ""] = what.split(" ");
  // One person's id stands for all of them, and so does one room's.
  const described = path.replace("/u1", "/{user}").replace("/r1", "/{room}");
  const found = openapi.paths[`/api/v1/${described}`]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`openapi.json has no ${what}`);
  return found;
}

const me = { user: "u1", nickname: "ada", role: "owner", status: "here", hue: 40 };
const session = { session: "s1", created: 1, used: 2, agent: "", address: "::1", current: true };
const invite = {
  invite: "i1",
  creator: "u1",
  creator_name: "ada",
  created: 1,
  expires: 2,
  uses: 0,
  uses_max: 1,
};
const suspended = { by: "u1", by_name: "ada", time: 1, until: 2, reason: "spam" };
const person = { user: "u2", nickname: "bob", role: "member", created: 1, present: true };
const settings = {
  registration: { value: "closed", configured: "open", changed: true },
  guests: { value: true, configured: true, changed: false },
};
const figures = {
  version: "1",
  started: 1,
  people_present: 0,
  connections: 1,
  accounts: 1,
  rooms: 1,
  messages_since_start: 0,
  messages_per_minute: 1_200,
  store_wait_ms: 12,
  store_bytes: 4096,
  bus: "up",
  nodes: [
    {
      node: "k3v9x2ab",
      name: "north",
      version: "1",
      state: "serving",
      people_present: 1,
      connections: 2,
      rooms_active: 1,
      messages_since_start: 3,
      messages_per_minute: 1_200,
      store_wait_ms: 12,
      this: true,
    },
  ],
};
const entry = {
  number: 1,
  time: 1,
  by: "u1",
  by_name: "ada",
  action: "suspended",
  user: "u2",
  nickname: "bob",
  detail: "spam",
  until: 2,
};
const managed = {
  room: "r1",
  name: "Garden",
  kind: "public",
  topic: "Beans",
  archived: true,
  created: 1,
  present: 0,
  messages: 7,
};
const ban = { ban: "b1", network: "192.0.2.0/24", ...suspended };
const imported = { room: "r1", name: "Garden", topic: "Beans", archived: true, head: 7 };
const server = { name: "Parlor", version: "1", present: 0, registration: "open", guests: true };
const answers: readonly (readonly [string, string, Parser<unknown>, Record<string, unknown>])[] = [
  ["GET server", "200", rest.parseServerInfo, server],
  ["POST register", "201", rest.parseSignedIn, { token: "t", session: "s1", me }],
  ["POST login", "200", rest.parseSignedIn, { token: "t", session: "s1", me }],
  ["PATCH me", "200", rest.parseMe, { me }],
  ["GET sessions", "200", rest.parseSessions, { sessions: [session] }],
  ["GET invites", "200", rest.parseInvites, { invites: [invite] }],
  ["POST invites", "201", rest.parseInviteMade, { invite, code: "c0de" }],
  [
    "GET admin/people",
    "200",
    admin.parseAccounts,
    { people: [{ ...person, suspended }], more: true },
  ],
  ["PATCH admin/people/u1", "200", admin.parseAccount, { person }],
  [
    "PUT admin/people/u1/suspension",
    "200",
    admin.parseAccount,
    { person: { ...person, suspended } },
  ],
  ["DELETE admin/people/u1/suspension", "200", admin.parseAccount, { person }],
  ["GET admin/settings", "200", admin.parseSettings, settings],
  ["PATCH admin/settings", "200", admin.parseSettings, settings],
  ["GET admin/figures", "200", admin.parseFigures, figures],
  ["GET admin/audit", "200", admin.parseAudit, { entries: [entry], more: false }],
  ["GET admin/rooms", "200", admin.parseManagedRooms, { rooms: [managed], more: true }],
  ["PUT admin/rooms/r1/archive", "200", admin.parseManagedRoom, { room: managed }],
  ["DELETE admin/rooms/r1/archive", "200", admin.parseManagedRoom, { room: managed }],
  ["GET admin/bans", "200", admin.parseAddressBans, { bans: [ban] }],
  ["POST admin/bans", "201", admin.parseAddressBans, { bans: [ban] }],
  ["POST admin/imports", "201", admin.parseImportedRoom, { room: imported }],
  ["POST admin/imports/r1/events", "200", admin.parseImportedPart, { head: 7 }],
  ["POST admin/imports/r1/end", "200", admin.parseImportedRoom, { room: imported }],
];

/** The value, with each property left out that it has, at any depth: one at a time. */
function* withoutOne(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const less of withoutOne(value[0])) yield [less];
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const { [key]: _, ...others } = value as Record<string, unknown>;
      yield others;
      for (const less of withoutOne(inner)) yield { ...others, [key]: less };
    }
  }
}

describe.each(answers)("the answer to %s", (what, status, parser, answer) => {
  const schema = operation(what).responses[status]?.content?.["application/json"]?.schema;

  it("is read as it is described", () => {
    expect(fits(schema, answer)).toBe(true);
    expect(parser(answer)).toEqual(answer);
  });

  it("may lack what the description lets it lack, and nothing else", () => {
    for (const less of withoutOne(answer)) {
      const read = () => parser(less);
      if (fits(schema, less)) expect(read()).toEqual(less);
      else expect(read, JSON.stringify(less)).toThrow(Malformed);
    }
  });
});

it.each([
  [
    "POST login",
    (of: Session) => account.signIn(of, { name: "a", password: "correct horse", keep: true }),
  ],
  [
    "POST register",
    (of: Session) =>
      account.register(of, {
        name: "a",
        password: "correct horse",
        keep: false,
        invite: "c",
        owner_key: "d",
      }),
  ],
  [
    "PATCH me",
    (of: Session) => account.changeProfile(of, { nickname: "a", hue: null, status: "" }),
  ],
  ["POST password", (of: Session) => account.changePassword(of, "old password", "new password")],
  ["POST invites", (of: Session) => account.makeInvite(of, { lifetime_ms: 1_000, uses: 2 })],
  ["POST invites/check", (of: Session) => account.checkInvite(of, "c0de")],
  ["PATCH admin/people/u1", (of: Session) => administration.changeRole(of, "u1", "moderator")],
  [
    "PUT admin/people/u1/suspension",
    (of: Session) => administration.suspend(of, "u1", { until: 5, reason: "spam" }),
  ],
  [
    "POST admin/bans",
    (of: Session) => banAddresses(of, { network: "192.0.2.7" }, { until: 5, reason: "spam" }),
  ],
  ["POST admin/bans", (of: Session) => banAddresses(of, { user: "u1" }, {})],
  [
    "PATCH admin/settings",
    (of: Session) => administration.changeServerSettings(of, { registration: null, guests: false }),
  ],
])("what %s is asked with is described", (what, ask) => {
  const ports = fakePorts();
  void ask(new Session(ports));
  const { body } = ports.server.request(what);
  const schema = operation(what).requestBody?.content["application/json"]?.schema;
  expect(fits(schema, body), JSON.stringify(body)).toBe(true);
  expect(
    fits(schema, {
      ...body,
      ...Object.fromEntries(Object.keys(body ?? {}).map((key) => [key, []])),
    }),
  ).toBe(false);
});
