// @vitest-environment happy-dom
// Ignoring somebody from the list of a room, the list in the settings, and what stands for what is hidden.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Hidden } from "../../src/views/hidden_messages.tsx";
import { SettingsIgnored } from "../../src/views/settings_ignored.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import {
  click,
  menuItems,
  openMenu,
  ports,
  refusal,
  rows,
  session,
  settle,
  showDetails,
} from "../support/room_details.tsx";

const bob = { user: "u-bob", nickname: "bob" };
const eve = { user: "u-eve", nickname: "eve" };

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("from the menu of a person", () => {
  it("somebody is ignored after one question, which says what it means", async () => {
    await showDetails({});
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Ignore…" }));
    const dialog = screen.getByRole("dialog", { name: "Ignore bob?" });
    expect(dialog.textContent).toContain("They do not learn of it");
    const ignore = within(dialog).getByRole("button", { name: "Ignore" });
    await click(ignore);
    ports.wire.question("ignore").answer(refusal("too_many_ignored"));
    await settle();
    expect(within(dialog).getByRole("alert").textContent).toContain("Stop ignoring somebody first");
    await click(ignore);
    expect(ports.wire.question("ignore").payload).toEqual({ user: "u-bob", on: true });
    ports.wire.question("ignore").answer({ ok: true, people: [bob] });
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(rows("Online now").find((row) => row?.includes("bob"))).toContain("ignored");
  });

  it("and no longer at once, or it says why not", async () => {
    await showDetails({});
    act(() => ports.wire.receive("ignored", { people: [bob] }));
    await openMenu("bob");
    expect(menuItems()).toEqual(["Message", "Stop ignoring"]);
    await click(screen.getByRole("menuitem", { name: "Stop ignoring" }));
    expect(ports.wire.question("ignore").payload).toEqual({ user: "u-bob", on: false });
    ports.wire.question("ignore").answer(refusal("unavailable"));
    await settle();
    expect(screen.getAllByRole("alert").map((alert) => alert.textContent)).toContain(
      "That was not done. The server is busy right now. Try again in a moment.",
    );
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Stop ignoring" }));
    ports.wire.question("ignore").answer({ ok: true, people: [] });
    await settle();
    await openMenu("bob");
    expect(menuItems()).toContain("Ignore…");
  });
});

describe("the list in the settings", () => {
  const list = () => screen.queryAllByRole("listitem").map((row) => row.textContent);

  async function show() {
    await showDetails({});
    cleanup();
    const client = {
      session,
      navigation: {} as Navigation,
      keep: ports.keep,
      tabKeep: ports.keep,
    };
    render(
      <ClientContext value={client}>
        <SettingsIgnored />
      </ClientContext>,
    );
  }

  it("says how to ignore somebody where nobody is", async () => {
    await show();
    expect(screen.getByText(/^You ignore nobody\./)).toBeTruthy();
    expect(list()).toEqual([]);
  });

  it("lists whom one ignores, the last one first, and lets one stop", async () => {
    await show();
    act(() => ports.wire.receive("ignored", { people: [eve, bob] }));
    expect(list()).toEqual(["EeveStop ignoring", "BbobStop ignoring"]);
    await click(screen.getByRole("button", { name: "Stop ignoring eve" }));
    ports.wire.question("ignore").answer(refusal("rate_limited"));
    await settle();
    expect(screen.getByRole("alert").textContent).toBe("That was quick. Try again in a moment.");
    await click(screen.getByRole("button", { name: "Stop ignoring eve" }));
    ports.wire.question("ignore").answer({ ok: true, people: [bob] });
    await settle();
    expect(list()).toEqual(["BbobStop ignoring"]);
    expect(document.activeElement?.textContent).toBe("People you ignore");
    act(() => ports.wire.receive("ignored", { people: [] }));
    expect(list()).toEqual([]);
  });
});

function Page({
  seqs,
  shown,
}: {
  readonly seqs: readonly number[];
  readonly shown: number | null;
}) {
  const [revealed, onReveal] = useState<ReadonlySet<number>>(new Set([1]));
  return (
    <>
      <Hidden seqs={seqs} shown={shown} onReveal={onReveal} />
      <output>{[...revealed].join(" ")}</output>
    </>
  );
}

describe("what is hidden", () => {
  const revealed = () => screen.getByRole("status").textContent;

  it("is one line with a way to see it", () => {
    render(<Page seqs={[4]} shown={null} />);
    expect(screen.getByText("Message of somebody you ignore")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Show" }));
    expect(revealed()).toBe("1 4");
  });

  it("says how many there are", () => {
    render(<Page seqs={[4, 5, 6]} shown={9} />);
    expect(screen.getByText("3 messages of people you ignore")).toBeTruthy();
    expect(revealed()).toBe("1");
  });

  it("is shown to whoever is brought to it", () => {
    render(<Page seqs={[4, 5]} shown={5} />);
    expect(revealed()).toBe("1 4 5");
  });
});
