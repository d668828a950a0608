// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { Room } from "../../src/protocol/types.ts";
import type { Deed, MessageRow } from "../../src/state/timeline.ts";
import { ArchivedBanner } from "../../src/views/archived_banner.tsx";
import { DirectoryDialog } from "../../src/views/directory_dialog.tsx";
import { DeedLine, Message, type MessageActions } from "../../src/views/message_rows.tsx";
import { MessageTools } from "../../src/views/message_tools.tsx";
import { RoomView } from "../../src/views/room_view.tsx";
import { ClientContext, useActiveRoom, useParlor } from "../../src/views/use_session.ts";
import { room, startMs, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const settle = (ms = 0) => act(() => ports.clock.advance(ms));
const state = () => session.store.getState();
const refusal = (code: string) => ({ ok: false, error: { code, message: "" } });

function show(view: React.ReactNode) {
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  return render(<ClientContext value={client}>{view}</ClientContext>);
}

async function join(about: Partial<Room> = {}) {
  const told = room({ room: "garden", name: "Garden", ...about });
  session.rooms.activate(told.room);
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room(), told]));
  await settle();
}

function Banner() {
  const active = useActiveRoom();
  const me = useParlor((each) => each.me);
  return active === undefined || me === null ? null : <ArchivedBanner room={active} me={me} />;
}

beforeEach(() => {
  ports = fakePorts();
  session = new Session(ports);
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the head of a room", () => {
  const showRoom = () =>
    show(
      <RoomView isSearching={false} onOpenRooms={() => {}} onSearch={() => {}} onHelp={() => {}} />,
    );
  it("has its topic, which opens what there is to know about it", async () => {
    await join({ topic: "Beans & <b>peas</b>" });
    showRoom();
    const topic = screen.getByRole("button", { name: "Topic: Beans & <b>peas</b>" });
    expect(topic.textContent).toBe("Beans & <b>peas</b>");
    fireEvent.click(topic);
    expect(state().memberList?.room).toBe("garden");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("Garden");
  });

  it("says that it is private", async () => {
    await join({ kind: "private" });
    showRoom();
    expect(screen.getByText("(private)")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Topic/ })).toBeNull();
  });

  it("of a conversation is its people", async () => {
    await join({
      kind: "direct",
      name: "",
      people: [
        { user: "u-bob", nickname: "bob", role: "guest" },
        { user: "u-eve", nickname: "eve", role: "guest" },
      ],
    });
    showRoom();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("bob and eve");
  });

  it("follows a new name and topic", async () => {
    await join({ topic: "Beans" });
    showRoom();
    const by = { room: "garden", user: "u-bob", nickname: "bob", time: startMs };
    ports.wire.receive("renamed", { ...by, seq: 1, name: "Kitchen" });
    ports.wire.receive("topic", { ...by, seq: 2 });
    await settle();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("Kitchen");
    expect(screen.queryByRole("button", { name: /^Topic/ })).toBeNull();
  });

  it("stands over a banner instead of the composer where nobody writes any more", async () => {
    await join();
    showRoom();
    expect(screen.getByRole("textbox", { name: "Message Garden" })).toBeTruthy();
    const by = { room: "garden", seq: 1, user: "u-bob", nickname: "bob", time: startMs };
    ports.wire.receive("archived", by);
    await settle();
    expect(
      await screen.findByText("This room is archived. It can be read, not written."),
    ).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
    ports.wire.receive("restored", { ...by, seq: 2 });
    await settle();
    expect(screen.getByRole("textbox", { name: "Message Garden" })).toBeTruthy();
  });
});

describe("the banner of an archived room", () => {
  it("lets who may restore it, and everybody leave", async () => {
    await join({ archived: true });
    const first = show(<Banner />);
    expect(screen.queryByRole("button", { name: "Restore" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Leave" }));
    expect(ports.wire.question("leave").payload).toEqual({ room: "garden" });
    first.unmount();
    ports.wire.receive("room", {
      change: "joined",
      room: room({ room: "garden", name: "Garden", archived: true, host: true }),
    });
    await settle();
    show(<Banner />);
    fireEvent.click(screen.getByRole("button", { name: "Restore" }));
    ports.wire.question("restore").answer(refusal("unavailable"));
    await settle();
    expect(screen.getByRole("alert").textContent).toMatch(/That was not done.*busy/);
    fireEvent.click(screen.getByRole("button", { name: "Restore" }));
    expect(ports.wire.count("restore")).toBe(1);
  });

  it("asks before one leaves a room one cannot come back to alone", async () => {
    await join({ archived: true, kind: "private" });
    show(<Banner />);
    fireEvent.click(screen.getByRole("button", { name: "Leave" }));
    expect(ports.wire.count("leave")).toBe(0);
    const dialog = screen.getByRole("dialog", { name: "Leave Garden?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Leave" }));
    expect(ports.wire.count("leave")).toBe(1);
  });
});

describe("messages of an archived room", () => {
  const row: MessageRow = {
    kind: "message",
    key: "k",
    seq: 4,
    user: "u-ada",
    nickname: "ada",
    text: "hello",
    timeMs: startMs,
    isOwn: true,
    isHead: true,
    nonce: "n1",
    send: null,
    answers: null,
    editedMs: null,
    isDeleted: false,
    isPinned: false,
    reactions: [{ emoji: "👍", by: [{ user: "u-bob", nickname: "bob" }] }],
    change: null,
  };
  const rights = {
    room: "garden",
    user: "u-ada",
    isModerator: true,
    mayReadVersions: true,
    isMuted: false,
  };
  it("of whoever is muted are read and deleted", () => {
    const mine = { ...rights, isArchived: false, isMuted: true };
    show(<MessageTools room="garden" row={row} rights={mine} actions={{} as MessageActions} />);
    expect(screen.getAllByRole("button").map((each) => each.getAttribute("aria-label"))).toEqual([
      "Copy link",
      "Delete",
    ]);
  });

  it.each([
    [false, ["Reply", "Copy link", "Edit", "Delete"]],
    [true, ["Copy link"]],
  ])("when archived is %s offer %j", (isArchived, offered) => {
    const actions = {} as MessageActions;
    show(
      <MessageTools room="garden" row={row} rights={{ ...rights, isArchived }} actions={actions} />,
    );
    const labels = screen
      .getAllByRole("button")
      .map((each) => each.getAttribute("aria-label") ?? "");
    expect(labels.filter((label) => !/React with|More reactions/.test(label))).toEqual(offered);
    expect(labels.length > offered.length).toBe(!isArchived);
  });

  it("take no reactions, and are not being edited", () => {
    const react = vi.fn();
    show(
      <Message
        row={row}
        rights={{ ...rights, isArchived: true }}
        actions={{ react } as unknown as MessageActions}
        isActive={false}
        isEditing={true}
        isShown={false}
      />,
    );
    const chip = screen.getByRole("button", { name: "👍 by bob" });
    expect(chip.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(chip);
    expect(react).not.toHaveBeenCalled();
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText("hello")).toBeTruthy();
  });
});

it.each<[Deed, string]>([
  [{ what: "renamed", who: "ada", to: "<b>Garden</b>" }, "ada renamed the room to <b>Garden</b>"],
  [{ what: "topicSet", who: "ada", to: "Beans" }, "ada set the topic: Beans"],
  [{ what: "topicRemoved", who: "ada" }, "ada removed the topic"],
  [{ what: "archived", who: "ada" }, "ada archived the room"],
  [{ what: "restored", who: "ada" }, "ada restored the room"],
  [{ what: "becameHost", who: "bob" }, "bob became a host"],
  [{ what: "stoppedHosting", who: "bob" }, "bob is no longer a host"],
  [{ what: "madeHost", who: "ada", whom: "bob" }, "ada made bob a host"],
  [{ what: "removedHost", who: "ada", whom: "bob" }, "ada removed bob as host"],
  [{ what: "added", who: "ada", whom: "bob" }, "ada added bob"],
  [{ what: "removed", who: "ada", whom: "{{who}}" }, "ada removed {{who}}"],
  [{ what: "pinned", who: "ada", seq: 4 }, "ada pinned a message"],
])("the timeline tells %j", (deed, text) => {
  const { container } = render(
    <DeedLine row={{ kind: "deed", key: "k", timeMs: startMs, deed }} onShow={() => {}} />,
  );
  expect(container.textContent).toBe(text);
});

describe("the directory", () => {
  const listed = (name: string, more: object = {}) => ({
    room: name.toLowerCase(),
    name,
    kind: "public",
    present: 2,
    joined: false,
    ...more,
  });
  const onClose = vi.fn();
  const field = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Find a room" });
  const answer = async (told: object) => {
    ports.wire.question("rooms").answer(told);
    await settle();
  };
  const rooms = () => screen.queryAllByRole("listitem").map((each) => each.textContent);
  beforeEach(async () => {
    onClose.mockClear();
    await join();
    show(<DirectoryDialog onClose={onClose} onOpenDialog={() => {}} />);
  });

  it("lists rooms with what they are about", async () => {
    expect(screen.getByText("Loading rooms…")).toBeTruthy();
    expect(ports.wire.question("rooms").payload).toEqual({});
    await answer({
      ok: true,
      rooms: [listed("Kitchen", { topic: "<i>Soup</i>" }), listed("Old", { archived: true })],
    });
    expect(rooms()).toEqual([
      expect.stringMatching(/Kitchen.*<i>Soup<\/i>.*2 online/),
      expect.stringMatching(/Old.*archived/),
    ]);
  });

  it("asks the server once a name stands still, and keeps what was found until then", async () => {
    await answer({ ok: true, rooms: [listed("Kitchen")] });
    for (const text of ["g", "ga", "gard "]) fireEvent.change(field(), { target: { value: text } });
    await settle(200);
    expect(ports.wire.count("rooms")).toBe(0);
    await settle(100);
    expect(ports.wire.count("rooms")).toBe(1);
    expect(ports.wire.question("rooms").payload).toEqual({ query: "gard" });
    expect(rooms()).toHaveLength(1);
    await answer({ ok: true, rooms: [] });
    expect(screen.getByText("No room is called that.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Clear" }));
    expect(field().value).toBe("");
    expect(document.activeElement).toBe(field());
    await settle(300);
    await answer({ ok: true, rooms: [] });
    expect(screen.getByText("There are no public rooms yet.")).toBeTruthy();
  });

  it("takes no late answer for the newest", async () => {
    const first = ports.wire.question("rooms");
    fireEvent.change(field(), { target: { value: "gard" } });
    await settle(300);
    const [, second] = ports.wire.asked.filter(({ event }) => event === "rooms");
    second?.answer({ ok: true, rooms: [listed("Gardeners")] });
    await settle();
    first.answer({ ok: true, rooms: [listed("Kitchen")] });
    await settle();
    expect(rooms()).toEqual([expect.stringMatching(/Gardeners/)]);
  });

  it("can be asked again where it failed", async () => {
    await answer(refusal("rate_limited"));
    expect(screen.getByText(/could not be loaded/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await answer({ ok: true, rooms: [listed("Kitchen")] });
    expect(rooms()).toHaveLength(1);
  });

  it.each([
    ["banned", "You are banned from this room."],
    ["rate_limited", "You could not join this room. Try again in a moment."],
  ])("says why one cannot join: %s", async (code, text) => {
    await answer({ ok: true, rooms: [listed("Kitchen")] });
    fireEvent.click(screen.getByRole("button", { name: "Join Kitchen" }));
    ports.wire.question("join").answer(refusal(code));
    await settle();
    expect(screen.getByText(text)).toBeTruthy();
    expect(onClose).not.toHaveBeenCalled();
  });

  it("leads into the room", async () => {
    await answer({ ok: true, rooms: [listed("Kitchen")] });
    fireEvent.click(screen.getByRole("button", { name: "Join Kitchen" }));
    ports.wire
      .question("join")
      .answer({ ok: true, room: room({ room: "kitchen", name: "Kitchen" }) });
    await settle();
    expect(state().active).toBe("kitchen");
    expect(onClose).toHaveBeenCalledOnce();
  });
});
