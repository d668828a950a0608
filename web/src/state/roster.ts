// Everybody who is a member of a room, here or away, as far as it was asked for: pure, and of no view.
import type { RoomEvent } from "../protocol/parse.ts";
import type { RosterAck } from "../protocol/types.ts";
import { idle, type Loading, loading, type Member } from "./model.ts";

/** People that come at once. */
export const rosterPageMax = 50;
/** As many as the server tells at once. */
export const rosterAskedMax = 200;

export interface RosterMember extends Member {
  readonly host: boolean;
  /** When the page was told. */
  readonly here: boolean;
}

export interface RosterState {
  /** In the order in which the server came to know them, each once. */
  readonly members: readonly RosterMember[];
  /** There are more than these. */
  readonly more: boolean;
  readonly loading: Loading;
  /** The last one of the newest page, from which the next one goes on; those who joined since come after it. */
  readonly pageEnd: string | null;
}

export const emptyRoster: RosterState = {
  members: [],
  more: false,
  loading,
  pageEnd: null,
};

function memberOf({ user, nickname, host, here }: RosterAck["members"][number]): RosterMember {
  return { user, nickname, host: host === true, here: here === true };
}

/** The first page: what was there before is replaced by it. */
export function rosterTold(page: RosterAck): RosterState {
  return {
    members: page.members.map(memberOf),
    more: page.more,
    loading: idle,
    pageEnd: page.members.at(-1)?.user ?? null,
  };
}

export function rosterMore(before: RosterState, page: RosterAck): RosterState {
  const told = new Set(page.members.map(({ user }) => user));
  return {
    members: [
      ...before.members.filter(({ user }) => !told.has(user)),
      ...page.members.map(memberOf),
    ],
    more: page.more,
    loading: idle,
    pageEnd: page.members.at(-1)?.user ?? before.pageEnd,
  };
}

/** Who joined, left, or became a host or none. Somebody new is shown once all others are: their page may be to come. */
export function rosterHeard(before: RosterState, events: readonly RoomEvent[]): RosterState {
  let { members } = before;
  for (const event of events) {
    switch (event.type) {
      case "member_joined": {
        const { user, nickname } = event;
        if (before.more || members.some((member) => member.user === user)) break;
        members = [...members, { user, nickname, host: false, here: true }];
        break;
      }
      case "member_left":
        members = members.filter((member) => member.user !== event.user);
        break;
      case "host":
        members = members.map((member) =>
          member.user === event.user ? { ...member, host: event.on } : member,
        );
        break;
      default:
        break;
    }
  }
  const isSame =
    members.length === before.members.length &&
    members.every((member, at) => member === before.members[at]);
  return isSame ? before : { ...before, members };
}
