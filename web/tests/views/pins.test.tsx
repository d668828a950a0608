// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { Room } from "../../src/protocol/types.ts";
import type { MessageRow } from "../../src/state/timeline.ts";
import { Message, type MessageActions } from "../../src/views/message_rows.tsx";
import { MessageTools, PinsButton, VersionsDialog } from "../../src/views/message_tools.tsx";
import { ClientContext, useActiveRoom } from "../../src/views/use_session.ts";
import { changed, pinChange, pinOf, room, saidAll, startMs, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const settle = (ms = 0) => act(() => ports.clock.advance(ms));

async function online(about: Partial<Room> = { host: true }) {
  ports = fakePorts();
  session = new Session(ports);
  session.rooms.activate("lobby");
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({ head: 3, read: 3, ...about })]));
  ports.wire.question("history").answer({ ok: true, events: saidAll(1, 3), more: false });
  await ports.clock.advance(0);
}
function show(view: React.ReactNode) {
  const navigation = {} as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  return render(<ClientContext value={client}>{view}</ClientContext>);
}
function Head() {
  const active = useActiveRoom();
  return active === undefined ? null : <PinsButton room={active} />;
}
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const click = (name: string | RegExp) => act(async () => void fireEvent.click(button(name)));
const answer = async (event: string, ack: object) => {
  ports.wire.question(event).answer(ack);
  await settle();
};
const list = (...pins: object[]) => ({ ok: true, pins });
const refusal = (code: string) => ({ ok: false, error: { code, message: "" } });
const done = { ok: true, room: "lobby", seq: 9, time: startMs };
const entries = () =>
  within(screen.getByRole("list", { name: "Pinned messages" })).getAllByRole("listitem");

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the button of the pinned messages", () => {
  it("is there where something is pinned, and says how much", async () => {
    await online();
    show(<Head />);
    expect(screen.queryByRole("button")).toBeNull();
    await answer("pins", list());
    expect(screen.queryByRole("button")).toBeNull();
    act(() => ports.wire.receive("pinned", pinChange(4, 1)));
    await settle();
    expect(button("1 pinned message, show it").textContent).toBe("1");
    act(() => ports.wire.receive("pinned", pinChange(5, 2)));
    await settle();
    expect(button("2 pinned messages, show them").textContent).toBe("2");
  });

  it("says that there are more than are told", async () => {
    await online();
    show(<Head />);
    await answer("pins", { ...list(pinOf(4, 1)), more: true });
    await click(/^More than 1/);
    expect(screen.getByText(/Further messages are pinned/)).toBeTruthy();
  });
});

describe("the list", () => {
  async function open(about?: Partial<Room>) {
    await online(about);
    show(<Head />);
    await answer("pins", list(pinOf(5, 2, { text: "**the** rules" }), pinOf(4, 1)));
    await click(/show them/);
  }

  const unpin = (at: number) =>
    act(async () => {
      const entry = within(entries()[at] as HTMLElement);
      fireEvent.click(entry.getByRole("button", { name: /^Unpin the message of bob/ }));
    });

  it("tells who said what and who pinned it, as plain words", async () => {
    await open();
    const [first, second] = entries();
    expect(first?.textContent).toMatch(/bob.*the rules.*Pinned by bob/);
    expect(second?.textContent).toMatch(/text 1/);
  });

  it("is live, and says when nothing is left", async () => {
    await open();
    act(() =>
      ports.wire.receive("edited", changed({ type: "edited", target: 1, text: "better" }, 4)),
    );
    await settle();
    expect(entries()[1]?.textContent).toMatch(/better/);
    act(() => ports.wire.receive("pinned", pinChange(5, 2, false)));
    act(() => ports.wire.receive("deleted", changed({ type: "deleted", target: 1 }, 6)));
    await settle();
    expect(screen.getByText("Nothing is pinned here any more.")).toBeTruthy();
  });

  it("leads to a message, and closes", async () => {
    await open();
    await act(
      async () =>
        void fireEvent.click(
          within(entries()[1] as HTMLElement).getAllByRole("button")[0] as HTMLElement,
        ),
    );
    expect(session.store.getState().jump).toEqual({ room: "lobby", seq: 1 });
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("unpins for whoever may, and says why it did not", async () => {
    await open();
    await unpin(1);
    expect(ports.wire.question("unpin").payload).toEqual({ room: "lobby", target: 1 });
    await answer("unpin", refusal("unavailable"));
    expect(screen.getByText(/^That was not done\./)).toBeTruthy();
    await unpin(1);
    expect(screen.queryByText(/^That was not done\./)).toBeNull();
    await answer("unpin", done);
  });

  it.each<Partial<Room>>([{}, { host: true, archived: true }])(
    "offers no unpinning in %j",
    async (about) => {
      await open(about);
      expect(screen.queryByRole("button", { name: /^Unpin/ })).toBeNull();
      expect(entries()).toHaveLength(2);
    },
  );

  it("keeps what it has when it cannot be asked for again, and says so", async () => {
    await open();
    ports.wire.drop();
    await settle(5_000);
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 3, read: 3, host: true })]));
    await answer("pins", refusal("internal"));
    expect(screen.getByText(/could not be loaded/)).toBeTruthy();
    expect(entries()).toHaveLength(2);
    await click("Try again");
    await answer("pins", list(pinOf(5, 2)));
    expect(entries()).toHaveLength(1);
  });
});

const row: MessageRow = {
  kind: "message",
  key: "k",
  seq: 2,
  user: "u-bob",
  nickname: "bob",
  text: "hello",
  timeMs: startMs,
  isOwn: false,
  isHead: true,
  nonce: "n1",
  send: null,
  answers: null,
  editedMs: startMs,
  isDeleted: false,
  isPinned: false,
  reactions: [],
  change: null,
};
const rights = {
  room: "lobby",
  user: "u-ada",
  isModerator: true,
  mayReadVersions: true,
  isArchived: false,
  isMuted: false,
};

describe("the tools", () => {
  const tools = (isPinned: boolean, isArchived = false) =>
    show(
      <MessageTools
        room="lobby"
        row={{ ...row, isPinned }}
        rights={{ ...rights, isArchived }}
        actions={{} as MessageActions}
      />,
    );

  it("pin and unpin, and tell that it is done", async () => {
    await online();
    tools(false);
    await click("Pin");
    expect(ports.wire.question("pin").payload).toEqual({ room: "lobby", target: 2 });
    await answer("pin", done);
    expect(screen.getByRole("status").textContent).toBe("Pinned for everyone here");
    cleanup();
    tools(true);
    await click("Unpin");
    await answer("unpin", done);
    expect(screen.getByRole("status").textContent).toBe("Unpinned");
  });

  it("say why a message was not pinned", async () => {
    await online();
    tools(false);
    await click("Pin");
    await answer("pin", refusal("too_many_pins"));
    expect(screen.getByRole("status").textContent).toMatch(/Unpin another one first\.$/);
  });

  it("offer it to whoever may, where something may be changed", async () => {
    await online({});
    tools(false);
    expect(screen.queryByRole("button", { name: "Pin" })).toBeNull();
    cleanup();
    await online({ host: true, archived: true });
    tools(false, true);
    expect(screen.queryByRole("button", { name: "Pin" })).toBeNull();
    cleanup();
    await online({ kind: "direct", people: [] });
    tools(false);
    expect(button("Pin")).toBeTruthy();
  });
});

describe("a row", () => {
  const shown = (more: Partial<MessageRow>, mayReadVersions: boolean, actions = {}) =>
    show(
      <Message
        row={{ ...row, ...more }}
        rights={{ ...rights, mayReadVersions }}
        actions={actions as MessageActions}
        isActive={false}
        isEditing={false}
        isShown={false}
      />,
    );

  it("is marked where it is pinned", async () => {
    await online();
    shown({}, false);
    expect(screen.queryByText("Pinned")).toBeNull();
    cleanup();
    shown({ isPinned: true }, false);
    expect(screen.getByText("Pinned")).toBeTruthy();
  });

  it("leads to its earlier versions: the author, and whoever may see those of others", async () => {
    await online();
    shown({}, false);
    expect(screen.getByText("(edited)").closest("button")).toBeNull();
    for (const [more, may] of [
      [{ isOwn: true }, false],
      [{}, true],
    ] as const) {
      cleanup();
      const askVersions = vi.fn();
      shown(more, may, { askVersions });
      await click("(edited)");
      expect(askVersions).toHaveBeenCalledOnce();
    }
  });
});

describe("earlier versions", () => {
  const version = (seq: number, text: string) => ({ seq, time: startMs + seq * 1000, text });
  const items = () => screen.getAllByRole("listitem").map((item) => item.textContent);
  const dialog = (onClose = vi.fn()) =>
    show(<VersionsDialog room="lobby" row={row} onClose={onClose} />);

  it("are shown from what it reads now to what it read first", async () => {
    await online();
    dialog();
    expect(screen.getByText("Loading the earlier versions…")).toBeTruthy();
    expect(ports.wire.question("versions").payload).toEqual({ room: "lobby", target: 2 });
    const versions = [version(2, "one"), version(4, "two"), version(7, "three")];
    await answer("versions", { ok: true, user: "u-bob", versions });
    expect(items()).toEqual([
      expect.stringMatching(/^Now.*three$/),
      expect.stringMatching(/^Before.*two$/),
      expect.stringMatching(/^First.*one$/),
    ]);
    expect(screen.queryByText(/still older versions/)).toBeNull();
  });

  it("say that the oldest are not among them", async () => {
    await online();
    dialog();
    await answer("versions", {
      ok: true,
      user: "u-bob",
      versions: [version(4, "two"), version(7, "three")],
    });
    expect(items()[1]).toMatch(/^Before/);
    expect(screen.getByText(/still older versions/)).toBeTruthy();
  });

  it("say why there are none, and can be asked for again", async () => {
    await online();
    dialog();
    await answer("versions", refusal("no_such_message"));
    expect(screen.getByRole("alert").textContent).toMatch(/The message is not there any more\./);
    await click("Try again");
    await answer("versions", { ok: true, user: "u-bob", versions: [version(2, "one")] });
    expect(items()).toHaveLength(1);
  });

  it("are asked for again when the message is edited meanwhile", async () => {
    await online();
    dialog();
    await answer("versions", { ok: true, user: "u-bob", versions: [version(2, "one")] });
    act(() => ports.wire.receive("edited", changed({ type: "edited", target: 2, text: "two" }, 4)));
    await settle();
    await answer("versions", {
      ok: true,
      user: "u-bob",
      versions: [version(2, "one"), version(4, "two")],
    });
    expect(items()).toHaveLength(2);
  });
});
