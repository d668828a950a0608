// @vitest-environment happy-dom
// What is wanted of a room, said in its panel.
import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  button,
  click,
  panel,
  part,
  person,
  ports,
  refusal,
  settle,
  showDetails,
} from "../support/room_details.tsx";

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const notifications = () => within(part("Notifications"));
const opener = () => notifications().getByRole("button", { name: /^Notifications/ });
const radios = () => notifications().getAllByRole<HTMLInputElement>("radio");
const chosen = () => radios().find((radio) => radio.checked)?.value;
const answer = async (ack: object) => {
  ports.wire.question("prefer").answer(ack);
  await settle();
};
const alerts = () => screen.getAllByRole("alert").map((alert) => alert.textContent);

describe("what one is told of a room", () => {
  it("is one of four, each with what it means", async () => {
    await showDetails({ level: "mentions" });
    expect(opener().textContent).toBe("Notifications: Mentions only");
    expect(notifications().queryAllByRole("radio")).toEqual([]);
    await click(opener());
    expect(opener().getAttribute("aria-expanded")).toBe("true");
    const group = notifications().getByRole("group", { name: "Notifications" });
    const names = ["As usual", "All messages", "Mentions only", "Nothing"];
    expect(names.map((name) => within(group).getByRole("radio", { name }))).toEqual(radios());
    for (const radio of radios()) {
      const about = document.getElementById(radio.getAttribute("aria-describedby") ?? "");
      expect(about?.textContent).toMatch(/\.$/);
    }
    expect(chosen()).toBe("mentions");
  });

  it("is seen at once, and sent", async () => {
    await showDetails({});
    await click(opener());
    await click(notifications().getByRole("radio", { name: "Nothing" }));
    expect(chosen()).toBe("nothing");
    expect(opener().textContent).toBe("Notifications: Nothing");
    expect(ports.wire.question("prefer").payload).toEqual({ room: "garden", level: "nothing" });
    await answer({ ok: true });
    expect(chosen()).toBe("nothing");
    expect(alerts().join("")).toBe("");
  });

  it("is put back with a sentence when it was not kept", async () => {
    await showDetails({});
    await click(opener());
    await click(notifications().getByRole("radio", { name: "All messages" }));
    await answer(refusal("unavailable"));
    expect(chosen()).toBe("usual");
    expect(alerts()).toContain(
      "This was not kept. The server is busy right now. Try again in a moment.",
    );
    await click(notifications().getByRole("radio", { name: "All messages" }));
    expect(alerts().join("")).toBe("");
    ports.wire.question("prefer").lose();
    await settle();
    expect(alerts()).toContain(
      "This was not kept. The server did not answer. Try again in a moment.",
    );
  });

  it("can be said of a conversation, too", async () => {
    await showDetails({ name: "", kind: "direct", people: [person("bob")], level: "nothing" });
    expect(opener().textContent).toBe("Notifications: Nothing");
  });
});

describe("the star", () => {
  const star = () => button("Favourite");
  const isPressed = () => star().getAttribute("aria-pressed") === "true";

  it("makes the room a favourite, and none again", async () => {
    await showDetails({});
    expect(panel().contains(star())).toBe(true);
    expect(isPressed()).toBe(false);
    await click(star());
    expect(isPressed()).toBe(true);
    expect(ports.wire.question("prefer").payload).toEqual({ room: "garden", favourite: true });
    await answer({ ok: true });
    await click(star());
    expect(isPressed()).toBe(false);
    expect(ports.wire.question("prefer").payload).toEqual({ room: "garden", favourite: false });
  });

  it("is put back with a sentence when it was not kept", async () => {
    await showDetails({ favourite: true });
    await click(star());
    await answer(refusal("not_a_member"));
    expect(isPressed()).toBe(true);
    expect(alerts()).toContain("This was not kept. You are not in this room any more.");
  });
});
