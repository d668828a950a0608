/// FullStore: a store of either engine that is filled with some of everything by its ports, and all that can be asked of it.
///
/// Thread:     the test's.
/// Owns:       the store and all around it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/restraint_words.h"
#include "chat/retention_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/settings.h"
#include "store/sql/sql_store.h"
#include "store/sqlite/sqlite_store.h"
#include "support/manual_clock.h"
#include "support/waiting_executor.h"

namespace store {

/// All that the ports say of what fill() made.
struct Seen {
    std::vector<chat::Room> rooms;
    std::map<std::string, std::vector<chat::Event>> logs;
    std::map<std::string, std::vector<chat::Member>> members;
    std::map<std::string, std::vector<chat::Ban>> bans;
    std::map<std::string, std::vector<chat::MuteEntry>> mutes;
    std::map<std::string, std::vector<chat::Pin>> pins;
    std::map<std::string, std::vector<chat::RoomLink>> links;
    std::map<std::string, std::vector<chat::RoomAuditEntry>> room_audits;
    std::vector<chat::Version> versions;
    std::vector<chat::AccountEntry> accounts;
    std::map<std::string, std::optional<chat::Account>> passwords;
    std::map<std::string, std::vector<chat::Membership>> memberships;
    std::map<std::string, std::vector<chat::Named>> ignored;
    std::map<std::string, std::vector<chat::Session>> sessions;
    std::vector<chat::Invite> invites;
    std::vector<chat::AuditEntry> audit;
    std::vector<chat::AddressBan> address_bans;
    chat::KeptSettings settings;

    friend bool operator==(const Seen&, const Seen&) = default;
};

class FullStore {
public:
    explicit FullStore(const std::string& directory) {
        auto opened = sqlite::SqliteStore::open(directory, surroundings());
        if (!opened) throw std::runtime_error(opened.error().sentence);
        store_ = *std::move(opened);
    }
    explicit FullStore(const postgres::Settings& settings) {
        auto opened = postgres::PostgresStore::open(settings, surroundings());
        if (!opened) throw std::runtime_error(opened.error());
        store_ = *std::move(opened);
    }

    sql::SqlStore& store() { return *store_; }

    static base::WallTime at(std::int64_t milliseconds) {
        return base::WallTime{base::Milliseconds{1'700'000'000'000 + milliseconds}};
    }
    static chat::User person(const std::string& id) {
        return {.id = chat::UserId(id), .nickname = "Name of " + id, .created = at(0)};
    }
    static chat::Append message(const std::string& room, const std::string& author,
                                const std::string& nonce, const std::string& text) {
        chat::Append append = change(room, chat::EventKind::message, author);
        append.text = text;
        append.nonce = chat::Nonce(nonce);
        return append;
    }
    static chat::Append change(const std::string& room, chat::EventKind kind,
                               const std::string& actor, chat::Seq target = 0,
                               const std::string& text = {}) {
        return {.room = chat::RoomId(room),
                .kind = kind,
                .actor = chat::UserId(actor),
                .nickname = "Name of " + actor,
                .time = at(20),
                .text = text,
                .nonce = {},
                .target = target};
    }

    /// Makes the call with a reply, which must come with a value.
    template <typename T, typename Call>
    T ask(Call call) {
        std::optional<base::Result<T, chat::StoreError>> slot;
        call([&slot](base::Result<T, chat::StoreError> answer) { slot = std::move(answer); });
        while (!slot) {
            if (replies_.run_some() == 0) throw std::runtime_error("the store never answered");
        }
        if (!*slot) {
            throw std::runtime_error("refused: " + std::to_string(static_cast<int>(slot->error())));
        }
        if constexpr (!std::is_void_v<T>) return **std::move(slot);
    }
    chat::Seq put(chat::Append append) {
        return ask<chat::Appended>(
                   [&](auto reply) { store().append(std::move(append), std::move(reply)); })
            .event.seq;
    }
    chat::Appended::Outcome outcome_of(chat::Append append) {
        return ask<chat::Appended>(
                   [&](auto reply) { store().append(std::move(append), std::move(reply)); })
            .outcome;
    }

    /// Some of everything, in every table. `texts` are said in the room "garden".
    void fill(const std::vector<std::string>& texts) {
        make_people();
        look_after_rooms(talk(texts));
        administer();
    }

    Seen seen() {
        Seen seen;
        seen.rooms =
            ask<std::vector<chat::Room>>([&](auto reply) { store().rooms(std::move(reply)); });
        for (const chat::Room& room : seen.rooms)
            see(room.id, seen);
        for (const chat::Event& event : seen.logs["garden"]) {
            if (event.kind == chat::EventKind::edited) see_versions(event.target, seen);
        }
        seen.accounts = ask<chat::AccountsPage>([&](auto reply) {
                            store().administration().accounts({.key_prefix = {}}, std::move(reply));
                        }).entries;
        for (const std::string id : {"ada", "bob", "eve", "guest"})
            see_person(id, seen);
        seen.invites = ask<std::vector<chat::Invite>>(
            [&](auto reply) { store().invites(at(100), std::move(reply)); });
        chat::AdminStore& admin = store().administration();
        seen.audit = ask<chat::AuditPage>([&](auto reply) {
                         admin.audit({.limit = 1000}, std::move(reply));
                     }).entries;
        seen.address_bans = ask<std::vector<chat::AddressBan>>(
            [&](auto reply) { admin.address_bans(at(200), std::move(reply)); });
        seen.settings =
            ask<chat::KeptSettings>([&](auto reply) { admin.settings(std::move(reply)); });
        return seen;
    }

private:
    sql::SqlStore::Surroundings surroundings() {
        return {replies_, clock_, base::Log::none(), metrics_};
    }
    static chat::Named named(const std::string& id) {
        return {.user = chat::UserId(id), .nickname = "Name of " + id};
    }
    static chat::Session session(const std::string& id, const std::string& user) {
        return {.id = chat::SessionId(id),
                .user = chat::UserId(user),
                .created = at(0),
                .used = at(0),
                .expires = at(1'000'000),
                .lifetime = base::Milliseconds(1'000'000),
                .agent = "a browser",
                .address = "192.0.2.1"};
    }
    /// A hash, as a token's is, with every octet that there is and one that is its own.
    static std::string hash_of(const std::string& id) {
        std::string octets = id;
        for (int octet = 0; octet < 256; ++octet)
            octets += static_cast<char>(octet);
        return octets;
    }
    static chat::AuditEntry note(const std::string& by, chat::AuditAction action,
                                 const std::string& about) {
        return {.time = at(100),
                .by = named(by),
                .action = action,
                .person = named(about),
                .detail = "because"};
    }

    void make_room(const std::string& id, chat::RoomKind kind = chat::RoomKind::open) {
        ask<chat::Room>([&](auto reply) {
            store().create_room({.id = chat::RoomId(id),
                                 .name = "Room " + id,
                                 .name_key = (kind == chat::RoomKind::closed ? "\x01" : "") + id,
                                 .kind = kind,
                                 .created = at(1)},
                                {}, std::move(reply));
        });
    }
    void make_account(const std::string& id, chat::Role role) {
        chat::User user = person(id);
        user.role = role;
        ask<chat::Known>([&](auto reply) {
            store().create_account(
                {.user = user,
                 .name_key = "key of " + id,
                 .password_hash = "$argon2id$v=19$" + id,
                 .created = at(40),
                 .session = {.session = session("session of " + id, id), .token = hash_of(id)},
                 .invite = {},
                 .claim = role == chat::Role::owner ? chat::NewAccount::Claim::owner
                                                    : chat::NewAccount::Claim::none,
                 .first_room = chat::RoomId("garden")},
                std::move(reply));
        });
    }

    void make_people() {
        make_room("garden");
        make_account("ada", chat::Role::owner);
        make_account("bob", chat::Role::member);
        make_account("eve", chat::Role::member);
        ask<chat::Known>([&](auto reply) {
            store().create_user({.user = person("guest"),
                                 .name_key = "key of guest",
                                 .token = hash_of("guest"),
                                 .session = session("session of guest", "guest"),
                                 .first_room = chat::RoomId("garden")},
                                std::move(reply));
        });
        ask<chat::User>([&](auto reply) {
            store().change_profile(chat::UserId("bob"),
                                   {.nickname = {}, .hue = 210, .status = "on a ladder 🪜"}, {},
                                   std::move(reply));
        });
        for (const std::string other : {"eve", "guest"}) {
            ask<std::vector<chat::Named>>([&](auto reply) {
                store().set_ignored(chat::UserId("ada"), chat::UserId(other), chat::Ignoring::on,
                                    std::move(reply));
            });
        }
        ask<chat::Invite>([&](auto reply) {
            store().create_invite({.invite = {.id = chat::InviteId("an invite"),
                                              .creator = chat::UserId("ada"),
                                              .creator_name = "Name of ada",
                                              .created = at(50),
                                              .expires = at(1050),
                                              .uses_max = 3},
                                   .code = hash_of("code"),
                                   .note = note("ada", chat::AuditAction::invite_made, "bob")},
                                  std::move(reply));
        });
    }

    /// returns  a message that much happened to
    chat::Seq talk(const std::vector<std::string>& texts) {
        using chat::EventKind;
        int nonce = 0;
        for (const std::string& text : texts)
            put(message("garden", "bob", "said-" + std::to_string(++nonce), text));
        const chat::Seq edited = put(message("garden", "bob", "n1", "wrod"));
        put(change("garden", EventKind::edited, "bob", edited, "world"));
        put(change("garden", EventKind::edited, "bob", edited, "word"));
        const chat::Seq gone = put(message("garden", "bob", "n2", "a secret"));
        put(change("garden", EventKind::deleted, "bob", gone));
        for (const std::string who : {"ada", "guest"})
            put(change("garden", EventKind::reaction_added, who, edited, "❤️"));
        put(change("garden", EventKind::reaction_added, "ada", edited, "👍"));
        chat::Append meant = message("garden", "bob", "n3", "@ada look");
        meant.target = edited;
        meant.mentions = {chat::UserId("ada")};
        put(meant);
        put(message("garden", "guest", "n3", "the nonce of another"));
        ask<chat::Membership>([&](auto reply) {
            store().set_read(chat::UserId("eve"), chat::RoomId("garden"), 2, std::move(reply));
        });
        ask<chat::Membership>([&](auto reply) {
            store().set_preference(
                chat::UserId("eve"), chat::RoomId("garden"),
                {.level = chat::NotifyLevel::nothing, .liking = chat::Liking::favourite},
                std::move(reply));
        });
        ask<chat::Opened>([&](auto reply) {
            store().open_direct({.id = chat::RoomId("direct"),
                                 .name = "",
                                 .name_key = "\x02"
                                             "ada+bob",
                                 .kind = chat::RoomKind::direct,
                                 .created = at(2)},
                                {chat::UserId("ada"), chat::UserId("bob")}, std::move(reply));
        });
        put(message("direct", "ada", "n1", "between us"));
        return edited;
    }

    void look_after_rooms(chat::Seq edited) {
        using chat::EventKind;
        chat::Append host = change("garden", EventKind::host_made, "bob");
        host.by = named("ada");
        put(host);
        put(change("garden", EventKind::topic_changed, "ada", 0, "roses"));
        put(change("garden", EventKind::message_pinned, "ada", edited));
        put(change("garden", EventKind::slow_mode_set, "ada", 0, chat::words_of_slow_mode(10)));
        chat::Append mute = change("garden", EventKind::muted, "eve", 0,
                                   chat::words_of(chat::Mute{.until = at(5000)}));
        mute.by = named("ada");
        put(mute);
        ask<std::optional<chat::Event>>([&](auto reply) {
            store().ban(chat::RoomId("garden"),
                        {.user = chat::UserId("guest"),
                         .nickname = "Name of guest",
                         .by = named("ada"),
                         .created = at(60),
                         .until = at(6000),
                         .reason = "enough"},
                        std::move(reply));
        });
        ask<chat::RoomLink>([&](auto reply) {
            store().room_records().make_link({.link = {.id = chat::RoomLinkId("a link"),
                                                       .room = chat::RoomId("garden"),
                                                       .creator = named("ada"),
                                                       .created = at(100),
                                                       .expires = at(10'000),
                                                       .uses_max = 5},
                                              .token = hash_of("link")},
                                             std::move(reply));
        });
        make_room("short");
        put(change("short", EventKind::retention_set, "ada", 0, chat::words_of_retention(30)));
        put(message("short", "ada", "n1", "soon gone"));
        ask<chat::Expired>([&](auto reply) {
            store().room_records().expire(chat::RoomId("short"), at(30), 1000, std::move(reply));
        });
        put(change("short", EventKind::expired, "ada", 2, chat::words_of_expired(1)));
        make_room("brought", chat::RoomKind::closed);
        ask<chat::Imported>([&](auto reply) {
            store().imports().import_events(chat::RoomId("brought"),
                                            {{.room = {},
                                              .seq = 1,
                                              .actor = chat::UserId("x-zoe"),
                                              .nickname = "zoe",
                                              .time = at(1),
                                              .text = "from elsewhere",
                                              .nonce = chat::Nonce("import-1")}},
                                            std::move(reply));
        });
        make_room("quiet");
    }

    void administer() {
        chat::AdminStore& admin = store().administration();
        ask<chat::AccountEntry>([&](auto reply) {
            admin.suspend({.user = chat::UserId("eve"),
                           .was = chat::Role::member,
                           .by_role = chat::Role::owner,
                           .note = note("ada", chat::AuditAction::suspended, "eve")},
                          {.by = named("ada"), .created = at(100), .reason = "noise"},
                          std::move(reply));
        });
        chat::SettingsChange change;
        change.registration.emplace(chat::Registration::invite);
        ask<chat::KeptSettings>([&](auto reply) {
            admin.change_settings(change, {note("ada", chat::AuditAction::setting_changed, "")},
                                  std::move(reply));
        });
        ask<void>([&](auto reply) {
            admin.ban_addresses({{.id = chat::AddressBanId("a ban"),
                                  .network = "203.0.113.0/24",
                                  .terms = {.by = named("ada"),
                                            .created = at(100),
                                            .until = at(7000),
                                            .reason = "a flood"}}},
                                {}, std::move(reply));
        });
    }

    void see(const chat::RoomId& room, Seen& seen) {
        const std::string& id = room.value();
        chat::RoomRecords& records = store().room_records();
        seen.logs[id] =
            ask<chat::Page>([&](auto reply) {
                store().page(
                    {.room = room, .from = chat::PageRequest::From::after, .limit = 10'000},
                    std::move(reply));
            }).events;
        seen.members[id] = ask<chat::Roster>([&](auto reply) {
                               store().roster({.room = room}, std::move(reply));
                           }).members;
        seen.bans[id] = ask<std::vector<chat::Ban>>(
            [&](auto reply) { store().bans(room, at(100), std::move(reply)); });
        seen.mutes[id] = ask<std::vector<chat::MuteEntry>>(
            [&](auto reply) { records.mutes(room, at(100), std::move(reply)); });
        seen.pins[id] =
            ask<std::vector<chat::Pin>>([&](auto reply) { records.pins(room, std::move(reply)); });
        seen.links[id] = ask<std::vector<chat::RoomLink>>(
            [&](auto reply) { records.links(room, at(200), std::move(reply)); });
        seen.room_audits[id] =
            ask<chat::RoomAuditPage>([&](auto reply) {
                records.room_audit({.room = room, .limit = 1000}, std::move(reply));
            }).entries;
    }
    void see_versions(chat::Seq message, Seen& seen) {
        seen.versions =
            ask<chat::Versions>([&](auto reply) {
                store().room_records().versions(chat::RoomId("garden"), message, std::move(reply));
            }).versions;
    }
    void see_person(const std::string& id, Seen& seen) {
        const auto known = ask<std::optional<chat::Known>>(
            [&](auto reply) { store().find_user(hash_of(id), at(500), std::move(reply)); });
        if (known) {
            seen.memberships[id] = known->memberships;
            seen.ignored[id] = known->ignored;
        }
        seen.passwords[id] = ask<std::optional<chat::Account>>(
            [&](auto reply) { store().account_of(chat::UserId(id), std::move(reply)); });
        seen.sessions[id] = ask<std::vector<chat::Session>>(
            [&](auto reply) { store().sessions(chat::UserId(id), at(500), std::move(reply)); });
    }

    support::ManualClock clock_;
    support::WaitingExecutor replies_;
    base::Metrics metrics_;
    std::unique_ptr<sql::SqlStore> store_;
};

}  // namespace store
