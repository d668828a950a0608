/** Every event about a room, the action that docs/protocol/permissions.json has for it, and how others know of it. */

/**
 * action  of the table
 * with    the payload beside `room`: {own, theirs} are messages of the actor and of another, {victim, stranger} ids of
 *         a member without rank and of somebody who is no member
 * told    the event that the room's other members hear when it is done; undefined: none
 * given   what is so before, as done by the room's founder
 * answers a field that the answer has when it is done
 */
export const deeds = [
  { event: "message", action: "post", with: () => ({ text: "hello" }), told: "message" },
  { event: "edit", action: "post", with: ({ own }) => ({ target: own, text: "mended" }), told: "edited" },
  { event: "delete", action: "post", with: ({ own }) => ({ target: own }), told: "deleted" },
  { event: "react", action: "post", with: ({ theirs }) => ({ target: theirs, emoji: "👍" }), told: "reacted" },
  { event: "pin", action: "pin", with: ({ theirs }) => ({ target: theirs }), told: "pinned" },
  { event: "unpin", action: "pin", given: ({ theirs }) => ["pin", { target: theirs }], with: ({ theirs }) => ({ target: theirs }), told: "pinned" },
  { event: "pins", action: "read", answers: "pins" },
  { event: "versions", action: "read", with: ({ own }) => ({ target: own }), answers: "versions" },
  { event: "versions", action: "read_versions", with: ({ theirs }) => ({ target: theirs }), answers: "versions" },
  { event: "typing", action: "read", told: "typing" },
  { event: "history", action: "read", answers: "events" },
  { event: "search", action: "read", with: () => ({ query: "hello" }), answers: "hits" },
  { event: "date", action: "read", with: () => ({ time: 0 }), answers: "seq" },
  { event: "members", action: "read", answers: "members" },
  { event: "roster", action: "read", answers: "members" },
  { event: "read", action: "read", with: () => ({ seq: 1 }), answers: "seq" },
  { event: "prefer", action: "read", with: () => ({ level: "all" }) },
  { event: "delete", action: "delete_others", with: ({ theirs }) => ({ target: theirs }), told: "deleted" },
  { event: "add", action: "add_people", with: ({ stranger }) => ({ user: stranger }), told: "member_joined" },
  { event: "leave", action: "leave", told: "member_left" },
  { event: "rename", action: "rename_room", with: () => ({ name: `Renamed ${++renameCount}` }), told: "renamed" },
  { event: "topic", action: "set_topic", with: () => ({ topic: "What grows" }), told: "topic" },
  { event: "archive", action: "archive_room", told: "archived" },
  { event: "restore", action: "archive_room", given: () => ["archive", {}], told: "restored" },
  { event: "kick", action: "kick", with: ({ victim }) => ({ user: victim }), told: "member_left" },
  { event: "ban", action: "ban", with: ({ victim }) => ({ user: victim, reason: "shouting" }), told: "member_left" },
  { event: "unban", action: "ban", given: ({ stranger }) => ["ban", { user: stranger }], with: ({ stranger }) => ({ user: stranger }) },
  { event: "bans", action: "ban", answers: "bans" },
  { event: "invite_link", action: "manage_links", with: () => ({ days: 1, uses: 1 }), answers: "token" },
  { event: "invite_links", action: "manage_links", answers: "links" },
  { event: "revoke_invite_link", action: "manage_links", with: () => ({ id: "l1" }) },
  { event: "room_audit", action: "read_room_audit", answers: "entries" },
  { event: "mute", action: "mute", with: ({ victim }) => ({ user: victim }), told: "muted" },
  { event: "unmute", action: "mute", given: ({ victim }) => ["mute", { user: victim }], with: ({ victim }) => ({ user: victim }), told: "muted" },
  { event: "mutes", action: "mute", answers: "mutes" },
  { event: "slow_mode", action: "set_slow_mode", with: () => ({ seconds: 10 }), told: "slow_mode" },
  { event: "retention", action: "set_retention", with: () => ({ days: 30 }), told: "retention" },
  { event: "host", action: "set_host", with: ({ victim }) => ({ user: victim, on: true }), told: "host" },
];

let renameCount = 0;

/** The payload of one of them in that room. */
export const payloadOf = (deed, room, people) => ({ room, ...deed.with?.(people) });
