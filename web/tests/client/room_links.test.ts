// What is asked of the server about links into rooms and about what was done there.
import { describe, expect, it } from "vitest";
import {
  joinByLink,
  linksInto,
  lookAtLink,
  makeLink,
  roomAudit,
  takeBackLink,
} from "../../src/client/room_links.ts";
import { room, startMs } from "../support/events.ts";
import { online, ports, session, state } from "../support/session.ts";

const by = { user: "u-bob", nickname: "bob" };
const link = { id: "l1", room: "r1", by, time: startMs, expires: startMs + 9, uses: 0 };
const entry = { number: 7, time: startMs, by, deed: "archived" };

describe("each question", () => {
  const asks: readonly [string, object, () => Promise<unknown>, object][] = [
    [
      "invite_link",
      { room: "r1", days: 7, uses: 0 },
      () => makeLink(session, "r1", { days: 7, uses: 0 }),
      { ok: true, link, token: "t0ken" },
    ],
    [
      "invite_links",
      { room: "r1" },
      () => linksInto(session, "r1"),
      { ok: true, links: [{ ...link, uses_max: 3 }] },
    ],
    [
      "revoke_invite_link",
      { room: "r1", id: "l1" },
      () => takeBackLink(session, "r1", "l1"),
      { ok: true },
    ],
    [
      "look_at_invite",
      { token: "t0ken" },
      () => lookAtLink(session, "t0ken"),
      { ok: true, room: "r1", name: "Den", kind: "private", present: 2, joined: false, by },
    ],
  ];
  it.each(asks)("%s %j", async (event, payload, ask, ack) => {
    await online();
    const answered = ask();
    const question = ports.wire.question(event);
    expect(question.payload).toEqual(payload);
    question.answer(ack);
    expect(await answered).toEqual(ack);
  });
});

it("joining by a link brings the room", async () => {
  await online();
  const answered = joinByLink(session, "t0ken");
  const question = ports.wire.question("join");
  expect(question.payload).toEqual({ invite: "t0ken" });
  question.answer({ ok: true, room: room({ room: "r1", name: "Den", kind: "private" }) });
  expect((await answered)?.ok).toBe(true);
  expect(state().rooms.get("r1")?.name).toBe("Den");
});

describe("what was done to a room", () => {
  it("comes in pages, also when the server knows more deeds", async () => {
    await online();
    const first = roomAudit(session, "r1");
    const question = ports.wire.question("room_audit");
    expect(question.payload).toEqual({ room: "r1" });
    const newer = { ...entry, number: 8, deed: "painted", person: by, detail: "x", until: 9 };
    question.answer({ ok: true, entries: [newer, entry], more: true });
    expect(await first).toEqual({ ok: true, value: { items: [newer, entry], more: true } });
    void roomAudit(session, "r1", entry);
    expect(ports.wire.question("room_audit").payload).toEqual({ room: "r1", before: 7 });
  });

  it("says why it does not come", async () => {
    await online();
    const asked = roomAudit(session, "r1");
    const error = { code: "rate_limited", message: "", retry_after_ms: 500 };
    ports.wire.question("room_audit").answer({ ok: false, error });
    expect(await asked).toMatchObject({ ok: false, code: "rate_limited", retryAfterMs: 500 });
    ports.wire.drop();
    expect(await roomAudit(session, "r1")).toMatchObject({ ok: false, code: "unreachable" });
  });
});

it("an invitation outlives the way in, and is forgotten when it is used", async () => {
  session.openInvitation("t0ken");
  ports.tabKeep.set("roomLink", "t0ken");
  await online();
  session.signOut();
  expect(state().invitation).toBe("t0ken");
  expect(ports.tabKeep.get("roomLink")).toBe("t0ken");
  session.openInvitation(null);
  expect(state().invitation).toBeNull();
  expect(ports.tabKeep.get("roomLink")).toBeNull();
});
