// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { MessageRow } from "../../src/state/timeline.ts";
import { App } from "../../src/views/app.tsx";
import { Composer } from "../../src/views/composer.tsx";
import { ConnectionBanner } from "../../src/views/connection_banner.tsx";
import { Message, type MessageActions, Notice } from "../../src/views/message_rows.tsx";
import { titleOf } from "../../src/views/tab_sign.ts";
import { TypingLine } from "../../src/views/typing_line.tsx";
import { ClientContext, useActiveRoom } from "../../src/views/use_session.ts";
import { room, saidAll, startMs, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;

beforeEach(() => {
  ports = fakePorts();
  session = new Session(ports);
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("no", { status: 404 })));
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function show(view: React.ReactNode) {
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  return render(<ClientContext value={client}>{view}</ClientContext>);
}

async function join(): Promise<void> {
  await act(async () => {
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 2, read: 2 })]));
    ports.wire.question("history").answer({ ok: true, events: saidAll(1, 2), more: false });
    await ports.clock.advance(0);
  });
}

function ActiveComposer() {
  const active = useActiveRoom();
  return active === undefined ? null : (
    <Composer key={active.room} room={active} onHelp={() => {}} />
  );
}

describe("the join screen", () => {
  it("joins with the nickname that was entered", () => {
    show(<App />);
    const field = screen.getByRole("textbox", { name: "Nickname" });
    fireEvent.change(field, { target: { value: "  ada " } });
    fireEvent.submit(field);
    expect(ports.wire.opened).toBe(1);
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ nickname: "ada" });
    expect(screen.getByRole("button", { name: "Joining…" })).toBeTruthy();
  });

  it("says what is wrong without a nickname, and asks nobody", () => {
    show(<App />);
    fireEvent.click(screen.getByRole("button", { name: "Join" }));
    expect(screen.getByRole("alert").textContent).toBe("Enter a nickname first.");
    expect(ports.wire.opened).toBe(0);
  });

  it("offers what is free when the name is taken", () => {
    show(<App />);
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Nickname" });
    fireEvent.change(field, { target: { value: "ada" } });
    fireEvent.submit(field);
    act(() =>
      ports.wire.refuse({
        message: "",
        data: { code: "nickname_taken", suggestions: ["ada2", "ada3"] },
      }),
    );
    expect(screen.getByRole("alert").textContent).toBe("ada is here already. Try ada2");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "ada3" }));
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ nickname: "ada3" });
  });

  it("remembers the last nickname", () => {
    ports.keep.set("nickname", "ada");
    show(<App />);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Nickname" }).value).toBe("ada");
  });
});

describe("the composer", () => {
  const field = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message lobby" });
  const write = (text: string) => fireEvent.change(field(), { target: { value: text } });

  it("sends with Enter and begins a line with Shift+Enter", async () => {
    await join();
    show(<ActiveComposer />);
    write("hello");
    fireEvent.keyDown(field(), { key: "Enter", shiftKey: true });
    expect(ports.wire.count("message")).toBe(0);
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(ports.wire.question("message").payload).toMatchObject({ room: "lobby", text: "hello" });
    expect(field().value).toBe("");
  });

  it("leaves Enter to the input method while it composes", async () => {
    await join();
    show(<ActiveComposer />);
    write("にほん");
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    expect(ports.wire.count("message")).toBe(0);
  });

  it("leaves Enter to the line on touch screens, where the button sends", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    await join();
    show(<ActiveComposer />);
    write("hello");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(ports.wire.count("message")).toBe(0);
    fireEvent.click(screen.getByRole("button", { name: "Send" }));
    expect(ports.wire.count("message")).toBe(1);
  });

  it("keeps a draft for each room, also over a reload", async () => {
    await join();
    const first = show(<ActiveComposer />);
    write("half a sen");
    first.unmount();
    show(<ActiveComposer />);
    expect(field().value).toBe("half a sen");
    expect(ports.keep.get("draft.lobby")).toBe("half a sen");
  });

  it("counts from nine tenths of the limit on, refuses what is longer and keeps it", async () => {
    await join();
    show(<ActiveComposer />);
    write("x".repeat(3_599));
    expect(screen.queryByText(/left/)).toBeNull();
    write("🙂".repeat(3_990));
    expect(screen.getByText("10 characters left")).toBeTruthy();
    write("x".repeat(4_003));
    expect(screen.getByText("3 characters too long. Shorten it, then send.")).toBeTruthy();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(ports.wire.count("message")).toBe(0);
    expect(field().value).toHaveLength(4_003);
  });

  it("sends nothing that is only blank", async () => {
    await join();
    show(<ActiveComposer />);
    write(" \n ");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(ports.wire.count("message")).toBe(0);
    expect(ports.wire.told).toEqual([]);
  });
});

describe("the connection banner", () => {
  it("says nothing about a blip, then counts down, then says that one is back", async () => {
    vi.useFakeTimers();
    await join();
    show(<ConnectionBanner />);
    const status = screen.getByRole("status");
    act(() => ports.wire.drop());
    act(() => vi.advanceTimersByTime(600));
    expect(status.textContent).toBe("");
    act(() => vi.advanceTimersByTime(200));
    expect(status.textContent).toContain("Reconnecting");
    fireEvent.click(screen.getByRole("button", { name: "Try now" }));
    expect(ports.wire.opened).toBe(2);
    act(() => {
      ports.wire.connect();
      ports.wire.receive("welcome", welcome([room({ head: 2, read: 2 })]));
    });
    act(() => vi.advanceTimersByTime(10));
    expect(status.textContent).toBe("Back online");
    act(() => vi.advanceTimersByTime(3_000));
    expect(status.textContent).toBe("");
  });

  it("is silent while the server moves", async () => {
    vi.useFakeTimers();
    await join();
    show(<ConnectionBanner />);
    act(() => {
      ports.wire.receive("moving", { delay_ms: 2_000, spread_ms: 0 });
      ports.wire.drop();
    });
    act(() => vi.advanceTimersByTime(5_000));
    expect(screen.getByRole("status").textContent).toBe("");
  });
});

describe("rows", () => {
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
    reactions: [],
    change: null,
  };
  const rights = {
    room: "lobby",
    user: "u-ada",
    isModerator: false,
    mayReadVersions: false,
    isArchived: false,
    isMuted: false,
  };
  const shown = (more: Partial<MessageRow>, actions: Partial<MessageActions> = {}) =>
    show(
      <Message
        row={{ ...row, ...more }}
        rights={rights}
        actions={actions as MessageActions}
        isActive={false}
        isEditing={false}
        isShown={false}
      />,
    );

  it("of a message have the time, in full where it is pointed at", () => {
    shown({});
    const time = document.querySelector("time");
    expect(time?.dateTime).toBe(new Date(startMs).toISOString());
    expect(time?.title).toContain("2023");
  });

  it("of a message that failed say why, and what can be done", () => {
    const onRetry = vi.fn();
    const onDiscard = vi.fn();
    shown(
      { send: { kind: "failed", problem: "not_a_member", message: "" } },
      { retry: onRetry, discard: onDiscard },
    );
    expect(screen.getByText("Not sent. You are not in this room any more.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Retry" }));
    fireEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect([onRetry.mock.calls, onDiscard.mock.calls]).toEqual([[["n1"]], [["n1"]]]);
  });

  it("of a message that came too late for an archived room say so", () => {
    shown({ send: { kind: "failed", problem: "archived", message: "" } });
    expect(screen.getByText("Not sent. This room is archived.")).toBeTruthy();
  });

  it.each([
    [["ada"], [], "ada joined"],
    [["ada", "bob", "eve"], [], "ada, bob and eve joined"],
    [["ada", "bob", "c", "d", "e"], [], "ada, bob and 3 others joined"],
    [["ada"], ["bob"], "ada joined · bob left"],
  ])("of notices say %j %j", (joined, left, text) => {
    render(<Notice row={{ kind: "notice", key: "k", timeMs: startMs, joined, left }} />);
    expect(screen.getByText(text)).toBeTruthy();
  });

  it.each([
    [["ada"], "ada is typing"],
    [["ada", "bob"], "ada and bob are typing"],
    [["ada", "bob", "eve"], "Several people are typing"],
    [[], ""],
  ])("of those who type say %j", (names, text) => {
    const typists = names.map((nickname) => ({ user: nickname, nickname, untilMs: 0 }));
    const { container } = render(<TypingLine typists={typists} />);
    expect(container.textContent).toBe(text);
  });
});

it("the tab tells the room and what is unread", async () => {
  expect(titleOf(session.store.getState())).toBe("Parlor");
  await join();
  expect(titleOf(session.store.getState())).toBe("lobby · Parlor");
  ports.wire.receive("message", { ...saidAll(3, 3)[0], type: undefined });
  await act(() => ports.clock.advance(0));
  expect(titleOf(session.store.getState())).toBe("(1) lobby · Parlor");
});
