// What is known of people beside their messages: how they are called by now, and what they look like.

import { isAccount } from "../protocol/roles.ts";
import type { Profile, Room } from "../protocol/types.ts";
import { changeRoom, type Person, peopleMax, type State } from "./model.ts";

function personOf({ nickname, role, status, hue }: Profile): Person {
  return {
    nickname,
    role,
    ...(status === undefined ? {} : { status }),
    ...(hue === undefined ? {} : { hue }),
  };
}

/** Keeps what was told; of too many people those are forgotten that were told of first. */
export function peopleTold(state: State, told: readonly Profile[]): State {
  if (told.length === 0) return state;
  const people = new Map(state.people);
  for (const profile of told) {
    people.delete(profile.user);
    people.set(profile.user, personOf(profile));
  }
  for (const user of people.keys()) {
    if (people.size <= peopleMax) break;
    people.delete(user);
  }
  return { ...state, people };
}

/** The others in direct rooms, as their rooms tell them. Of more than one the status is not told: what is known of it stays. */
export function companionsTold(state: State, rooms: readonly Room[]): State {
  const told = rooms.flatMap(({ people = [] }) =>
    people.length <= 1
      ? people
      : people.map((each) => {
          const status = state.people.get(each.user)?.status;
          return status === undefined ? each : { ...each, status };
        }),
  );
  return peopleTold(state, told);
}

/** Somebody changed: lists, notices and the typing line follow; messages keep the name they were written with. */
export function profileChanged(state: State, told: Profile): State {
  const { user, nickname } = told;
  let next = peopleTold(state, [told]);
  const rename = <T extends { readonly user: string; readonly nickname: string }>(
    all: readonly T[],
  ): readonly T[] => {
    const isThere = all.some((each) => each.user === user && each.nickname !== nickname);
    return isThere ? all.map((each) => (each.user === user ? { ...each, nickname } : each)) : all;
  };
  for (const { room } of state.rooms.values()) {
    next = changeRoom(next, room, (before) => {
      const typists = rename(before.typists);
      const notices = rename(before.notices);
      const people = before.people.some((each) => each.user === user)
        ? byName(before.people.map((each) => (each.user === user ? told : each)))
        : before.people;
      const isSame =
        typists === before.typists && notices === before.notices && people === before.people;
      return isSame ? before : { ...before, typists, notices, people };
    });
  }
  if (next.memberList !== null) {
    const members = rename(next.memberList.members);
    if (members !== next.memberList.members)
      next = { ...next, memberList: { ...next.memberList, members: byName(members) } };
  }
  return state.me?.user === user ? { ...next, me: { user, ...personOf(told) } } : next;
}

export function byName<T extends { readonly nickname: string }>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => a.nickname.localeCompare(b.nickname));
}

export function hasAccount(state: State): boolean {
  return state.me !== null && isAccount(state.me.role);
}

/** May make and take back invites. */
export function mayInvite(state: State): boolean {
  return state.me?.role === "owner" || state.me?.role === "admin";
}
