/// RestWorld: a Rest before a domain that keeps what it was asked, and the replies until the test gives them.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/rest/rest.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/imports.h"
#include "chat/in_charge.h"
#include "chat/room.h"
#include "net/http/message.h"
#include "support/fake_exchange.h"
#include "support/manual_clock.h"
#include "support/turning_loops.h"

namespace api::rest {

using net::http::Field;
using net::http::Method;

inline std::string words_of(const chat::Credentials& by) {
    return by.kind == chat::Credentials::Kind::key ? "key:" + by.secret : by.secret;
}

/// Keeps what it was asked, and the replies until the test gives them.
class AskedAccounts final : public chat::Accounts {
public:
    void sign_up(chat::SignUp request, chat::AccountReply<chat::SignedIn> reply) override {
        asked_sign_up = std::move(request);
        signed_in = std::move(reply);
    }
    void sign_in(chat::SignIn request, chat::AccountReply<chat::SignedIn> reply) override {
        asked_sign_in = std::move(request);
        signed_in = std::move(reply);
    }
    void sign_out(std::string token, chat::AccountReply<void> reply) override {
        keep("sign_out", token, {}, std::move(reply));
    }
    void change_password(std::string token, std::string current, std::string next,
                         chat::Caller /*caller*/, chat::AccountReply<void> reply) override {
        keep("change_password", token, current + ">" + next, std::move(reply));
    }
    void me(std::string token, chat::AccountReply<chat::User> reply) override {
        asked = "me " + token;
        shown = std::move(reply);
    }
    void change_profile(std::string token, chat::ProfileChange change,
                        chat::AccountReply<chat::User> reply) override {
        asked = "change_profile " + token + " " + change.status.value_or("-");
        shown = std::move(reply);
    }
    void sessions(std::string token,
                  chat::AccountReply<std::vector<chat::SessionView>> reply) override {
        asked = "sessions " + token;
        listed_sessions = std::move(reply);
    }
    void end_session(std::string token, chat::SessionId session,
                     chat::AccountReply<void> reply) override {
        keep("end_session", token, session.value(), std::move(reply));
    }
    void end_other_sessions(std::string token, chat::AccountReply<void> reply) override {
        keep("end_other_sessions", token, {}, std::move(reply));
    }
    void create_invite(chat::Credentials by, chat::InviteRequest request,
                       chat::AccountReply<chat::MadeInvite> reply) override {
        asked = "create_invite " + words_of(by) + " " + std::to_string(request.uses_max);
        made = std::move(reply);
    }
    void invites(chat::Credentials by,
                 chat::AccountReply<std::vector<chat::Invite>> reply) override {
        asked = "invites " + words_of(by);
        listed_invites = std::move(reply);
    }
    void revoke_invite(chat::Credentials by, chat::InviteId invite,
                       chat::AccountReply<void> reply) override {
        keep("revoke_invite", words_of(by), invite.value(), std::move(reply));
    }
    void check_invite(std::string code, chat::Caller caller,
                      chat::AccountReply<void> reply) override {
        keep("check_invite", caller.address, code, std::move(reply));
    }

    std::string asked;
    std::optional<chat::SignUp> asked_sign_up;
    std::optional<chat::SignIn> asked_sign_in;
    chat::AccountReply<void> done;
    chat::AccountReply<chat::User> shown;
    chat::AccountReply<chat::SignedIn> signed_in;
    chat::AccountReply<chat::MadeInvite> made;
    chat::AccountReply<std::vector<chat::SessionView>> listed_sessions;
    chat::AccountReply<std::vector<chat::Invite>> listed_invites;

private:
    void keep(const std::string& what, const std::string& token, const std::string& more,
              chat::AccountReply<void> reply) {
        asked = what + " " + token + " " + more;
        done = std::move(reply);
    }
};

/// The same, of people in charge.
class AskedAdministration final : public chat::Administration {
public:
    void people(chat::Credentials by, chat::PeopleRequest request,
                chat::AccountReply<chat::PeoplePage> reply) override {
        asked = "people " + words_of(by) + " " + request.query + "|" + request.after.value() + "|" +
                std::to_string(request.limit);
        listed = std::move(reply);
    }
    void set_role(chat::Credentials by, chat::UserId user, chat::Role role,
                  chat::AccountReply<chat::PersonView> reply) override {
        keep("set_role " + std::to_string(static_cast<int>(role)), by, user, std::move(reply));
    }
    void suspend(chat::Credentials by, chat::UserId user, chat::SuspensionWish wish,
                 chat::AccountReply<chat::PersonView> reply) override {
        const auto until = wish.until ? wish.until->time_since_epoch().count() : 0;
        keep("suspend " + std::to_string(until) + " " + wish.reason, by, user, std::move(reply));
    }
    void reinstate(chat::Credentials by, chat::UserId user,
                   chat::AccountReply<chat::PersonView> reply) override {
        keep("reinstate", by, user, std::move(reply));
    }
    void end_sessions(chat::Credentials by, chat::UserId user,
                      chat::AccountReply<void> reply) override {
        asked = "end_sessions " + words_of(by) + " " + user.value();
        done = std::move(reply);
    }
    void address_bans(chat::Credentials by,
                      chat::AccountReply<std::vector<chat::AddressBan>> reply) override {
        asked = "address_bans " + words_of(by);
        banned = std::move(reply);
    }
    void ban_addresses(chat::Credentials by, chat::AddressBanWish wish,
                       chat::AccountReply<std::vector<chat::AddressBan>> reply) override {
        const auto until = wish.until ? wish.until->time_since_epoch().count() : 0;
        asked = "ban_addresses " + words_of(by) + " " + wish.network + "|" + wish.user.value() +
                "|" + std::to_string(until) + "|" + wish.reason + "|" + wish.from;
        banned = std::move(reply);
    }
    void lift_address_ban(chat::Credentials by, chat::AddressBanId ban,
                          chat::AccountReply<void> reply) override {
        asked = "lift_address_ban " + words_of(by) + " " + ban.value();
        done = std::move(reply);
    }
    void rooms(chat::Credentials by, chat::ServerRoomsRequest request,
               chat::AccountReply<chat::ServerRoomsPage> reply) override {
        asked = "rooms " + words_of(by) + " " + request.query + "|" + request.after.value() + "|" +
                std::to_string(request.limit);
        rooms_listed = std::move(reply);
    }
    void set_room_use(chat::Credentials by, chat::RoomId room, chat::RoomUse use,
                      chat::AccountReply<chat::ServerRoom> reply) override {
        asked = "set_room_use " + words_of(by) + " " + room.value() + " " +
                std::to_string(static_cast<int>(use));
        room_shown = std::move(reply);
    }
    void settings(chat::Credentials by, chat::AccountReply<chat::SettingsView> reply) override {
        asked = "settings " + words_of(by);
        set = std::move(reply);
    }
    void change_settings(chat::Credentials by, chat::SettingsChange change,
                         chat::AccountReply<chat::SettingsView> reply) override {
        asked = "change_settings " + words_of(by);
        asked_change = change;
        set = std::move(reply);
    }
    void figures(chat::Credentials by, chat::AccountReply<chat::Figures> reply) override {
        asked = "figures " + words_of(by);
        counted = std::move(reply);
    }
    void audit(chat::Credentials by, chat::AuditRequest request,
               chat::AccountReply<chat::AuditPage> reply) override {
        asked = "audit " + words_of(by) + " " + std::to_string(request.before) + "|" +
                std::to_string(request.limit);
        read = std::move(reply);
    }

    std::string asked;
    chat::SettingsChange asked_change;
    chat::AccountReply<void> done;
    chat::AccountReply<chat::PersonView> shown;
    chat::AccountReply<chat::PeoplePage> listed;
    chat::AccountReply<std::vector<chat::AddressBan>> banned;
    chat::AccountReply<chat::ServerRoomsPage> rooms_listed;
    chat::AccountReply<chat::ServerRoom> room_shown;
    chat::AccountReply<chat::SettingsView> set;
    chat::AccountReply<chat::Figures> counted;
    chat::AccountReply<chat::AuditPage> read;

private:
    void keep(const std::string& what, const chat::Credentials& by, const chat::UserId& user,
              chat::AccountReply<chat::PersonView> reply) {
        asked = what + " " + words_of(by) + " " + user.value();
        shown = std::move(reply);
    }
};

/// The same, of exports.
class AskedExports final : public chat::Exports {
public:
    void open_room(chat::Credentials by, chat::RoomId room,
                   chat::AccountReply<chat::RoomExport> reply) override {
        asked = "open_room " + words_of(by) + " " + room.value();
        opened_room = std::move(reply);
    }
    void room_page(chat::Credentials by, chat::RoomId room, chat::Seq after,
                   chat::AccountReply<chat::Page> reply) override {
        asked = "room_page " + words_of(by) + " " + room.value() + " " + std::to_string(after);
        paged = std::move(reply);
    }
    void open_own(chat::Credentials by, chat::AccountReply<chat::OwnData> reply) override {
        asked = "open_own " + words_of(by);
        opened_own = std::move(reply);
    }
    void own_page(chat::Credentials by, chat::SaidPlace after,
                  chat::AccountReply<chat::SaidPage> reply) override {
        asked =
            "own_page " + words_of(by) + " " + after.room.value() + " " + std::to_string(after.seq);
        said = std::move(reply);
    }

    std::string asked;
    chat::AccountReply<chat::RoomExport> opened_room;
    chat::AccountReply<chat::Page> paged;
    chat::AccountReply<chat::OwnData> opened_own;
    chat::AccountReply<chat::SaidPage> said;
};

/// The same, of imports.
class AskedImports final : public chat::Imports {
public:
    void begin(chat::Credentials by, chat::ImportWish wish,
               chat::AccountReply<chat::Room> reply) override {
        asked = "begin " + words_of(by) + " " + wish.name + "|" + wish.topic;
        opened = std::move(reply);
    }
    void add(chat::Credentials by, chat::RoomId room, std::vector<chat::Event> events,
             chat::AccountReply<chat::Seq> reply) override {
        asked = "add " + words_of(by) + " " + room.value();
        asked_events = std::move(events);
        added = std::move(reply);
    }
    void finish(chat::Credentials by, chat::RoomId room, std::string host,
                chat::AccountReply<chat::Room> reply) override {
        asked = "finish " + words_of(by) + " " + room.value() + " " + host;
        opened = std::move(reply);
    }

    std::string asked;
    std::vector<chat::Event> asked_events;
    chat::AccountReply<chat::Room> opened;
    chat::AccountReply<chat::Seq> added;
};

class RestWorld : public testing::Test {
protected:
    /// Hands a request to the Rest, on its loop.
    void request(Method method, std::string target, std::string body = {},
                 std::vector<Field> fields = {}) {
        net::http::Request request;
        request.method = method;
        request.target = "/api/v1/" + std::move(target);
        request.body = std::move(body);
        request.fields = std::move(fields);
        request.fields.emplace_back("Host", "chat.example");
        if (!request.body.empty()) request.fields.emplace_back("Content-Type", "application/json");
        request.peer_address = "192.0.2.7";
        loops.on(0, [&] { rest->handle(std::move(request), peer->exchange()); });
    }
    static Field bearer(std::string_view token) {
        return {"Authorization", "Bearer " + std::string(token)};
    }
    [[nodiscard]] std::uint16_t status() const {
        return peer->response ? peer->response->status : 0;
    }
    [[nodiscard]] std::string code() const {
        const boost::json::value body = boost::json::parse(peer->body());
        return std::string(body.at("error").at("code").as_string());
    }

    /// The domain's answer, on the domain's loop.
    template <typename T, typename Value>
    void reply(chat::AccountReply<T>& slot, Value value) {
        ASSERT_TRUE(static_cast<bool>(slot));
        loops.on(1, [&] { std::exchange(slot, nullptr)(std::move(value)); });
    }
    static std::unexpected<chat::AccountRefusal> refused(
        chat::AccountError error, std::vector<std::string> suggestions = {},
        base::Milliseconds wait = base::Milliseconds(0)) {
        return base::fail(chat::AccountRefusal{
            .error = error, .suggestions = std::move(suggestions), .retry_after = wait});
    }

    support::TurningLoops loops{2};
    support::ManualClock clock;
    AskedAccounts accounts;
    AskedAdministration administration;
    AskedExports exports;
    AskedImports imports;
    std::optional<Rest> rest{std::in_place,
                             loops.at(0),
                             loops.at(1),
                             accounts,
                             administration,
                             exports,
                             imports,
                             clock,
                             Options{.allowed_origins = {"https://friend.example"},
                                     .version = "1.2.3",
                                     .waiting_max = 2,
                                     .downloads_max = 2,
                                     .requests_per_second = 1,
                                     .requests_burst = 30},
                             loops.metrics};
    std::optional<support::FakeExchange> peer{std::in_place, *loops.wires[0]};
    const chat::User ada{.id = chat::UserId("u1"),
                         .nickname = "ada",
                         .role = chat::Role::member,
                         .status = "away",
                         .hue = 120};
};

}  // namespace api::rest
