#include "store/migrations/sqlite.h"

#include <span>

#include "store/migrations/migration.h"

namespace store::migrations {
namespace {

// Rooms and people have two names: the text that the world knows (`id`) and a number of this database
// (`number`), which is what other tables say. `place` is room number * 2^36 + seq (sql/place.h), so that a
// room's log lies together, in order, under one integer key.
constexpr const char* kFirst = R"sql(
CREATE TABLE rooms (
    number     INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,
    kind       INTEGER NOT NULL,                 -- chat::RoomKind
    created_ms INTEGER NOT NULL,
    head       INTEGER NOT NULL,                 -- seq of the last event
    ordinal    INTEGER NOT NULL                  -- messages so far
) STRICT;

CREATE TABLE users (
    number     INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    nickname   TEXT    NOT NULL,
    role       INTEGER NOT NULL,                 -- chat::Role; 0: known only as the actor of events
    created_ms INTEGER NOT NULL,
    has_events INTEGER NOT NULL DEFAULT 0        -- 1: some event names them, so the row must stay
) STRICT;

CREATE TABLE events (
    place      INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,                 -- chat::EventKind
    actor      INTEGER NOT NULL,                 -- users.number
    nickname   TEXT    NOT NULL,                 -- the actor's when it happened
    time_ms    INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,                 -- messages of the room up to and including this
    text       TEXT    NOT NULL,
    nonce      TEXT    NOT NULL
) STRICT;

-- A nonce is looked up by inserting it. Its text leads no further than the author in the room, so clients whose
-- nonces ascend write one page here, not a page for each message.
CREATE TABLE nonces (
    room       INTEGER NOT NULL,                 -- rooms.number
    actor      INTEGER NOT NULL,                 -- users.number
    nonce      TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (room, actor, nonce)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    user         INTEGER NOT NULL,               -- users.number
    room         INTEGER NOT NULL,               -- rooms.number
    read         INTEGER NOT NULL,               -- seq
    read_ordinal INTEGER NOT NULL,               -- the room's ordinal at `read`
    PRIMARY KEY (user, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    hash       BLOB    PRIMARY KEY NOT NULL,     -- of the token, which is never kept
    user       INTEGER NOT NULL,                 -- users.number
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_user ON tokens (user);

-- One row that is written to learn whether writing works again.
CREATE TABLE probe (
    number     INTEGER PRIMARY KEY CHECK (number = 1),
    written_ms INTEGER NOT NULL
) STRICT;
INSERT INTO probe VALUES (1, 0);
)sql";

// What becomes of a message. The log stays as it was written, save for the words of deleted messages; beside it stands
// what a reader would otherwise have to gather from the whole rest of the log.
constexpr const char* kChanges = R"sql(
ALTER TABLE events ADD COLUMN
    target INTEGER NOT NULL DEFAULT 0;           -- seq of the message that a message answers or a change is about

-- Messages that something happened to.
CREATE TABLE standings (
    place      INTEGER PRIMARY KEY,              -- the message's
    version    INTEGER NOT NULL,                 -- seq of the last event that changed it
    edit       INTEGER NOT NULL,                 -- place of the last `edited`, which has the text; 0: none
    fate       INTEGER NOT NULL                  -- chat::Standing::Fate
) STRICT;

CREATE TABLE edits (
    message    INTEGER NOT NULL,                 -- a place
    edit       INTEGER NOT NULL,                 -- the place of an `edited` about it
    PRIMARY KEY (message, edit)
) STRICT, WITHOUT ROWID;

-- The reactions that are there now, in the order in which they are shown.
CREATE TABLE reactions (
    message    INTEGER NOT NULL,                 -- a place
    since      INTEGER NOT NULL,                 -- the place from which on the emoji has always been there
    reacted    INTEGER NOT NULL,                 -- the place of the `reaction_added`
    emoji      TEXT    NOT NULL,
    actor      INTEGER NOT NULL,                 -- users.number
    PRIMARY KEY (message, since, reacted)
) STRICT, WITHOUT ROWID;
)sql";

// Who may come as whom. A guest has a session and no account. What was a token becomes a session: it began with its
// guest, lives thirty days since its last use as it did, and gets a name for people.
constexpr const char* kIdentities = R"sql(
ALTER TABLE users ADD COLUMN
    status TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN
    hue INTEGER NOT NULL DEFAULT -1;             -- of the avatar's colour, in degrees; -1: of the name
CREATE INDEX owners ON users (number) WHERE role = 5;

CREATE TABLE accounts (
    user          INTEGER PRIMARY KEY,           -- users.number
    name_key      TEXT    NOT NULL UNIQUE,
    password_hash TEXT    NOT NULL,
    created_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token       BLOB    PRIMARY KEY NOT NULL,    -- the hash of it, which is all that is kept
    id          TEXT    NOT NULL UNIQUE,
    user        INTEGER NOT NULL,                -- users.number
    created_ms  INTEGER NOT NULL,
    used_ms     INTEGER NOT NULL,
    expires_ms  INTEGER NOT NULL,
    lifetime_ms INTEGER NOT NULL,                -- since the last use
    agent       TEXT    NOT NULL,
    address     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sessions
    SELECT t.hash, lower(hex(randomblob(12))), t.user, u.created_ms,
           max(u.created_ms, t.expires_ms - 2592000000), t.expires_ms, 2592000000, '', ''
    FROM tokens t JOIN users u ON u.number = t.user;
DROP TABLE tokens;
CREATE INDEX sessions_of_user ON sessions (user);

-- Bounded: those that can no longer be used go when the next is made.
CREATE TABLE invites (
    code         BLOB    PRIMARY KEY NOT NULL,   -- the hash of it
    id           TEXT    NOT NULL UNIQUE,
    creator      INTEGER NOT NULL,               -- users.number
    creator_name TEXT    NOT NULL,               -- when it was made
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER NOT NULL,
    uses_max     INTEGER NOT NULL,
    uses         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Who may be where as what. Rooms that were there have no host; moderators look after them.
constexpr const char* kRooms = R"sql(
ALTER TABLE rooms ADD COLUMN
    topic TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN
    use INTEGER NOT NULL DEFAULT 1;              -- chat::RoomUse
ALTER TABLE memberships ADD COLUMN
    role INTEGER NOT NULL DEFAULT 1;             -- chat::RoomRole
CREATE INDEX members_of_room ON memberships (room, user);

-- Of a membership or a host: who did it to the actor.
ALTER TABLE events ADD COLUMN
    doer INTEGER NOT NULL DEFAULT 0;             -- users.number; 0: the actor
ALTER TABLE events ADD COLUMN
    doer_name TEXT NOT NULL DEFAULT '';          -- theirs when it happened

CREATE TABLE bans (
    room       INTEGER NOT NULL,                 -- rooms.number
    user       INTEGER NOT NULL,                 -- users.number
    number     INTEGER NOT NULL UNIQUE,          -- ascending as they came
    nickname   TEXT    NOT NULL,                 -- the user's when it began
    doer       INTEGER NOT NULL,                 -- users.number
    doer_name  TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,                 -- 0: for ever
    reason     TEXT    NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;
)sql";

// Who is meant by what they have not read, and how each sees their rooms. What was said before means nobody.
constexpr const char* kMentions = R"sql(
ALTER TABLE memberships ADD COLUMN
    mentions INTEGER NOT NULL DEFAULT 0;         -- rows of this user and room in the table of that name
ALTER TABLE memberships ADD COLUMN
    level INTEGER NOT NULL DEFAULT 0;            -- chat::NotifyLevel
ALTER TABLE memberships ADD COLUMN
    liking INTEGER NOT NULL DEFAULT 0;           -- chat::Liking

-- Only of members, and only behind what they have read.
CREATE TABLE mentions (
    user INTEGER NOT NULL,                       -- users.number
    room INTEGER NOT NULL,                       -- rooms.number
    seq  INTEGER NOT NULL,                       -- of a message by which they are meant
    PRIMARY KEY (user, room, seq)
) STRICT, WITHOUT ROWID;
)sql";

// What people in charge say and do. Nobody's number is 0: the command line's.
constexpr const char* kAdministration = R"sql(
CREATE TABLE suspensions (
    user       INTEGER PRIMARY KEY,              -- users.number
    doer       INTEGER NOT NULL,                 -- users.number; 0: the command line
    doer_name  TEXT    NOT NULL,                 -- theirs when it began
    created_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,                 -- 0: until it is lifted
    reason     TEXT    NOT NULL
) STRICT;

-- What was said here of a setting of that name; without a row it is as configured.
CREATE TABLE settings (
    name       TEXT    PRIMARY KEY NOT NULL,
    value      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Bounded: the oldest go.
CREATE TABLE audit (
    number     INTEGER PRIMARY KEY,              -- 1, 2, 3 ...
    time_ms    INTEGER NOT NULL,
    doer       INTEGER NOT NULL,                 -- users.number; 0: the command line
    doer_name  TEXT    NOT NULL,
    action     INTEGER NOT NULL,                 -- chat::AuditAction
    user       INTEGER NOT NULL,                 -- users.number; 0: nobody
    nickname   TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    until_ms   INTEGER NOT NULL                  -- 0: none
) STRICT;
)sql";

// Messages that a room keeps at hand. They were pinned by the event of that seq.
constexpr const char* kPins = R"sql(
CREATE TABLE pins (
    room    INTEGER NOT NULL,                    -- rooms.number
    message INTEGER NOT NULL,                    -- seq
    pinned  INTEGER NOT NULL,                    -- seq of the event that pinned it
    PRIMARY KEY (room, message)
) STRICT, WITHOUT ROWID;
)sql";

// Who may not write in a room, member or not, and how fast the others may.
constexpr const char* kMutes = R"sql(
CREATE TABLE mutes (
    room       INTEGER NOT NULL,                 -- rooms.number
    user       INTEGER NOT NULL,                 -- users.number
    muted      INTEGER NOT NULL,                 -- seq of the event that did it
    nickname   TEXT    NOT NULL,                 -- the user's when it began
    doer       INTEGER NOT NULL,                 -- users.number
    doer_name  TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,                 -- 0: for ever
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;
ALTER TABLE rooms ADD COLUMN
    slow_mode_s INTEGER NOT NULL DEFAULT 0;      -- seconds between two messages of one person; 0: off
)sql";

// Who wants to see nothing of whom.
constexpr const char* kIgnored = R"sql(
CREATE TABLE ignored (
    user   INTEGER NOT NULL,                     -- users.number
    other  INTEGER NOT NULL,                     -- users.number: whom they want to see nothing of
    number INTEGER NOT NULL,                     -- ascending as they came
    PRIMARY KEY (user, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX ignored_by ON ignored (other);
)sql";

// Links that let people into a room, and who did what to it.
constexpr const char* kRoomLinks = R"sql(
CREATE TABLE room_links (
    token        BLOB    PRIMARY KEY NOT NULL,   -- the hash of it
    id           TEXT    NOT NULL UNIQUE,
    room         INTEGER NOT NULL,               -- rooms.number
    creator      INTEGER NOT NULL,               -- users.number
    creator_name TEXT    NOT NULL,               -- when it was made
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER NOT NULL,
    uses_max     INTEGER NOT NULL,               -- 0: any number
    uses         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_room ON room_links (room);

-- Bounded for each room: the oldest go.
CREATE TABLE room_audit (
    room      INTEGER NOT NULL,                  -- rooms.number
    number    INTEGER NOT NULL,                  -- 1, 2, 3 ... in the room
    time_ms   INTEGER NOT NULL,
    doer      INTEGER NOT NULL,                  -- users.number
    doer_name TEXT    NOT NULL,
    deed      INTEGER NOT NULL,                  -- chat::RoomDeed
    user      INTEGER NOT NULL,                  -- users.number; 0: nobody
    nickname  TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    until_ms  INTEGER NOT NULL,                  -- 0: none
    PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
)sql";

// Networks from which nobody comes in.
constexpr const char* kAddressBans = R"sql(
CREATE TABLE address_bans (
    number     INTEGER PRIMARY KEY,              -- ascending as they came
    id         TEXT    NOT NULL UNIQUE,
    network    TEXT    NOT NULL UNIQUE,          -- as base::Network::text() writes it
    doer       INTEGER NOT NULL,                 -- users.number; 0: the command line
    doer_name  TEXT    NOT NULL,                 -- theirs when it began
    created_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,                 -- 0: until it is lifted
    reason     TEXT    NOT NULL
) STRICT;
)sql";

// How long rooms keep their messages, and how far these are gone: taken away, and so that everybody knows.
constexpr const char* kRetention = R"sql(
ALTER TABLE rooms ADD COLUMN
    retention_days INTEGER NOT NULL DEFAULT 0;   -- 0: for ever
ALTER TABLE rooms ADD COLUMN
    retention_by INTEGER NOT NULL DEFAULT 0;     -- users.number: who said so; 0: nobody yet
ALTER TABLE rooms ADD COLUMN
    retention_by_name TEXT NOT NULL DEFAULT '';  -- theirs when they did
ALTER TABLE rooms ADD COLUMN
    erased INTEGER NOT NULL DEFAULT 0;           -- seq; no message up to there has words
ALTER TABLE rooms ADD COLUMN
    expired INTEGER NOT NULL DEFAULT 0;          -- seq; nobody sees the log up to there
ALTER TABLE rooms ADD COLUMN
    expired_ordinal INTEGER NOT NULL DEFAULT 0;  -- messages up to `expired`
CREATE INDEX mentions_of_room ON mentions (room, seq);
)sql";

// The people of rows are called persons: `user` is a word of SQL's.
constexpr const char* kPersons = R"sql(
ALTER TABLE accounts RENAME COLUMN user TO person;
ALTER TABLE sessions RENAME COLUMN user TO person;
ALTER TABLE memberships RENAME COLUMN user TO person;
ALTER TABLE mentions RENAME COLUMN user TO person;
ALTER TABLE bans RENAME COLUMN user TO person;
ALTER TABLE mutes RENAME COLUMN user TO person;
ALTER TABLE ignored RENAME COLUMN user TO person;
ALTER TABLE suspensions RENAME COLUMN user TO person;
ALTER TABLE audit RENAME COLUMN user TO person;
ALTER TABLE room_audit RENAME COLUMN user TO person;
)sql";

constexpr Migration kSteps[] = {
    {.version = 1, .name = "rooms, people and their events", .sql = kFirst},
    {.version = 2, .name = "what happens to a message", .sql = kChanges},
    {.version = 3, .name = "accounts, sessions, invites and profiles", .sql = kIdentities},
    {.version = 4, .name = "hosts, topics, archives and bans", .sql = kRooms},
    {.version = 5, .name = "mentions and how people see their rooms", .sql = kMentions},
    {.version = 6, .name = "suspensions, settings and the audit", .sql = kAdministration},
    {.version = 7, .name = "pins", .sql = kPins},
    {.version = 8, .name = "mutes and slow mode", .sql = kMutes},
    {.version = 9, .name = "who ignores whom", .sql = kIgnored},
    {.version = 10, .name = "invite links and audits of rooms", .sql = kRoomLinks},
    {.version = 11, .name = "bans of networks", .sql = kAddressBans},
    {.version = 12, .name = "how long messages are kept", .sql = kRetention},
    {.version = 13, .name = "columns that every database can name", .sql = kPersons},
};

}  // namespace

std::span<const Migration> sqlite() {
    return kSteps;
}

}  // namespace store::migrations
