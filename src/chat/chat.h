/// Chat: the whole domain of one node: who is here, which rooms there are, what is said.
///
/// Thread:     domain (one executor). Every reply runs there too, and before anything that the request causes
///             reaches the Audience.
/// Owns:       connections, people present, rooms and their feeds in memory; nothing that matters after a crash.
/// Invariant:  an event reaches a connection at most once and in seq order; nothing reaches a connection that is not
///             subscribed; what is acknowledged was committed by the Store.
/// Elsewhere:  ports are store.h, search.h, bus.h, audience.h; wire names and JSON are api/events.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audience.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/export_store.h"
#include "chat/exports.h"
#include "chat/import_store.h"
#include "chat/imports.h"
#include "chat/passwords.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/search.h"
#include "chat/store.h"

namespace chat {

struct Limits {
    std::uint32_t text_characters_max = 4000;          ///< Unicode code points; over: text_too_long
    std::uint32_t nickname_characters_max = 32;        ///< over: nickname_invalid
    std::uint32_t room_name_characters_max = 48;       ///< over: name_invalid
    std::uint32_t rooms_joined_max = kMembershipsMax;  ///< per person; over: too_many_rooms
    std::uint32_t rooms_max = 100'000;                 ///< on the server; over: too_many_rooms
    std::uint32_t direct_rooms_max = 1'000'000;        ///< on the server; over: too_many_rooms
    std::uint32_t direct_people_max = 9;               ///< with oneself; over: too_many_people
    std::uint32_t topic_characters_max = 250;          ///< over: topic_too_long
    std::uint32_t reason_characters_max = 200;         ///< of a ban; the rest is cut off
    std::uint32_t here_people_max =
        20;  ///< present: more are meant by @here only when a host says so
    std::uint32_t people_found_max = 20;            ///< per answer to a search for people
    std::uint32_t history_events_max = 200;         ///< per page
    std::uint32_t catchup_events_max = 1000;        ///< missed more: reset and the newest page
    std::uint32_t recent_events_max = 256;          ///< kept in memory per active room
    std::uint64_t recent_bytes_max = 64ULL << 20U;  ///< kept in memory of all active rooms together
    std::uint32_t rooms_listed_max = 1000;          ///< per rooms answer
    std::uint32_t notices_present_max = 100;  ///< more people present: counts instead of notices
    std::uint32_t members_listed_max = 200;   ///< per members answer
    std::uint32_t appends_waiting_max =
        20'000;  ///< posts and changes not yet committed, of all; over: unavailable
    std::uint32_t search_hits_max = 50;     ///< per page of a search
    std::uint32_t searches_person_max = 2;  ///< of one person at a time; over: rate_limited
    std::uint32_t searches_max = 64;        ///< of all at a time; over: unavailable
    /// Octets on the wire (weight.h). A connection's send queue must have room for both: who comes back and opens a
    /// room at once would else be dropped as too slow, and again each time it comes.
    std::uint64_t page_bytes_max = 256ULL << 10U;  ///< over: a shorter page
    /// Of one catch-up, over it a reset and the newest page; and of all that a connection is given when it comes, over
    /// it resets without events.
    std::uint64_t catchup_bytes_max = 512ULL << 10U;
    std::uint64_t readings_bytes_max =
        16ULL << 20U;  ///< of all catch-ups being read; over: resets, each of a page

    base::Milliseconds leave_grace{5'000};         ///< a reload within it is silent
    base::Milliseconds gap_patience{50};           ///< a gap is read from the store after it
    base::Milliseconds head_check_interval{1000};  ///< how often nodes tell each other their heads
    base::Milliseconds heartbeat_interval{1000};   ///< how often a node says that it is alive
    base::Milliseconds node_silence_max{5000};     ///< a node is dead after it
    base::Milliseconds retention_interval{3'600'000};  ///< how often rooms are looked through
    std::uint32_t expired_events_max = 500;            ///< gone in one transaction
    base::Milliseconds token_lifetime{30LL * 24 * 3600 * 1000};  ///< since the last use
    /// Token buckets, per person; off with --no-rate-limits.
    enum class RateLimits : std::uint8_t { on, off } rate_limits = RateLimits::on;
};

/// Each names a broken rule; the wire code is the same word.
enum class ChatError : std::uint8_t {
    not_found,
    not_a_member,
    forbidden,
    text_empty,
    text_too_long,
    name_invalid,
    name_taken,
    too_many_rooms,
    topic_too_long,
    archived,         ///< the room is
    banned,           ///< from the room
    no_such_person,   ///< nobody of that id; of what is done to a member: nobody in this room
    too_many_people,  ///< for a direct room
    too_many_bans,
    no_such_message,     ///< the message is not in this room, or was deleted
    emoji_invalid,       ///< not one emoji
    too_many_reactions,  ///< the message has kReactionsMax of them
    too_many_pins,
    muted,      ///< the person, in this room; Refusal::until says how long
    slow_mode,  ///< their next message there may come after Refusal::retry_after
    too_many_mutes,
    too_many_ignored,
    link_invalid,  ///< unknown, taken back, over or used up
    too_many_links,
    query_empty,     ///< of a search: no word and no filter
    query_too_long,  ///< over kQueryCharactersMax
    query_invalid,   ///< Refusal::why says what is wrong
    rate_limited,
    unavailable,
    not_connected,  ///< the connection is unknown (closed meanwhile); nothing to answer
};

struct Refusal {
    ChatError error = ChatError::unavailable;
    base::Milliseconds retry_after{0};  ///< for rate_limited and unavailable
    const char* why = nullptr;          ///< for query_invalid: a sentence; lives for ever
    std::optional<base::WallTime> until =
        std::nullopt;  ///< for muted; absent: until somebody lifts it
};

template <typename T>
using Reply = std::move_only_function<void(base::Result<T, Refusal>)>;

struct ConnectRequest {
    ConnectionId connection;
    std::string nickname;  ///< as typed; may be empty when there is a token
    std::string token;     ///< empty: none
    std::vector<std::pair<RoomId, Seq>> cursors;
    std::string address{};  ///< the peer's, as text; empty: not known
};

enum class ConnectError : std::uint8_t {
    nickname_invalid,
    nickname_taken,
    token_expired,
    suspended,       ///< `suspension` is it
    address_banned,  ///< nobody comes in from there; `suspension` says until when and why
    account_needed,  ///< guests are not let in here, or only with their kept token
    rate_limited,
    unavailable
};

struct ConnectRefusal {
    ConnectError error = ConnectError::unavailable;
    std::vector<std::string> suggestions;  ///< for nickname_taken
    base::Milliseconds retry_after{0};
    std::optional<Suspension> suspension = std::nullopt;
};

struct Welcome {
    User me;
    std::string token;  ///< the one that was given, or a new one
    std::vector<RoomView> rooms;
    std::vector<Named> ignored{};
};

struct Draft {
    RoomId room;
    std::string text;
    Nonce nonce;       ///< empty: one is made
    Seq reply_to = 0;  ///< the message it answers; 0: none
};

/// What someone does to a message of `room`.
struct Deletion {
    RoomId room;
    Seq target = 0;
};
struct Edit {
    RoomId room;
    Seq target = 0;
    std::string text;
};
struct React {
    RoomId room;
    Seq target = 0;
    std::string emoji;
    enum class Set : std::uint8_t { off, on } set = Set::on;
};

struct Posted {
    RoomId room;
    Seq seq = 0;
    base::WallTime time{};
};

/// What somebody looks for.
struct Search {
    std::string query;                          ///< as typed
    std::optional<RoomId> room = std::nullopt;  ///< nullopt: all of theirs
    std::uint32_t limit = 20;
    std::optional<SearchPlace> before = std::nullopt;
    base::Milliseconds east{0};  ///< how far east of UTC the days of the query are
};

/// A room as somebody asks for it.
struct RoomWish {
    std::string name;
    RoomKind kind = RoomKind::open;  ///< open or closed
    std::string topic{};
};

/// What somebody does to a member of a room, or to whom they want in it.
struct OnMember {
    RoomId room;
    UserId user;
};
struct HostWish {
    RoomId room;
    UserId user;
    enum class Set : std::uint8_t { off, on } set = Set::on;
};
struct BanWish {
    RoomId room;
    UserId user;
    std::optional<base::WallTime> until{};  ///< absent: for ever
    std::string reason{};
};

/// Pins a message of the room, or no longer.
struct PinWish {
    RoomId room;
    Seq target = 0;
    enum class Set : std::uint8_t { off, on } set = Set::on;
};
struct MuteWish {
    RoomId room;
    UserId user;
    Mute mute{};
};
struct IgnoreWish {
    UserId user;
    Ignoring ignoring = Ignoring::on;
};
struct LinkWish {
    RoomId room;
    base::Milliseconds lifetime{0};
    std::uint32_t uses_max = 0;  ///< 0: any number
};
struct MadeLink {
    RoomLink link;
    std::string token;  ///< told once; only its hash is kept
};
/// What whoever holds a link sees of the room before they join.
struct LinkView {
    Room room;
    std::uint32_t present = 0;
    Named creator;
    enum class Mine : std::uint8_t { no, yes } mine = Mine::no;  ///< whether they are in it
};

/// The last pinned first.
struct PinsPage {
    std::vector<Pin> pins;
    bool more = false;  ///< one answer does not hold all
};

struct RoomEntry {
    Room room;
    std::uint32_t present = 0;
    enum class Mine : std::uint8_t { no, yes } mine = Mine::no;
};

inline constexpr std::size_t kPeopleAskedMax = 200;
inline constexpr std::uint32_t kSlowModeSecondsMax = 6 * 3600;
inline constexpr base::Milliseconds kLinkLifetimeMax{366LL * 24 * 3600 * 1000};
inline constexpr std::uint32_t kLinkUsesMax = 1'000'000;

struct Members {
    std::vector<Member> present_members;  ///< by nickname, at most Limits::members_listed_max
    std::uint32_t present = 0;
};

/// A page of all members, present or not.
struct RosterPage {
    struct Entry {
        Member member;
        enum class Here : std::uint8_t { no, yes } here = Here::no;
    };
    std::vector<Entry> entries;
    bool more = false;
};

/// A point for timers: the edge calls Chat::on_time() when next_deadline() has come.
class Chat final : public Bus::Receiver {
public:
    /// What it works with; all of it outlives the Chat.
    struct World {
        const base::Clock& clock;
        base::Random& random;
        Store& store;
        AccountStore& accounts;
        RoomStore& room_store;
        RoomRecords& room_records;
        AdminStore& admin;
        ExportStore& exports;
        ImportStore& imports;
        Passwords& passwords;
        Searcher& searcher;
        Bus& bus;
        Audience& audience;
        base::Metrics& metrics;
        base::Log& log;
    };
    Chat(const World& world, Limits limits, DoorOptions door = {});
    ~Chat() override;
    Chat(const Chat&) = delete;
    Chat& operator=(const Chat&) = delete;

    /// Reads settings and rooms, makes the lobby when it is missing. Connects are refused with `unavailable` before `ready`.
    void start(std::move_only_function<void(base::Result<void, StoreError>)> ready);

    /// What the other nodes, and people in charge, are told of this one; it may come after start().
    void introduce(std::string name, std::string address, std::string release);
    /// Heartbeats say so from now on.
    void announce_draining();

    struct NodeView {
        NodeId id;
        Heartbeat said;  ///< lately
        enum class Which : std::uint8_t { this_one, other } which = Which::other;
    };
    /// All that are alive, this one first.
    [[nodiscard]] std::vector<NodeView> nodes() const;
    /// `changed` runs when one comes, goes or says something new.
    void watch_nodes(std::function<void()> changed);

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const;
    void on_time();

    /// On success the reply is followed, through the Audience, by a catch-up for each cursor that lags and by
    /// the subscriptions to all the person's rooms. Live events follow without gap or repeat.
    void connect(ConnectRequest request,
                 std::move_only_function<void(base::Result<Welcome, ConnectRefusal>)> reply);

    /// The connection is gone; harmless when unknown.
    void disconnect(ConnectionId connection);

    void post(ConnectionId connection, Draft draft, Reply<Posted> reply);
    /// One's own message. The same text again changes nothing and is answered alike.
    void edit(ConnectionId connection, const Edit& edit, Reply<Posted> reply);
    /// One's own message; a moderator's deletion reaches everybody's.
    void remove(ConnectionId connection, const Deletion& deletion, Reply<Posted> reply);
    void react(ConnectionId connection, React react, Reply<Posted> reply);
    /// What a message reads now and read before: one's own, and for hosts anybody's.
    void versions(ConnectionId connection, const RoomId& room, Seq message, Reply<Versions> reply);
    void pins(ConnectionId connection, const RoomId& room, Reply<PinsPage> reply);
    void history(ConnectionId connection, PageRequest request, Reply<Page> reply);
    void typing(ConnectionId connection, const RoomId& room, Reply<void> reply);
    void read(ConnectionId connection, const RoomId& room, Seq seq, Reply<RoomView> reply);
    /// How the person sees the room from now on.
    void prefer(ConnectionId connection, const RoomId& room, Preference preference,
                Reply<void> reply);
    void join(ConnectionId connection, const RoomId& room, Reply<RoomView> reply);
    void leave(ConnectionId connection, const RoomId& room, Reply<void> reply);
    void create(ConnectionId connection, const RoomWish& wish, Reply<RoomView> reply);
    /// The direct room with these people, made when there is none.
    void direct(ConnectionId connection, std::vector<UserId> users, Reply<RoomView> reply);
    /// The open rooms whose name has `query` in it, by name. Empty: all.
    void rooms(ConnectionId connection, const std::string& query,
               Reply<std::vector<RoomEntry>> reply);
    void members(ConnectionId connection, const RoomId& room, Reply<Members> reply);
    void roster(ConnectionId connection, RosterRequest request, Reply<RosterPage> reply);
    /// People whose name begins with `query`: who is present, and for those with an account all accounts.
    void find_people(ConnectionId connection, const std::string& query,
                     Reply<std::vector<User>> reply);

    // What hosts and moderators do. What is so already is answered alike, with the room's newest seq.
    void rename(ConnectionId connection, const RoomId& room, const std::string& name,
                Reply<Posted> reply);
    void set_topic(ConnectionId connection, const RoomId& room, const std::string& topic,
                   Reply<Posted> reply);
    void set_use(ConnectionId connection, const RoomId& room, RoomUse use, Reply<Posted> reply);
    /// Somebody becomes a member without being asked.
    void add(ConnectionId connection, const OnMember& wish, Reply<Posted> reply);
    void kick(ConnectionId connection, const OnMember& wish, Reply<Posted> reply);
    void set_host(ConnectionId connection, const HostWish& wish, Reply<Posted> reply);
    void ban(ConnectionId connection, BanWish wish, Reply<void> reply);
    void lift_ban(ConnectionId connection, const OnMember& wish, Reply<void> reply);
    void bans(ConnectionId connection, const RoomId& room, Reply<std::vector<Ban>> reply);
    void pin(ConnectionId connection, const PinWish& wish, Reply<Posted> reply);
    void mute(ConnectionId connection, const MuteWish& wish, Reply<Posted> reply);
    void unmute(ConnectionId connection, const OnMember& wish, Reply<Posted> reply);
    void mutes(ConnectionId connection, const RoomId& room, Reply<std::vector<MuteEntry>> reply);
    /// seconds  between two messages of one person, at most kSlowModeSecondsMax; 0: off
    void set_slow_mode(ConnectionId connection, const RoomId& room, std::uint32_t seconds,
                       Reply<Posted> reply);
    /// How many days messages are kept, at most kRetentionDaysMax; 0: for ever. Older ones go soon, for good.
    void set_retention(ConnectionId connection, const RoomId& room, std::uint32_t days,
                       Reply<Posted> reply);
    void room_audit(ConnectionId connection, RoomAuditRequest request, Reply<RoomAuditPage> reply);

    // Links that let people into a room.
    void make_link(ConnectionId connection, const LinkWish& wish, Reply<MadeLink> reply);
    void links(ConnectionId connection, const RoomId& room, Reply<std::vector<RoomLink>> reply);
    void revoke_link(ConnectionId connection, const RoomId& room, const RoomLinkId& link,
                     Reply<void> reply);
    void look_at_link(ConnectionId connection, const std::string& token, Reply<LinkView> reply);
    void join_by_link(ConnectionId connection, const std::string& token, Reply<RoomView> reply);

    /// Whether the person wants to see nothing of another one, on all their devices. Returns all whom they ignore.
    void ignore(ConnectionId connection, const IgnoreWish& wish, Reply<std::vector<Named>> reply);

    /// Messages of the rooms the person is a member of, newest first.
    void search(ConnectionId connection, const Search& search, Reply<SearchPage> reply);
    /// The room's first message at `time` or later; the last one when none is.
    void date(ConnectionId connection, const RoomId& room, base::WallTime time,
              Reply<FoundTime> reply);

    /// What people of these ids are called and look like now; at most kPeopleAskedMax, unknown ones are left out.
    void people(ConnectionId connection, std::vector<UserId> users, Reply<std::vector<User>> reply);

    [[nodiscard]] Accounts& accounts();
    [[nodiscard]] Administration& administration();
    [[nodiscard]] Exports& exports();
    [[nodiscard]] Imports& imports();
    /// Who may come in how, as it holds now.
    ///
    /// Thread:  any
    [[nodiscard]] Door door() const;

    /// People present on this node, for the join screen.
    [[nodiscard]] std::uint32_t present() const;

    void on_bus_message(const NodeId& from, const BusMessage& message) override;
    void on_bus_restored() override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace chat
