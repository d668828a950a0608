// One session on a fake world, checked after each test to have sent only what the schema allows.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { Session } from "../../src/client/session.ts";
import type { RoomState } from "../../src/state/model.ts";
import { room, saidAll, seqs, welcome } from "./events.ts";
import { type FakePorts, fakePorts } from "./fake_ports.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../docs/protocol/events.schema.json", import.meta.url), "utf8"),
) as { $id: string; "x-events": { client: Record<string, { payload: string }> } };
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(schema);

function expectFits(definition: string | undefined, payload: unknown): void {
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`);
  expect(validate?.(payload), `${definition} ${JSON.stringify(payload)}`).toBe(true);
}

export let ports: FakePorts;
export let session: Session;

/** A world and a session of its own, before each test or in the middle of one. */
export function begin(from: FakePorts = fakePorts()): void {
  ports = from;
  session = new Session(ports);
}

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  begin();
});

afterEach(() => {
  for (const { event, payload } of [...ports.wire.asked, ...ports.wire.told]) {
    expectFits(schema["x-events"].client[event]?.payload, payload);
  }
});

export function state() {
  return session.store.getState();
}
export function lobby(): RoomState {
  const found = state().rooms.get("lobby");
  if (found === undefined) throw new Error("no lobby");
  return found;
}
export function shownSeqs(): number[] {
  return seqs(lobby().log?.events ?? []);
}

/** Joined, with the lobby open at its newest page of 1 to `head`. */
export async function online(head = 3): Promise<void> {
  session.rooms.activate("lobby");
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({ head, read: head })]));
  ports.wire.question("history").answer({ ok: true, events: saidAll(1, head), more: false });
  await ports.clock.advance(0);
}

export async function reconnected(head: number, catchup?: object): Promise<void> {
  await ports.clock.advance(5_000);
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({ head, read: 3, unread: Math.max(0, head - 3) })]));
  if (catchup !== undefined) ports.wire.receive("catchup", catchup);
  await ports.clock.advance(0);
}
