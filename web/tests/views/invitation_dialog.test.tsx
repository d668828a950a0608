// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import { InvitationDialog } from "../../src/views/invitation_dialog.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import { room, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const state = () => session.store.getState();
const went: string[] = [];
let hasClosed = false;
const settle = () => act(() => ports.clock.advance(0));

beforeEach(() => {
  went.length = 0;
  hasClosed = false;
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const by = { user: "u-bob", nickname: "bob" };
const den = { room: "r1", name: "Den", kind: "private", present: 2, joined: false, by };
const refused = (code: string) => ({ ok: false, error: { code, message: "" } });

async function show() {
  ports = fakePorts();
  session = new Session(ports);
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({})]));
  await ports.clock.advance(0);
  session.openInvitation("t0ken");
  const navigation = { go: (to: string) => went.push(to) } as unknown as Navigation;
  render(
    <ClientContext value={{ session, navigation, keep: ports.keep, tabKeep: ports.tabKeep }}>
      <InvitationDialog
        onClose={() => {
          hasClosed = true;
        }}
        onOpenDialog={() => {}}
      />
    </ClientContext>,
  );
  await settle();
}
async function looked(answer: object) {
  ports.wire.question("look_at_invite").answer(answer);
  await settle();
}
const press = async (name: RegExp) => {
  fireEvent.click(screen.getByRole("button", { name }));
  await settle();
};

describe("an invitation", () => {
  it("says where it leads, and leads there", async () => {
    await show();
    expect(screen.getByText(/Looking where the link leads/)).toBeTruthy();
    expect(ports.wire.question("look_at_invite").payload).toEqual({ token: "t0ken" });
    await looked({ ok: true, ...den, topic: "What ages" });
    const text = screen.getByRole("dialog").textContent?.replace(/[\u2068\u2069]/g, "");
    expect(text).toMatch(/bob invites you.*Den.*What ages.*Private room.*2 people are online/);
    await press(/Join/);
    ports.wire.question("join").answer({ ok: true, room: room({ room: "r1", name: "Den" }) });
    await settle();
    expect(went).toEqual(["r1"]);
    expect(hasClosed).toBe(true);
    expect(state().invitation).toBeNull();
  });

  it("takes a member to the room", async () => {
    await show();
    await looked({ ok: true, ...den, room: "lobby", kind: "public", joined: true });
    expect(went).toEqual(["lobby"]);
    expect(hasClosed).toBe(true);
  });

  it("that is good no more says so, and asks for nothing again", async () => {
    await show();
    await looked(refused("link_invalid"));
    expect(screen.getByRole("alert").textContent).toMatch(/leads nowhere any more/);
    expect(screen.queryByRole("button", { name: /Join|Try again/ })).toBeNull();
    fireEvent.click(screen.getAllByRole("button", { name: "Close" }).at(-1) as HTMLElement);
    expect(hasClosed).toBe(true);
    expect(state().invitation).toBeNull();
  });

  it("whose room is archived, or from which one is banned, says so", async () => {
    await show();
    await looked({ ok: true, ...den });
    await press(/Join/);
    ports.wire.question("join").answer(refused("banned"));
    await settle();
    expect(screen.getByRole("alert").textContent).toMatch(/You are banned/);
    expect(screen.queryByRole("button", { name: /Join/ })).toBeNull();
  });

  it("asks again where no answer came", async () => {
    await show();
    ports.wire.question("look_at_invite").lose();
    await settle();
    expect(screen.getByRole("alert").textContent).toMatch(/did not answer/);
    await press(/Try again/);
    await looked({ ok: true, ...den });
    await press(/Join/);
    ports.wire.question("join").lose();
    await settle();
    expect(screen.getByRole("alert").textContent).toMatch(/did not answer/);
    // It was done all the same: another connection of this person says so.
    act(() => ports.wire.receive("room", { change: "joined", room: room({ room: "r1" }) }));
    await settle();
    expect(went).toEqual(["r1"]);
  });

  it("that is answered without a connection waits for one", async () => {
    await show();
    await looked({ ok: true, ...den });
    act(() => ports.wire.drop());
    await settle();
    await press(/Join/);
    expect(screen.getByRole("button", { name: /Joining/ })).toBeTruthy();
    await act(() => ports.clock.advance(5_000));
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({})]));
    await settle();
    expect(ports.wire.question("join").payload).toEqual({ invite: "t0ken" });
    ports.wire.question("join").answer({ ok: true, room: room({ room: "r1" }) });
    await settle();
    expect(went).toEqual(["r1"]);
  });

  it("may be left", async () => {
    await show();
    await looked({ ok: true, ...den });
    await press(/Not now/);
    expect(hasClosed).toBe(true);
    expect(state().rooms.has("r1")).toBe(false);
  });
});
