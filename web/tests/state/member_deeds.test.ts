import { expect, it } from "vitest";
import type { Role, Room } from "../../src/protocol/types.ts";
import { deedsOn } from "../../src/state/member_deeds.ts";
import { newRoom } from "../../src/state/model.ts";
import { room } from "../support/events.ts";

const me = (role: Role) => ({ user: "u-me", nickname: "me", role });
const other = (role: Role | undefined, isHost = false) => ({ user: "u-bob", isHost, role });
const myself = (role: Role, isHost: boolean) => ({ user: "u-me", isHost, role });
const garden = (more: Partial<Room> = {}) =>
  newRoom(room({ room: "garden", name: "Garden", ...more }));
const hosted = (more: Partial<Room> = {}) => garden({ host: true, ...more });

it.each<[string, ReturnType<typeof deedsOn>, readonly string[]]>([
  ["a guest may only write", deedsOn(me("guest"), garden(), other("guest")), ["message"]],
  [
    "a host looks after those below",
    deedsOn(me("member"), hosted(), other("member")),
    ["message", "makeHost", "mute", "remove", "ban"],
  ],
  [
    "hosts do not remove one another",
    deedsOn(me("member"), hosted(), other("guest", true)),
    ["message"],
  ],
  [
    "a moderator stands above hosts",
    deedsOn(me("moderator"), garden(), other("member", true)),
    ["message", "removeHost", "mute", "remove", "ban"],
  ],
  [
    "a host may make a host of somebody above, and no more",
    deedsOn(me("member"), hosted(), other("admin")),
    ["message", "makeHost"],
  ],
  ["a host may step down", deedsOn(me("guest"), hosted(), myself("guest", true)), ["stepDown"]],
  [
    "nothing is done about oneself else",
    deedsOn(me("owner"), garden(), myself("owner", false)),
    [],
  ],
  [
    "nobody is put out of the lobby, but of the server",
    deedsOn(me("owner"), newRoom(room()), other("member", true)),
    ["message", "removeHost", "mute", "banFromServer"],
  ],
  [
    "who is muted may be let write again",
    deedsOn(me("member"), hosted(), { ...other("member"), isMuted: true }),
    ["message", "makeHost", "mute", "unmute", "remove", "ban"],
  ],
  [
    "an archived room is only cleared",
    deedsOn(me("admin"), garden({ archived: true }), other("member")),
    ["message", "remove", "ban", "banFromServer"],
  ],
  [
    "of whom nothing is known, nothing is offered that needs to stand above them",
    deedsOn(me("owner"), garden(), other(undefined)),
    ["message", "makeHost"],
  ],
  [
    "a private room has the same rules",
    deedsOn(me("guest"), hosted({ kind: "private" }), other("member")),
    ["message", "makeHost", "mute", "remove", "ban"],
  ],
  [
    "in a conversation of several one may write to one of them",
    deedsOn(
      me("owner"),
      garden({
        kind: "direct",
        people: [
          { user: "u-bob", nickname: "bob", role: "guest" },
          { user: "u-eve", nickname: "eve", role: "guest" },
        ],
      }),
      other("guest"),
    ),
    ["message", "banFromServer"],
  ],
  [
    "the conversation of two is open already",
    deedsOn(
      me("owner"),
      garden({ kind: "direct", people: [{ user: "u-bob", nickname: "bob", role: "guest" }] }),
      other("guest"),
    ),
    ["banFromServer"],
  ],
  [
    "nobody bans whom they do not outrank on the server, host or not",
    deedsOn(me("admin"), hosted(), other("admin")),
    ["message", "makeHost"],
  ],
  [
    "a moderator bans nobody from the server",
    deedsOn(me("moderator"), newRoom(room()), other("guest")),
    ["message", "makeHost", "mute"],
  ],
])("%s", (_, offered, deeds) => {
  expect(offered).toEqual(deeds);
});
