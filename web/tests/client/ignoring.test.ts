// Whom one ignores is what the server last said, asked for here or told from elsewhere.
import { expect, it } from "vitest";
import { setIgnored } from "../../src/client/ignoring.ts";
import { room, welcome } from "../support/events.ts";
import { online, ports, reconnected, session, state } from "../support/session.ts";

const bob = { user: "u-bob", nickname: "bob" };
const eve = { user: "u-eve", nickname: "eve" };
const names = () => [...state().ignored.values()];

it("is so once the server has kept it", async () => {
  await online();
  const answer = setIgnored(session, "u-bob", true);
  expect(ports.wire.question("ignore").payload).toEqual({ user: "u-bob", on: true });
  expect(names()).toEqual([]);
  ports.wire.question("ignore").answer({ ok: true, people: [bob, eve] });
  expect(await answer).toMatchObject({ ok: true });
  expect(names()).toEqual(["bob", "eve"]);
  const stopped = setIgnored(session, "u-bob", false);
  expect(ports.wire.question("ignore").payload).toEqual({ user: "u-bob", on: false });
  ports.wire.question("ignore").answer({ ok: true, people: [eve] });
  await stopped;
  expect(names()).toEqual(["eve"]);
});

it("stays as it was where it is refused, lost or cannot be asked", async () => {
  await online();
  const refused = setIgnored(session, "u-bob", true);
  const error = { code: "too_many_ignored", message: "" };
  ports.wire.question("ignore").answer({ ok: false, error });
  expect(await refused).toEqual({ ok: false, error });
  const lost = setIgnored(session, "u-bob", true);
  ports.wire.question("ignore").lose();
  expect(await lost).toBeNull();
  ports.wire.drop();
  expect(await setIgnored(session, "u-bob", true)).toBeNull();
  expect(names()).toEqual([]);
});

it("follows what another tab said, and each welcome anew", async () => {
  await online();
  ports.wire.receive("ignored", { people: [bob] });
  expect(names()).toEqual(["bob"]);
  ports.wire.receive("ignored", { people: [] });
  expect(names()).toEqual([]);
  ports.wire.receive("ignored", { people: [eve] });
  ports.wire.receive("ignored", { people: "nobody" });
  expect(names()).toEqual(["eve"]);
  ports.wire.drop();
  expect(names()).toEqual(["eve"]);
  await reconnected(3);
  expect(names()).toEqual([]);
  const told = { ...welcome([room({ head: 3, read: 3 })]), ignored: [bob] };
  ports.wire.receive("welcome", told);
  expect(names()).toEqual(["bob"]);
});
