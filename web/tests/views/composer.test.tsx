// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import { Composer } from "../../src/views/composer.tsx";
import { ClientContext, useActiveRoom } from "../../src/views/use_session.ts";
import { room, saidAll, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const onHelp = vi.fn();

beforeEach(async () => {
  ports = fakePorts();
  session = new Session(ports);
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  await act(async () => {
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    const garden = room({ room: "r1", name: "Tea garden" });
    ports.wire.receive("welcome", welcome([room({ head: 2, read: 2 }), garden]));
    ports.wire.question("history").answer({ ok: true, events: saidAll(1, 2), more: false });
    await ports.clock.advance(0);
  });
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  render(
    <ClientContext value={client}>
      <Active />
    </ClientContext>,
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  onHelp.mockClear();
});

function Active() {
  const active = useActiveRoom();
  return active === undefined ? null : <Composer key={active.room} room={active} onHelp={onHelp} />;
}

const field = () => screen.getByRole<HTMLTextAreaElement>("textbox");
/** As if typed to its end. */
function type(text: string) {
  fireEvent.change(field(), { target: { value: text } });
  field().setSelectionRange(text.length, text.length);
  fireEvent.select(field());
}
const press = (key: string) => fireEvent.keyDown(field(), { key });
const options = async () =>
  (await screen.findAllByRole("option")).map((option) => option.textContent);
const note = () => document.querySelector("#composer-note")?.textContent;

describe("completing", () => {
  it("offers rooms where one begins to name one, and writes what was chosen", async () => {
    type("see #te");
    expect(await options()).toEqual(["Tea garden"]);
    press("Enter");
    expect(field().value).toBe('see #"Tea garden" ');
    expect(screen.queryByRole("option")).toBeNull();
  });

  it("offers who spoke and who is here", async () => {
    type("@");
    await screen.findAllByRole("option");
    await act(async () => {
      const members = [{ user: "u9", nickname: "zoe", role: "guest" }];
      ports.wire.question("members").answer({ ok: true, members, present: 2 });
      await ports.clock.advance(0);
    });
    expect(await options()).toContain("Zzoe");
    type("@zo");
    await waitFor(async () => expect(await options()).toEqual(["Zzoe"]));
    press("Tab");
    expect(field().value).toBe("@zoe ");
  });

  it("says which option is chosen, and follows the arrows", async () => {
    type("/");
    const all = await options();
    expect(all).toContain("/join roomGo to a public room");
    const chosen = () =>
      document.getElementById(field().getAttribute("aria-activedescendant") ?? "");
    expect(chosen()?.textContent).toBe(all[0]);
    press("ArrowDown");
    expect(chosen()?.textContent).toBe(all[1]);
    press("ArrowUp");
    press("ArrowUp");
    expect(chosen()?.textContent).toBe(all.at(-1));
  });

  it("stays away where it is not wanted", async () => {
    type("#te");
    await options();
    press("Escape");
    expect(screen.queryByRole("option")).toBeNull();
    expect(field().hasAttribute("aria-activedescendant")).toBe(false);
    type("#tea");
    expect(screen.queryByRole("option")).toBeNull();
    type("");
    type("#te");
    expect(await options()).toEqual(["Tea garden"]);
  });

  it("sends what is written to its end already", async () => {
    type("/help");
    await options();
    press("Enter");
    await waitFor(() => expect(onHelp).toHaveBeenCalledOnce());
    expect(field().value).toBe("");
  });
});

describe("commands", () => {
  it("sends what somebody does as a message", () => {
    type("/me waves");
    press("Enter");
    expect(ports.wire.question("message").payload).toMatchObject({ text: "/me waves" });
  });

  it("keeps what it does not understand, and says so", () => {
    type("/jion garden");
    press("Enter");
    expect(note()).toMatch(/^There is no command \/jion\./);
    expect(field().value).toBe("/jion garden");
    type("/join");
    press("Escape");
    press("Enter");
    expect(note()).toBe("Say which room: /join garden");
  });

  it("goes to a room of one's own by its name", async () => {
    type("/join tea garden");
    press("Enter");
    await waitFor(() => expect(session.store.getState().active).toBe("r1"));
  });

  it("says why it was not done, and gives back what was typed", async () => {
    type("/leave");
    press("Escape");
    press("Enter");
    await waitFor(() => expect(note()).toBe("Everybody stays in the lobby."));
    expect(field().value).toBe("/leave");
  });

  it("writes to somebody alone", async () => {
    type("/msg bob hello");
    press("Enter");
    await waitFor(() =>
      expect(ports.wire.question("find_people").payload).toEqual({ query: "bob" }),
    );
    await act(async () => {
      const people = [{ user: "u2", nickname: "Bob", role: "guest" }];
      ports.wire.question("find_people").answer({ ok: true, people });
      await ports.clock.advance(0);
    });
    await waitFor(() => expect(ports.wire.question("direct").payload).toEqual({ users: ["u2"] }));
    await act(async () => {
      const direct = room({ room: "d1", name: "", kind: "direct" });
      ports.wire.question("direct").answer({ ok: true, room: direct });
      await ports.clock.advance(0);
    });
    await waitFor(() => expect(session.store.getState().active).toBe("d1"));
    expect(ports.wire.question("message").payload).toMatchObject({ room: "d1", text: "hello" });
  });
});
