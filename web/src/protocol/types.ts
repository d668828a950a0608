// GENERATED from docs/protocol/events.schema.json by scripts/generate_types.mjs: do not edit.
// `npm run types` writes it again; a test fails when it is out of date.

export type RoomId = string;
export type UserId = string;
export type Seq = number;
/**
 * of an event that there is
 */
export type EventSeq = number;
/**
 * milliseconds since 1970-01-01T00:00Z
 */
export type Time = number;
export type Nickname = string;
/**
 * of a direct room empty: it is called by its people
 */
export type RoomName = string;
/**
 * what a room is about
 */
export type Topic = string;
export type Text = string;
/**
 * as it reads by now; empty when the message was deleted
 */
export type TextNow = string;
/**
 * exactly one emoji: an RGI emoji sequence of Unicode
 */
export type Emoji = string;
export type Nonce = string;
/**
 * names an invite link to those who manage them; no secret
 */
export type LinkId = string;
/**
 * the secret of an invite link
 */
export type LinkToken = string;
export type Role = "owner" | "admin" | "moderator" | "member" | "guest";
/**
 * a few words of somebody about themselves
 */
export type Status = string;
/**
 * of the avatar's colour, in degrees; absent: it follows from the name
 */
export type Hue = number;
export type RoomKind = "public" | "private" | "direct";
/**
 * Of which messages a person wants to be told when they look elsewhere. usual: every message of a direct room, elsewhere those by which they are meant.
 */
export type NoticeLevel = "usual" | "all" | "mentions" | "nothing";
export type ErrorCode =
  | "invalid_payload"
  | "unknown_event"
  | "not_found"
  | "not_a_member"
  | "forbidden"
  | "text_empty"
  | "text_too_long"
  | "name_invalid"
  | "name_taken"
  | "too_many_rooms"
  | "topic_too_long"
  | "archived"
  | "banned"
  | "no_such_person"
  | "too_many_people"
  | "too_many_bans"
  | "muted"
  | "slow_mode"
  | "too_many_mutes"
  | "no_such_message"
  | "emoji_invalid"
  | "too_many_reactions"
  | "too_many_ignored"
  | "link_invalid"
  | "too_many_links"
  | "query_empty"
  | "query_too_long"
  | "query_invalid"
  | "rate_limited"
  | "unavailable"
  | "internal"
  | "too_many_pins";
/**
 * A token or a nickname; a token that is no longer good falls back to the nickname beside it.
 */
export type ConnectAuth = ConnectAuth1 & {
  nickname?: string;
  token?: string;
  cursors?: {
    [k: string]: Seq;
  };
};
export type ConnectAuth1 = {
  [k: string]: unknown;
};
/**
 * whom somebody ignores, the last one first
 *
 * @maxItems 200
 */
export type IgnoredPeople = Named[];
/**
 * A bare string is a message to the lobby.
 */
export type MessageIn =
  | Text
  | {
      room?: string;
      text: Text;
      /**
       * made once by the client for each message and sent again with each retry
       */
      nonce?: string;
      /**
       * the message of this room that it answers
       */
      reply_to?: number;
    };
export type RetentionDays = number;
/**
 * An event of a room's log as history and catchup carry it: as it was sent live, with type; messages as they stand by now.
 */
export type LoggedEvent =
  | LoggedMessage
  | LoggedMemberChange
  | LoggedEdited
  | LoggedDeleted
  | LoggedReacted
  | LoggedRenamed
  | LoggedTopicChange
  | LoggedArchived
  | LoggedRestored
  | LoggedHostChange
  | LoggedMuteChange
  | LoggedSlowModeChange
  | LoggedRetentionChange
  | LoggedExpired
  | LoggedPinChange;
/**
 * A room, or the token of a link that leads into one.
 */
export type JoinIn = {
  room?: RoomId;
  invite?: LinkToken;
} & JoinIn1;
export type JoinIn1 = {
  [k: string]: unknown;
};
export type SlowModeSeconds = number;
export type RoomDeed =
  | "added"
  | "removed"
  | "banned"
  | "ban_lifted"
  | "host_made"
  | "host_removed"
  | "renamed"
  | "topic_changed"
  | "archived"
  | "restored"
  | "message_deleted"
  | "pinned"
  | "unpinned"
  | "muted"
  | "unmuted"
  | "slow_mode_set"
  | "retention_set"
  | "link_made"
  | "link_revoked";
/**
 * where a page of hits ended; only the server knows what it says
 */
export type SearchCursor = string;

export interface Error {
  code: ErrorCode;
  message: string;
  retry_after_ms?: number;
  /**
   * of muted: when that ends; absent: when somebody lifts it
   */
  until?: number;
}
export interface Failure {
  ok: false;
  error: Error;
}
export interface OkAck {
  ok: true;
}
export interface ConnectRefusal {
  message: string;
  data: {
    code:
      | "auth_invalid"
      | "nickname_invalid"
      | "nickname_taken"
      | "token_expired"
      | "suspended"
      | "address_banned"
      | "account_needed"
      | "rate_limited"
      | "server_full"
      | "unavailable";
    suggestions?: Nickname[];
    until?: number;
    reason?: string;
    retry_after_ms?: number;
  };
}
export interface Room {
  room: RoomId;
  name: RoomName;
  kind: RoomKind;
  /**
   * the newest event when this was sent; later ones follow live
   */
  head: number;
  /**
   * this person's read marker
   */
  read: number;
  unread: number;
  /**
   * people here now
   */
  present: number;
  topic?: Topic;
  /**
   * it can be read and left, nothing more
   */
  archived?: true;
  /**
   * this person is a host of it
   */
  host?: true;
  /**
   * unread messages by which this person is meant
   */
  mentions?: number;
  /**
   * messages up to there are counted in mentions; there when it is above what this connection has been sent
   */
  mentions_to?: number;
  /**
   * left out: usual
   */
  level?: "usual" | "all" | "mentions" | "nothing";
  favourite?: true;
  /**
   * between two messages of one person; left out: none
   */
  slow_mode?: number;
  /**
   * how long messages are kept; left out: for ever
   */
  retention?: number;
  /**
   * everything up to there is gone; left out: nothing is
   */
  expired?: number;
  /**
   * this person may not write in it
   */
  muted?: true;
  /**
   * when that is over; absent: when somebody lifts it
   */
  muted_until?: number;
  /**
   * of a direct room: the others in it, by nickname; of more than one without status
   */
  people?: Profile[];
}
/**
 * How somebody is called and looks from now on: somebody of one's rooms, or oneself.
 */
export interface Profile {
  user: UserId;
  nickname: Nickname;
  role: Role;
  status?: Status;
  hue?: Hue;
}
export interface Welcome {
  me: {
    user: UserId;
    nickname: Nickname;
    role: Role;
    token: string;
    status?: Status;
    hue?: Hue;
  };
  rooms: Room[];
  ignored?: IgnoredPeople;
  server: {
    name: string;
    version: string;
    time: Time;
    limits: {
      text_characters_max: number;
      room_name_characters_max: number;
      history_events_max: number;
      topic_characters_max: number;
    };
  };
}
/**
 * Somebody who did something.
 */
export interface Named {
  user: UserId;
  nickname: Nickname;
}
export interface MessageAck {
  ok: true;
  room: RoomId;
  seq: Seq;
  time: Time;
}
/**
 * As it stands when this is sent. What comes after nonce is there only when it holds something.
 */
export interface Message {
  room: RoomId;
  seq: Seq;
  /**
   * the how manieth message of the room this is
   */
  ordinal: number;
  user: UserId;
  nickname: Nickname;
  text: TextNow;
  time: Time;
  nonce: Nonce;
  /**
   * who is meant by it; only as it is sent live
   *
   * @minItems 1
   * @maxItems 220
   */
  mentions?: UserId[];
  /**
   * the message that it answers
   */
  reply_to?: number;
  quote?: Quote;
  /**
   * the last event that changed the message; changes up to it are in what is shown here
   */
  version?: number;
  edited?: Time;
  /**
   * the text is empty; reactions and quote are gone
   */
  deleted?: true;
  /**
   * in the order of their first reactor's coming
   */
  reactions?: Reaction[];
}
/**
 * The beginning of a message that another one answers, as it reads by now.
 */
export interface Quote {
  user: UserId;
  nickname: Nickname;
  /**
   * empty when that message was deleted
   */
  text: string;
}
export interface Reaction {
  emoji: Emoji;
  /**
   * the first one first
   */
  by: Named[];
}
export interface EditIn {
  room: RoomId;
  target: EventSeq;
  text: Text;
}
/**
 * The message target reads otherwise from here on. Empty text: it was deleted later, and this changes nothing.
 */
export interface Edited {
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  text: TextNow;
  time: Time;
}
export interface DeleteIn {
  room: RoomId;
  target: EventSeq;
}
/**
 * The message target is gone: its text, its reactions, its quote, and its words in the quotes of its answers. user: who deleted it.
 */
export interface Deleted {
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  time: Time;
}
export interface ReactIn {
  room: RoomId;
  target: EventSeq;
  emoji: Emoji;
  /**
   * false: take it back
   */
  on?: boolean;
}
/**
 * Somebody marked the message target with an emoji, or took that back.
 */
export interface Reacted {
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  emoji: Emoji;
  /**
   * whether the person marks the message with it from here on
   */
  on: boolean;
  time: Time;
}
/**
 * With seq: a membership that began or ended, an event of the room's log. Without: someone came or went, a notice that is never kept. by: who added or removed them, when it was not they themselves. present is left out in history and catch-up.
 */
export interface MemberChange {
  room: RoomId;
  seq?: Seq;
  user: UserId;
  nickname: Nickname;
  time: Time;
  present?: number;
  by?: Named;
}
/**
 * The room is called so from here on.
 */
export interface Renamed {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  name: RoomName;
  time: Time;
}
/**
 * The room is about this from here on; without topic: about nothing.
 */
export interface TopicChange {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  topic?: Topic;
  time: Time;
}
/**
 * The room is archived from here on: it can be read and left, nothing more.
 */
export interface Archived {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  time: Time;
}
/**
 * The room is in use again.
 */
export interface Restored {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  time: Time;
}
/**
 * Somebody is a host of the room from here on, or no longer. by: who did that, when it was not they themselves.
 */
export interface HostChange {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  /**
   * whether user is a host of the room from here on
   */
  on: boolean;
  by?: Named;
  time: Time;
}
/**
 * Somebody may not write in the room from here on, or may again. by: who did that.
 */
export interface MuteChange {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  /**
   * whether user may not write in the room from here on
   */
  on: boolean;
  /**
   * milliseconds since 1970-01-01T00:00Z
   */
  until?: number;
  by?: Named;
  time: Time;
}
/**
 * So many seconds pass between two messages of one person from here on; 0: as many as they like.
 */
export interface SlowModeChange {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  seconds: number;
  time: Time;
}
/**
 * Messages are kept for so many days from here on; 0: for ever.
 */
export interface RetentionChange {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  days: RetentionDays;
  time: Time;
}
/**
 * Everything in the room up to up_to is gone; who is named said how long messages are kept.
 */
export interface Expired {
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  up_to: EventSeq;
  time: Time;
}
export interface LoggedMessage {
  type: "message";
  room: RoomId;
  seq: Seq;
  /**
   * the how manieth message of the room this is
   */
  ordinal: number;
  user: UserId;
  nickname: Nickname;
  text: TextNow;
  time: Time;
  nonce: Nonce;
  /**
   * of an event that there is
   */
  reply_to?: number;
  quote?: Quote;
  /**
   * of an event that there is
   */
  version?: number;
  edited?: Time;
  /**
   * the text is empty; reactions and quote are gone
   */
  deleted?: true;
  /**
   * in the order of their first reactor's coming
   */
  reactions?: Reaction[];
}
export interface LoggedMemberChange {
  type: "member_joined" | "member_left";
  room: RoomId;
  seq: Seq;
  user: UserId;
  nickname: Nickname;
  time: Time;
  by?: Named;
}
export interface LoggedEdited {
  type: "edited";
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  text: TextNow;
  time: Time;
}
export interface LoggedDeleted {
  type: "deleted";
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  time: Time;
}
export interface LoggedReacted {
  type: "reacted";
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  emoji: Emoji;
  /**
   * whether the person marks the message with it from here on
   */
  on: boolean;
  time: Time;
}
export interface LoggedRenamed {
  type: "renamed";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  name: RoomName;
  time: Time;
}
export interface LoggedTopicChange {
  type: "topic";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  topic?: Topic;
  time: Time;
}
export interface LoggedArchived {
  type: "archived";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  time: Time;
}
export interface LoggedRestored {
  type: "restored";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  time: Time;
}
export interface LoggedHostChange {
  type: "host";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  /**
   * whether user is a host of the room from here on
   */
  on: boolean;
  by?: Named;
  time: Time;
}
export interface LoggedMuteChange {
  type: "muted";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  /**
   * whether user may not write in the room from here on
   */
  on: boolean;
  /**
   * milliseconds since 1970-01-01T00:00Z
   */
  until?: number;
  by?: Named;
  time: Time;
}
export interface LoggedSlowModeChange {
  type: "slow_mode";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  seconds: number;
  time: Time;
}
export interface LoggedRetentionChange {
  type: "retention";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  days: RetentionDays;
  time: Time;
}
export interface LoggedExpired {
  type: "expired";
  room: RoomId;
  seq: EventSeq;
  user: UserId;
  nickname: Nickname;
  up_to: EventSeq;
  time: Time;
}
export interface LoggedPinChange {
  type: "pinned";
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  /**
   * whether target is a pin of the room from here on
   */
  on: boolean;
  time: Time;
}
export interface Catchup {
  room: RoomId;
  events: LoggedEvent[];
  head: Seq;
  /**
   * true: drop what you have of this room, these are the newest events; none, though head is above 0, means that history has them
   */
  reset: boolean;
}
/**
 * At most one of before, after and around; none means the newest page.
 */
export interface HistoryIn {
  room: RoomId;
  before?: Seq;
  after?: Seq;
  around?: Seq;
  limit?: number;
}
export interface HistoryAck {
  ok: true;
  /**
   * ascending by seq
   */
  events: LoggedEvent[];
  /**
   * there is more in the direction asked for; for around: before the first
   */
  more: boolean;
  /**
   * only for around: there is more after the last
   */
  more_after?: boolean;
}
export interface TypingIn {
  room: RoomId;
}
/**
 * Good for 5 seconds; ends at once with a message of that person.
 */
export interface Typing {
  room: RoomId;
  user: UserId;
  nickname: Nickname;
}
export interface ReadIn {
  room: RoomId;
  seq: Seq;
}
export interface Read {
  room: RoomId;
  seq: Seq;
  unread: number;
  /**
   * unread messages by which this person is meant
   */
  mentions: number;
  /**
   * messages up to there are counted in mentions; there when it is above what this connection has been sent
   */
  mentions_to?: number;
}
export interface ReadAck {
  ok: true;
  /**
   * where the marker now is; it never moves backwards
   */
  seq: number;
  unread: number;
  /**
   * unread messages by which this person is meant
   */
  mentions: number;
  /**
   * messages up to there are counted in mentions; there when it is above what this connection has been sent
   */
  mentions_to?: number;
}
export interface LeaveIn {
  room: RoomId;
}
/**
 * What is left out stays.
 */
export interface PreferIn {
  room: RoomId;
  level?: NoticeLevel;
  favourite?: boolean;
}
export interface CreateIn {
  name: string;
  kind?: "public" | "private";
  topic?: string;
}
export interface RoomAck {
  ok: true;
  room: Room;
}
/**
 * created: a public room exists now (to everyone). joined, left: this person did so in another tab, or somebody else, by, did it to them. preferred: this person changed in another tab how they see it.
 */
export interface RoomChange {
  change: "created" | "joined" | "left" | "preferred";
  room: Room;
  by?: Named;
}
export interface RoomsIn {
  /**
   * only rooms with this in their name
   */
  query?: string;
}
export interface RoomsAck {
  ok: true;
  /**
   * public rooms, by name, and whether this person is a member; archived ones only when they are; at most 1,000, and about 256 KiB
   */
  rooms: {
    room: RoomId;
    name: RoomName;
    kind: RoomKind;
    present: number;
    joined: boolean;
    topic?: Topic;
    archived?: true;
  }[];
}
export interface MembersIn {
  room: RoomId;
}
export interface MembersAck {
  ok: true;
  /**
   * who is here now, by nickname; at most 200 of them
   */
  members: Member[];
  present: number;
}
export interface Member {
  user: UserId;
  nickname: Nickname;
  role: Role;
  status?: Status;
  hue?: Hue;
  /**
   * they are a host of the room
   */
  host?: true;
}
export interface RosterIn {
  room: RoomId;
  /**
   * the last one of the page before
   */
  after?: string;
  limit?: number;
}
export interface RosterAck {
  ok: true;
  /**
   * all members, also those who are away, in the order in which the server came to know them
   */
  members: RosterMember[];
  more: boolean;
}
export interface RosterMember {
  user: UserId;
  nickname: Nickname;
  role: Role;
  status?: Status;
  hue?: Hue;
  /**
   * they are a host of the room
   */
  host?: true;
  /**
   * they are present
   */
  here?: true;
}
/**
 * The people to talk with; oneself need not be named.
 */
export interface DirectIn {
  /**
   * @minItems 1
   * @maxItems 50
   */
  users: UserId[];
}
export interface FindPeopleIn {
  /**
   * how the name begins; empty: who is present
   */
  query: string;
}
export interface AddIn {
  room: RoomId;
  user: UserId;
}
export interface KickIn {
  room: RoomId;
  user: UserId;
}
export interface BanIn {
  room: RoomId;
  user: UserId;
  /**
   * milliseconds since 1970-01-01T00:00Z
   */
  until?: number;
  /**
   * kept are 200 characters
   */
  reason?: string;
}
export interface UnbanIn {
  room: RoomId;
  user: UserId;
}
export interface BansIn {
  room: RoomId;
}
export interface BansAck {
  ok: true;
  /**
   * those that hold now, the newest first; at most about 256 KiB
   */
  bans: Ban[];
}
/**
 * nickname: theirs when it began; time: when it began; until absent: for ever.
 */
export interface Ban {
  user: UserId;
  nickname: Nickname;
  by: Named;
  time: Time;
  until?: Time;
  reason?: string;
}
export interface MuteIn {
  room: RoomId;
  user: UserId;
  /**
   * milliseconds since 1970-01-01T00:00Z
   */
  until?: number;
}
export interface UnmuteIn {
  room: RoomId;
  user: UserId;
}
export interface MutesIn {
  room: RoomId;
}
export interface MutesAck {
  ok: true;
  /**
   * those that hold now, the newest first; at most about 256 KiB
   */
  mutes: Mute[];
}
/**
 * nickname: theirs when it began; time: when it began; until absent: for ever.
 */
export interface Mute {
  user: UserId;
  nickname: Nickname;
  by: Named;
  time: Time;
  until?: Time;
}
export interface SlowModeIn {
  room: RoomId;
  /**
   * between two messages of one person; 0: none
   */
  seconds: number;
}
export interface RetentionIn {
  room: RoomId;
  days: RetentionDays;
}
export interface RenameIn {
  room: RoomId;
  name: string;
}
export interface TopicIn {
  room: RoomId;
  /**
   * empty: none
   */
  topic: string;
}
export interface ArchiveIn {
  room: RoomId;
}
export interface RestoreIn {
  room: RoomId;
}
export interface HostIn {
  room: RoomId;
  user: UserId;
  on: boolean;
}
/**
 * days: how long it is good; uses: how many people it lets in, 0: any number.
 */
export interface InviteLinkIn {
  room: RoomId;
  days?: number;
  uses?: number;
}
/**
 * The token is told this once.
 */
export interface InviteLinkAck {
  ok: true;
  link: InviteLink;
  token: LinkToken;
}
/**
 * time: when it was made; expires: from then on it is good for nothing; uses: how many it let in; uses_max absent: any number.
 */
export interface InviteLink {
  id: LinkId;
  room: RoomId;
  by: Named;
  time: Time;
  expires: Time;
  uses: number;
  uses_max?: number;
}
export interface InviteLinksIn {
  room: RoomId;
}
export interface InviteLinksAck {
  ok: true;
  /**
   * those that can be used now, the newest first; at most 50
   */
  links: InviteLink[];
}
export interface RevokeInviteLinkIn {
  room: RoomId;
  id: LinkId;
}
export interface LookAtInviteIn {
  token: LinkToken;
}
/**
 * Where a link leads; by: who made it; joined: whether this person is in the room.
 */
export interface LookAtInviteAck {
  ok: true;
  room: RoomId;
  name: RoomName;
  kind: RoomKind;
  present: number;
  joined: boolean;
  topic?: Topic;
  archived?: true;
  by: Named;
}
/**
 * before: the number of the last entry of the page before.
 */
export interface RoomAuditIn {
  room: RoomId;
  before?: number;
  limit?: number;
}
export interface RoomAuditAck {
  ok: true;
  /**
   * the newest first; at most about 256 KiB
   */
  entries: RoomAuditEntry[];
  more: boolean;
}
/**
 * Who did what to a room, or to person in it. What detail is, and until, is told by deed: events.md.
 */
export interface RoomAuditEntry {
  number: number;
  time: Time;
  by: Named;
  deed: RoomDeed;
  person?: Named;
  detail?: string;
  until?: Time;
}
export interface SearchIn {
  /**
   * words, "phrases", -without, from:, in:, before:, after:, on:
   */
  query: string;
  /**
   * only in this room; left out: in all of this person's rooms
   */
  room?: string;
  limit?: number;
  /**
   * next of the page before this one
   */
  before?: string;
  /**
   * how many minutes east of UTC the days of before:, after: and on: are
   */
  tz_offset_min?: number;
}
export interface SearchHit {
  event: LoggedMessage;
  /**
   * what the query found in text: [start, length] in UTF-16 code units, ascending, not overlapping
   */
  marks: number[][];
}
export interface SearchAck {
  ok: true;
  /**
   * newest first; fewer than limit, or none, while more is true: ask on with next
   */
  hits: SearchHit[];
  /**
   * there may be older hits
   */
  more: boolean;
  /**
   * only with more
   */
  next?: string;
  /**
   * messages are missing that will be found soon: the index is behind
   */
  indexing?: true;
}
export interface DateIn {
  room: RoomId;
  /**
   * milliseconds since 1970-01-01T00:00Z
   */
  time: number;
}
export interface DateAck {
  ok: true;
  /**
   * the first message at or after the time asked for, the last one when none is; 0 in a room without messages
   */
  seq: number;
  /**
   * milliseconds since 1970-01-01T00:00Z
   */
  time: number;
}
/**
 * In a room with over 100 people present: only how many there are, at most once a second.
 */
export interface Presence {
  room: RoomId;
  present: number;
}
/**
 * The server is going away: connect again after delay_ms and a random part of spread_ms.
 */
export interface Moving {
  delay_ms: number;
  spread_ms: number;
}
export interface Notice {
  code: string;
  message: string;
}
export interface PeopleIn {
  /**
   * @minItems 1
   * @maxItems 200
   */
  users: UserId[];
}
export interface IgnoreIn {
  user: UserId;
  /**
   * true when left out
   */
  on?: boolean;
}
export interface IgnoreAck {
  ok: true;
  people: IgnoredPeople;
}
/**
 * Whom the person ignores from now on: said in another tab or on another device.
 */
export interface Ignored {
  people: IgnoredPeople;
}
export interface PeopleAck {
  ok: true;
  /**
   * those of the people asked for that there are
   */
  people: Profile[];
}
/**
 * The session of this connection has ended; the server closes it.
 */
export interface SignedOut {
  reason: "signed_out" | "revoked" | "password_changed" | "became_account" | "suspended" | "address_banned";
}
export interface PinIn {
  room: RoomId;
  target: EventSeq;
}
export interface UnpinIn {
  room: RoomId;
  target: EventSeq;
}
/**
 * The message target is one of the room's pins from here on, or no longer. user: who did that.
 */
export interface PinChange {
  room: RoomId;
  seq: EventSeq;
  target: EventSeq;
  user: UserId;
  nickname: Nickname;
  /**
   * whether target is a pin of the room from here on
   */
  on: boolean;
  time: Time;
}
export interface PinsIn {
  room: RoomId;
}
export interface PinsAck {
  ok: true;
  /**
   * the last pinned first; at most about 256 KiB
   *
   * @maxItems 50
   */
  pins: Pin[];
  /**
   * further ones, pinned before, do not fit in
   */
  more?: true;
}
/**
 * by and time: who pinned it, and when.
 */
export interface Pin {
  message: LoggedMessage;
  by: Named;
  time: Time;
}
export interface VersionsIn {
  room: RoomId;
  target: EventSeq;
}
export interface VersionsAck {
  ok: true;
  /**
   * the message's author
   */
  user: string;
  /**
   * the first one first, the one that it reads now last; of more than about 256 KiB the newest
   *
   * @maxItems 1000
   */
  versions: Version[];
}
/**
 * seq: of the event that made it so, the message itself or an edited; time: when that was.
 */
export interface Version {
  seq: EventSeq;
  time: Time;
  text: Text;
}
