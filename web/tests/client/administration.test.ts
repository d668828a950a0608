// What administration asks over REST, and what it makes of the answers.
import { describe, expect, it } from "vitest";
import { addressBans, banAddresses, liftAddressBan } from "../../src/client/address_bans.ts";
import * as administration from "../../src/client/administration.ts";
import { archiveRoom, managedRooms, restoreRoom } from "../../src/client/managed_rooms.ts";
import { account, addressBan, entry, managedRoom, suspended } from "../support/accounts.ts";
import { startMs } from "../support/events.ts";
import { online, ports, session } from "../support/session.ts";

describe("people", () => {
  it("come a page at a time, and after the last one", async () => {
    const first = administration.accounts(session, "");
    const page = [account("ada", { role: "owner" }), account("bob", { suspended })];
    ports.server.request("GET admin/people").answer(200, { people: page, more: true });
    expect(await first).toEqual({ ok: true, value: { items: page, more: true } });
    const next = administration.accounts(session, "b & c", page[1]);
    const request = ports.server.request("GET admin/people?query=b+%26+c&after=u-bob");
    request.answer(200, { people: [], more: false });
    expect(await next).toEqual({ ok: true, value: { items: [], more: false } });
  });

  it.each([
    ["no list", { more: false }],
    ["nobody's name", { people: [{ ...account("ada"), nickname: "" }], more: false }],
    ["a role that there is not", { people: [{ ...account("ada"), role: "god" }], more: false }],
  ])("with %s are refused whole", async (_, body) => {
    const asked = administration.accounts(session, "");
    ports.server.request("GET admin/people").answer(200, body);
    expect(await asked).toMatchObject({ ok: false, code: "internal" });
  });

  it("are asked for as who one is, and a refusal comes through", async () => {
    await online();
    const asked = administration.accounts(session, "");
    const request = ports.server.request("GET admin/people");
    expect(request.token).toBe("token-of-u-ada");
    request.refuse(403, "forbidden");
    expect(await asked).toMatchObject({ ok: false, code: "forbidden" });
  });
});

describe("somebody", () => {
  const bob = account("bob");
  it.each([
    [
      "PATCH admin/people/u-bob",
      () => administration.changeRole(session, "u-bob", "moderator"),
      { role: "moderator" },
    ],
    [
      "PUT admin/people/u-bob/suspension",
      () => administration.suspend(session, "u-bob", { until: startMs, reason: "spam" }),
      { until: startMs, reason: "spam" },
    ],
    [
      "DELETE admin/people/u-bob/suspension",
      () => administration.liftSuspension(session, "u-bob"),
      undefined,
    ],
  ])("is told as they are afterwards: %s", async (what, ask, body) => {
    const asked = ask();
    const request = ports.server.request(what);
    expect(request.body).toEqual(body);
    request.answer(200, { person: bob });
    expect(await asked).toEqual({ ok: true, value: bob });
  });

  it("of a higher rank is left alone", async () => {
    const asked = administration.changeRole(session, "u-bob", "member");
    ports.server.request("PATCH admin/people/u-bob").refuse(403, "outranked");
    expect(await asked).toMatchObject({ ok: false, code: "outranked" });
  });

  it("is signed out everywhere, whatever is in the id", async () => {
    const asked = administration.signOutEverywhere(session, "u/../bob");
    ports.server.request("DELETE admin/people/u%2F..%2Fbob/sessions").answer(204);
    expect(await asked).toMatchObject({ ok: true });
  });
});

describe("rooms", () => {
  const garden = managedRoom("r1", { name: "Garden", topic: "Beans", present: 2, messages: 7 });

  it("come a page at a time, and after the last one", async () => {
    const first = managedRooms(session, "gar");
    const rooms = [garden, managedRoom("r2", { archived: true })];
    ports.server.request("GET admin/rooms?query=gar").answer(200, { rooms, more: true });
    expect(await first).toEqual({ ok: true, value: { items: rooms, more: true } });
    const next = managedRooms(session, "", garden);
    ports.server.request("GET admin/rooms?after=r1").answer(200, { rooms: [], more: false });
    expect(await next).toMatchObject({ ok: true });
  });

  it.each([
    ["PUT", archiveRoom],
    ["DELETE", restoreRoom],
  ] as const)("are told as they are afterwards: %s", async (method, ask) => {
    const asked = ask(session, "r1");
    ports.server.request(`${method} admin/rooms/r1/archive`).answer(200, { room: garden });
    expect(await asked).toEqual({ ok: true, value: garden });
    const lobby = ask(session, "lobby");
    ports.server.request(`${method} admin/rooms/lobby/archive`).refuse(403, "forbidden");
    expect(await lobby).toMatchObject({ ok: false, code: "forbidden" });
  });
});

describe("banned addresses", () => {
  it("are listed, also those of the command line", async () => {
    const { by: _, ...byCommand } = addressBan("b2", { until: startMs, reason: "spam" });
    const asked = addressBans(session);
    const bans = [addressBan("b1"), byCommand];
    ports.server.request("GET admin/bans").answer(200, { bans });
    expect(await asked).toEqual({ ok: true, value: { bans } });
  });

  it.each([
    [{ network: "192.0.2.0/24" }, { until: startMs }],
    [{ user: "u-bob" }, { reason: "spam" }],
  ])("are banned: %j", async (whom, terms) => {
    const asked = banAddresses(session, whom, terms);
    const request = ports.server.request("POST admin/bans");
    expect(request.body).toEqual({ ...whom, ...terms });
    request.answer(201, { bans: [addressBan("b1")] });
    expect(await asked).toEqual({ ok: true, value: { bans: [addressBan("b1")] } });
  });

  it("are let in again, whatever is in the id", async () => {
    const asked = liftAddressBan(session, "b/1");
    ports.server.request("DELETE admin/bans/b%2F1").answer(204);
    expect(await asked).toMatchObject({ ok: true });
  });
});

describe("the server", () => {
  const told = {
    registration: { value: "closed", configured: "open", changed: true },
    guests: { value: true, configured: true, changed: false },
  };
  it("is told only what changes, and null to go back", async () => {
    const asked = administration.changeServerSettings(session, { registration: null });
    const request = ports.server.request("PATCH admin/settings");
    expect(request.body).toEqual({ registration: null });
    request.answer(200, told);
    expect(await asked).toEqual({ ok: true, value: told });
  });

  it("says what holds, and how it is", async () => {
    const settings = administration.serverSettings(session);
    ports.server.request("GET admin/settings").answer(200, { ...told, registration: "open" });
    expect(await settings).toMatchObject({ ok: false, code: "internal" });
    const answer = {
      version: "1",
      started: startMs,
      people_present: 2,
      connections: 3,
      accounts: 4,
      rooms: 5,
      messages_since_start: 6,
      messages_per_minute: 1_200,
      store_wait_ms: 12,
      store_bytes: 7,
    };
    const figures = administration.figures(session);
    ports.server.request("GET admin/figures").answer(200, answer);
    expect(await figures).toEqual({ ok: true, value: answer });
  });
});

it("the log comes newest first, a page at a time", async () => {
  const first = administration.audit(session);
  const { by: _, ...byCommand } = entry(7, "reinstated");
  const page = [entry(8, "moon_landed"), byCommand];
  ports.server.request("GET admin/audit").answer(200, { entries: page, more: true });
  expect(await first).toEqual({ ok: true, value: { items: page, more: true } });
  const next = administration.audit(session, page[1]);
  ports.server.request("GET admin/audit?before=7").answer(200, { entries: [], more: false });
  expect(await next).toMatchObject({ ok: true });
});
