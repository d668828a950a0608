// The panel of a room, as one person sees it, with what tests look at and press.
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { Role, Room } from "../../src/protocol/types.ts";
import { RoomDetails } from "../../src/views/room_details.tsx";
import { ClientContext, useActiveRoom, useParlor } from "../../src/views/use_session.ts";
import { room, startMs, welcome } from "./events.ts";
import { type FakePorts, fakePorts } from "./fake_ports.ts";

/** Of the scene that is shown. */
export let ports: FakePorts;
export let session: Session;
export const state = () => session.store.getState();
export const settle = (ms = 0) => act(() => ports.clock.advance(ms));

function Page() {
  const active = useActiveRoom();
  const isShown = useParlor((each) => each.memberList !== null);
  return (
    <>
      <button type="button">opener</button>
      {isShown && active !== undefined && <RoomDetails room={active} />}
    </>
  );
}

export const person = (nickname: string, role: Role = "member", more: object = {}) => ({
  user: `u-${nickname}`,
  nickname,
  role,
  ...more,
});

export interface Scene {
  readonly role?: Role;
  readonly here?: readonly object[];
  readonly all?: readonly object[];
  readonly more?: boolean;
}

/** The panel of a room, with who is here and everybody told. */
export async function showDetails(
  about: Partial<Room>,
  {
    role = "member",
    here = [person("ada"), person("bob")],
    all = [...here, person("eve")],
    more = false,
  }: Scene = {},
) {
  const told = room({ room: "garden", name: "Garden", present: here.length, ...about });
  const hello = welcome([told]);
  ports = fakePorts();
  session = new Session(ports);
  session.rooms.activate(told.room);
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", { ...hello, me: { ...hello.me, role } });
  await ports.clock.advance(0);
  void session.rooms.showMembers(told.room);
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  render(
    <ClientContext value={client}>
      <Page />
    </ClientContext>,
  );
  ports.wire.question("members").answer({ ok: true, members: here, present: here.length });
  if (told.kind !== "direct")
    ports.wire.question("roster").answer({ ok: true, members: all, more });
  await settle();
}

export const panel = () => screen.getByRole("complementary");
export const part = (name: string) => screen.getByRole("region", { name });
export const rows = (name: string) =>
  within(part(name))
    .queryAllByRole("listitem")
    .map((row) => row.textContent);
export const button = (name: string) => screen.getByRole("button", { name });
export const noButton = (name: string) => screen.queryByRole("button", { name }) === null;
export const press = (key: string) =>
  act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key }));
export const click = (target: HTMLElement) =>
  act(async () => {
    target.focus();
    fireEvent.click(target);
  });
export const refusal = (code: string) => ({ ok: false, error: { code, message: "" } });
export const done = (seq: number) => ({ ok: true, room: "garden", seq, time: startMs });
export async function openMenu(name: string, list = "Online now") {
  await click(within(part(list)).getByRole("button", { name: `Actions for ${name}` }));
}
export const menuItems = () => screen.getAllByRole("menuitem").map((item) => item.textContent);
