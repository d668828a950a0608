// The page of administration on a fake server, for somebody of a rank.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { Account } from "../../src/protocol/administration.ts";
import type { Role } from "../../src/protocol/types.ts";
import { AdministrationDialog } from "../../src/views/administration_dialog.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import { room, welcome } from "./events.ts";
import { type FakePorts, fakePorts } from "./fake_ports.ts";

export let ports: FakePorts;
export let session: Session;
/** The rooms that were gone to. */
export let gone: string[];

beforeEach(() => {
  ports = fakePorts();
  session = new Session(ports);
  gone = [];
});
afterEach(() => {
  cleanup();
  onClose.mockReset();
});

export const onClose = vi.fn();
const page = <AdministrationDialog onClose={onClose} onOpenDialog={() => {}} />;

/** ada opens it, of this rank. */
export async function open(role: Role, view: ReactNode = page): Promise<void> {
  await act(async () => {
    session.join("ada");
    ports.wire.connect();
    const told = welcome([room({ head: 0 })]);
    ports.wire.receive("welcome", { ...told, me: { ...told.me, role } });
    await ports.clock.advance(0);
  });
  const navigation = { go: (room: string) => gone.push(room) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.tabKeep };
  render(<ClientContext value={client}>{view}</ClientContext>);
}

export const answer = (what: string, status: number, body?: unknown) =>
  act(async () => ports.server.request(what).answer(status, body));
export const refuse = (what: string, status: number, code: string, more = {}) =>
  act(async () => ports.server.request(what).refuse(status, code, more));
export const lose = (what: string) => act(async () => ports.server.request(what).lose());
export const bodyOf = (what: string) => ports.server.request(what).body;
export const people = (list: readonly Account[], more = false, what = "GET admin/people") =>
  answer(what, 200, { people: list, more });

export const tabNames = () => screen.getAllByRole("tab").map((tab) => tab.textContent);
export const choose = (name: string) =>
  act(async () => void fireEvent.click(screen.getByRole("tab", { name })));
export const press = (name: string) =>
  act(async () => {
    const button = screen.getByRole("button", { name });
    button.focus();
    fireEvent.click(button);
  });
export const key = (name: string) =>
  act(async () => void fireEvent.keyDown(document.activeElement ?? document.body, { key: name }));
export const type = (label: string, value: string) =>
  act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));
export const deeds = () => screen.getAllByRole("menuitem").map((item) => item.textContent);
export async function choosesDeed(name: string, deed: string): Promise<void> {
  await press(`Actions for ${name}`);
  await act(async () => void fireEvent.click(screen.getByRole("menuitem", { name: deed })));
}
export const question = (name: string) => within(screen.getByRole("dialog", { name }));
export const rows = (list: string) =>
  within(screen.getByRole("list", { name: list }))
    .queryAllByRole("listitem")
    .map((row) => row.textContent);
