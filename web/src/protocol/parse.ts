// What the server sends, read into the types of the schema. A payload that does not fit is refused whole.
import {
  array,
  boolean,
  integer,
  literal,
  Malformed,
  object,
  type Parser,
  pair,
  string,
} from "./shape.ts";
import type {
  Archived,
  BansAck,
  Catchup,
  ConnectRefusal,
  DateAck,
  Deleted,
  Edited,
  Expired,
  Failure,
  HistoryAck,
  HostChange,
  IgnoreAck,
  Ignored,
  LoggedArchived,
  LoggedDeleted,
  LoggedEdited,
  LoggedEvent,
  LoggedExpired,
  LoggedHostChange,
  LoggedMemberChange,
  LoggedMessage,
  LoggedMuteChange,
  LoggedReacted,
  LoggedRenamed,
  LoggedRestored,
  LoggedRetentionChange,
  LoggedSlowModeChange,
  LoggedTopicChange,
  MemberChange,
  MembersAck,
  Message,
  MessageAck,
  Moving,
  MuteChange,
  Notice,
  OkAck,
  PeopleAck,
  PinChange,
  Presence,
  Profile,
  Reacted,
  Read,
  ReadAck,
  Renamed,
  Restored,
  RetentionChange,
  Room,
  RoomAck,
  RoomChange,
  RoomsAck,
  RosterAck,
  SearchAck,
  SignedOut,
  SlowModeChange,
  TopicChange,
  Typing,
  Welcome,
} from "./types.ts";

export const id = string({ pattern: /^[A-Za-z0-9_-]{1,32}$/ });
const seq = integer(0);
export const count = integer(0);
export const time = integer();
const nickname = string({ min: 1, max: 32 });
/** Empty where a direct room is meant. */
export const roomName = string({ max: 48 });
const topic = string({ min: 1, max: 250 });
/** Empty where the message was deleted. */
const anyText = string({ max: 4000 });
const quoteText = string({ max: 200 });
const emoji = string({ min: 1, max: 32 });
export const target = integer(1);
const nonce = string({ pattern: /^[\x21-\x7E]{1,64}$/ });
const role = literal("owner", "admin", "moderator", "member", "guest");
export const roomKind = literal("public", "private", "direct");
const noticeLevel = literal("all", "mentions", "nothing");
const anyString = string();

/** An event of a kind this client does not know yet: it keeps its place in the log and is not shown. */
export interface UnknownEvent {
  readonly type: "unknown";
  readonly room: string;
  readonly seq: number;
}
export type RoomEvent = LoggedEvent | UnknownEvent;
/** An event as it happens: of a message it is said whom it means. */
export type LiveEvent = RoomEvent | (LoggedMessage & Pick<Message, "mentions">);
/** An event about an earlier message of its room. */
export type ChangeEvent = LoggedEdited | LoggedDeleted | LoggedReacted;
/** An event about the room itself, or who looks after it. */
export type RoomFact =
  | LoggedRenamed
  | LoggedTopicChange
  | LoggedArchived
  | LoggedRestored
  | LoggedHostChange
  | LoggedMuteChange
  | LoggedSlowModeChange
  | LoggedRetentionChange
  | LoggedExpired;

export const person = { user: id, nickname };
export const named = object(person);
/** What somebody looks like; absent where they chose nothing. */
const looks = { status: string({ min: 1, max: 80 }), hue: integer(0) };
const profile = object({ ...person, role }, looks);
/** Only of those who are hosts of the room. */
const host = { host: literal(true) };
const messageShape = { room: id, seq, ordinal: integer(1), ...person, text: anyText, time, nonce };
/** Only where something happened to the message, or it answers another one. */
const standingShape = {
  reply_to: target,
  quote: object({ ...person, text: quoteText }),
  version: target,
  edited: time,
  deleted: literal(true),
  reactions: array(object({ emoji, by: array(named) })),
};
export const parseMessage: Parser<Message> = object(messageShape, {
  ...standingShape,
  mentions: array(id),
});
export const parseLoggedMessage: Parser<LoggedMessage> = object(
  { type: literal("message"), ...messageShape },
  standingShape,
);

const changeShape = { room: id, seq: target, target, ...person, time };
const editedShape = { ...changeShape, text: anyText };
const reactedShape = { ...changeShape, emoji, on: boolean };
export const parseEdited: Parser<Edited> = object(editedShape);
export const parseDeleted: Parser<Deleted> = object(changeShape);
export const parseReacted: Parser<Reacted> = object(reactedShape);
export const parsePinChange: Parser<PinChange> = object({ ...changeShape, on: boolean });
const parseLoggedEdited: Parser<LoggedEdited> = object({
  type: literal("edited"),
  ...editedShape,
});
const parseLoggedDeleted: Parser<LoggedDeleted> = object({
  type: literal("deleted"),
  ...changeShape,
});
const parseLoggedReacted: Parser<LoggedReacted> = object({
  type: literal("reacted"),
  ...reactedShape,
});

const memberShape = { room: id, user: id, nickname, time };
export const by = { by: named };
export const parseMemberChange: Parser<MemberChange> = object(memberShape, {
  seq,
  present: count,
  ...by,
});
const parseLoggedMemberChange: Parser<LoggedMemberChange> = object(
  { type: literal("member_joined", "member_left"), seq, ...memberShape },
  by,
);

const factShape = { room: id, seq: target, ...person, time };
const renamedShape = { ...factShape, name: roomName };
const hostShape = { ...factShape, on: boolean };
const muteParts = { ...by, until: time };
const slowModeShape = { ...factShape, seconds: count };
export const parseRenamed: Parser<Renamed> = object(renamedShape);
export const parseTopicChange: Parser<TopicChange> = object(factShape, { topic });
export const parseArchived: Parser<Archived> = object(factShape);
export const parseRestored: Parser<Restored> = object(factShape);
export const parseHostChange: Parser<HostChange> = object(hostShape, by);
export const parseMuteChange: Parser<MuteChange> = object(hostShape, muteParts);
export const parseSlowModeChange: Parser<SlowModeChange> = object(slowModeShape);
export const parseRetentionChange: Parser<RetentionChange> = object({ ...factShape, days: count });
export const parseExpired: Parser<Expired> = object({ ...factShape, up_to: target });
const parseLoggedRenamed: Parser<LoggedRenamed> = object({
  type: literal("renamed"),
  ...renamedShape,
});
const parseLoggedTopicChange: Parser<LoggedTopicChange> = object(
  { type: literal("topic"), ...factShape },
  { topic },
);
const parseLoggedArchived: Parser<LoggedArchived> = object({
  type: literal("archived"),
  ...factShape,
});
const parseLoggedRestored: Parser<LoggedRestored> = object({
  type: literal("restored"),
  ...factShape,
});
const parseLoggedHostChange: Parser<LoggedHostChange> = object(
  { type: literal("host"), ...hostShape },
  by,
);

const parseLoggedMuteChange: Parser<LoggedMuteChange> = object(
  { type: literal("muted"), ...hostShape },
  muteParts,
);
const parseLoggedSlowModeChange: Parser<LoggedSlowModeChange> = object({
  type: literal("slow_mode"),
  ...slowModeShape,
});

const parseUnknownEvent = object({ type: string({ min: 1 }), room: id, seq });

export const parseRoomEvent: Parser<RoomEvent> = (value, path = "") => {
  const { type, room, seq: place } = parseUnknownEvent(value, path);
  switch (type) {
    case "message":
      return parseLoggedMessage(value, path);
    case "member_joined":
    case "member_left":
      return parseLoggedMemberChange(value, path);
    case "edited":
      return parseLoggedEdited(value, path);
    case "deleted":
      return parseLoggedDeleted(value, path);
    case "reacted":
      return parseLoggedReacted(value, path);
    case "pinned":
      return { type, ...parsePinChange(value, path) };
    case "renamed":
      return parseLoggedRenamed(value, path);
    case "topic":
      return parseLoggedTopicChange(value, path);
    case "archived":
      return parseLoggedArchived(value, path);
    case "restored":
      return parseLoggedRestored(value, path);
    case "host":
      return parseLoggedHostChange(value, path);
    case "muted":
      return parseLoggedMuteChange(value, path);
    case "slow_mode":
      return parseLoggedSlowModeChange(value, path);
    case "retention":
      return { type, ...parseRetentionChange(value, path) };
    case "expired":
      return { type, ...parseExpired(value, path) };
    default:
      return { type: "unknown", room, seq: place };
  }
};

type WithRoomEvents<T> = Omit<T, "events"> & { events: RoomEvent[] };

export const parseCatchup: Parser<WithRoomEvents<Catchup>> = object({
  room: id,
  events: array(parseRoomEvent),
  head: seq,
  reset: boolean,
});

/** Only where there is something to tell. */
export const roomStanding = { topic, archived: literal(true) };
/** What is noticed of a room, where that is anything but the usual. */
const noticing = {
  mentions: integer(1),
  mentions_to: seq,
  level: noticeLevel,
  favourite: literal(true),
};
/** What keeps one from writing in a room, where anything does. */
const restraints = { slow_mode: integer(1), muted: literal(true), muted_until: time };
/** How long its messages are kept, and which are gone, where any are. */
const keeping = { retention: integer(1), expired: target };
const room: Parser<Room> = object(
  {
    room: id,
    name: roomName,
    kind: roomKind,
    head: seq,
    read: seq,
    unread: count,
    present: count,
  },
  { ...roomStanding, ...host, ...noticing, ...restraints, ...keeping, people: array(profile) },
);

export const parseWelcome: Parser<Welcome> = object(
  {
    me: object({ ...person, role, token: anyString }, looks),
    rooms: array(room),
    server: object({
      name: anyString,
      version: anyString,
      time,
      limits: object({
        text_characters_max: integer(),
        room_name_characters_max: integer(),
        history_events_max: integer(),
        topic_characters_max: integer(),
      }),
    }),
  },
  { ignored: array(named) },
);

export const parseTyping: Parser<Typing> = object({ room: id, user: id, nickname });
const readShape = { seq, unread: count, mentions: count };
const mentionsTo = { mentions_to: seq };
export const parseRead: Parser<Read> = object({ room: id, ...readShape }, mentionsTo);
export const parsePresence: Parser<Presence> = object({ room: id, present: count });
export const parseRoomChange: Parser<RoomChange> = object(
  { change: literal("created", "joined", "left", "preferred"), room },
  by,
);
export const parseMoving: Parser<Moving> = object({ delay_ms: count, spread_ms: count });
export const parseProfile: Parser<Profile> = profile;
export const parseIgnored: Parser<Ignored> = object({ people: array(named) });
export const parseSignedOut: Parser<SignedOut> = object({
  reason: literal(
    "signed_out",
    "revoked",
    "password_changed",
    "became_account",
    "suspended",
    "address_banned",
  ),
});
export const parseNotice: Parser<Notice> = object({ code: anyString, message: anyString });

export const ok = literal(true);
export const parseOkAck: Parser<OkAck> = object({ ok });
export const parseMessageAck: Parser<MessageAck> = object({ ok, room: id, seq, time });
export const parseReadAck: Parser<ReadAck> = object({ ok, ...readShape }, mentionsTo);
export const parseRoomAck: Parser<RoomAck> = object({ ok, room });
export const parseHistoryAck: Parser<WithRoomEvents<HistoryAck>> = object(
  { ok, events: array(parseRoomEvent), more: boolean },
  { more_after: boolean },
);
export const parseRoomsAck: Parser<RoomsAck> = object({
  ok,
  rooms: array(
    object(
      { room: id, name: roomName, kind: roomKind, present: count, joined: boolean },
      roomStanding,
    ),
  ),
});
export const parseMembersAck: Parser<MembersAck> = object({
  ok,
  members: array(object({ ...person, role }, { ...looks, ...host })),
  present: count,
});
export const parseRosterAck: Parser<RosterAck> = object({
  ok,
  members: array(object({ ...person, role }, { ...looks, ...host, here: literal(true) })),
  more: boolean,
});
export const parsePeopleAck: Parser<PeopleAck> = object({ ok, people: array(profile) });
export const parseIgnoreAck: Parser<IgnoreAck> = object({ ok, people: array(named) });
export const parseBansAck: Parser<BansAck> = object({
  ok,
  bans: array(
    object({ ...person, by: named, time }, { until: time, reason: string({ min: 1, max: 200 }) }),
  ),
});

export const parseSearchAck: Parser<SearchAck> = object(
  {
    ok,
    hits: array(object({ event: parseLoggedMessage, marks: array(pair(count)) })),
    more: boolean,
  },
  { next: string({ pattern: /^[A-Za-z0-9_-]{1,64}$/ }), indexing: literal(true) },
);
export const parseDateAck: Parser<DateAck> = object({ ok, seq, time });

export const parseFailure: Parser<Failure> = object({
  ok: literal(false),
  error: object(
    {
      code: literal(
        "invalid_payload",
        "unknown_event",
        "not_found",
        "not_a_member",
        "forbidden",
        "text_empty",
        "text_too_long",
        "name_invalid",
        "name_taken",
        "too_many_rooms",
        "topic_too_long",
        "archived",
        "banned",
        "no_such_person",
        "too_many_people",
        "too_many_bans",
        "muted",
        "slow_mode",
        "too_many_mutes",
        "rate_limited",
        "unavailable",
        "internal",
        "no_such_message",
        "emoji_invalid",
        "too_many_reactions",
        "too_many_ignored",
        "too_many_pins",
        "query_empty",
        "query_too_long",
        "query_invalid",
        "link_invalid",
        "too_many_links",
      ),
      message: anyString,
    },
    { retry_after_ms: count, until: time },
  ),
});

export const parseConnectRefusal: Parser<ConnectRefusal> = object({
  message: anyString,
  data: object(
    {
      code: literal(
        "auth_invalid",
        "nickname_invalid",
        "nickname_taken",
        "token_expired",
        "suspended",
        "address_banned",
        "account_needed",
        "rate_limited",
        "server_full",
        "unavailable",
      ),
    },
    { suggestions: array(nickname), retry_after_ms: count, until: count, reason: anyString },
  ),
});

/** An acknowledgement: what was asked for, or why not. Anything else counts as `internal`. */
export type Answer<T> = T | Failure;

export function parseAnswer<T extends { ok: true }>(parser: Parser<T>, value: unknown): Answer<T> {
  const okOf =
    typeof value === "object" && value !== null ? (value as { ok?: unknown }).ok : undefined;
  try {
    return okOf === false ? parseFailure(value) : parser(value);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, error: { code: "internal", message: error.message } };
  }
}
