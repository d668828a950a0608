#include "api/rest/administration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/rest/rest_world.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "net/http/message.h"

namespace api::rest {
namespace {

using testing::HasSubstr;

class AdministrationTest : public RestWorld {};

/// By it a test says who asks.
const Field kKey{"Authorization", "Parlor-Admin the-key"};

TEST_F(AdministrationTest, people_are_listed_as_asked_for) {
    request(Method::get, "admin/people?query=Ad%61&after=u1&limit=7", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "people token Ada|u1|7");
    chat::PersonView person{
        .entry = {.user = ada, .created = base::WallTime(base::Milliseconds(5))},
        .here = chat::PersonView::Here::yes};
    person.entry.suspension =
        chat::Suspension{.by = {.user = chat::UserId("u9"), .nickname = "Olga"},
                         .created = base::WallTime(base::Milliseconds(6)),
                         .until = base::WallTime(base::Milliseconds(7)),
                         .reason = "noise"};
    chat::PersonView plain{.entry = {.user = ada, .created = {}}};
    plain.entry.suspension = chat::Suspension{.by = {.user = {}, .nickname = "the command line"}};
    reply(administration.listed, chat::PeoplePage{.people = {person, plain}, .more = true});
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(peer->body(),
              R"({"people":[{"user":"u1","nickname":"ada","role":"member","created":5,)"
              R"("present":true,"suspended":{"by":"u9","by_name":"Olga","time":6,"until":7,)"
              R"("reason":"noise"}},{"user":"u1","nickname":"ada","role":"member","created":0,)"
              R"("present":false,"suspended":{"by_name":"the command line","time":0}}],)"
              R"("more":true})");
}

TEST_F(AdministrationTest, what_is_done_to_people_reaches_the_domain) {
    struct {
        Method method;
        std::string resource;
        std::string body;
        std::string asked;
    } const cases[] = {
        {Method::patch, "", R"({"role":"admin"})", "set_role 4 key:the-key u1"},
        {Method::put, "/suspension", R"({"until":9,"reason":"noise"})",
         "suspend 9 noise key:the-key u1"},
        {Method::put, "/suspension", "", "suspend 0  key:the-key u1"},
        {Method::del, "/suspension", "", "reinstate key:the-key u1"},
    };
    for (const auto& [method, resource, body, asked] : cases) {
        SCOPED_TRACE(asked);
        peer.emplace(*loops.wires[0]);
        request(method, "admin/people/u1" + resource, body, {kKey});
        EXPECT_EQ(administration.asked, asked);
        reply(administration.shown, chat::PersonView{.entry = {.user = ada, .created = {}}});
        EXPECT_EQ(peer->body(),
                  R"({"person":{"user":"u1","nickname":"ada","role":"member","created":0,)"
                  R"("present":false}})");
    }
    peer.emplace(*loops.wires[0]);
    request(Method::del, "admin/people/u1/sessions", {}, {kKey});
    EXPECT_EQ(administration.asked, "end_sessions key:the-key u1");
    reply(administration.done, base::Result<void, chat::AccountRefusal>());
    EXPECT_EQ(status(), 204);
}

TEST_F(AdministrationTest, settings_are_shown_and_changed) {
    request(Method::patch, "admin/settings", R"({"registration":"invite","guests":null})", {kKey});
    ASSERT_TRUE(administration.asked_change.registration.has_value());
    EXPECT_EQ(*administration.asked_change.registration, chat::Registration::invite);
    ASSERT_TRUE(administration.asked_change.guests.has_value());
    EXPECT_EQ(*administration.asked_change.guests, std::nullopt);
    chat::SettingsView view;
    view.holds.registration = chat::Registration::invite;
    view.kept.registration = chat::Registration::invite;
    reply(administration.set, view);
    EXPECT_EQ(peer->body(),
              R"({"registration":{"value":"invite","configured":"open","changed":true},)"
              R"("guests":{"value":true,"configured":true,"changed":false}})");
    peer.emplace(*loops.wires[0]);
    request(Method::get, "admin/settings", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "settings token");
}

TEST_F(AdministrationTest, figures_and_the_audit_are_shown) {
    request(Method::get, "admin/figures", {}, {bearer("token")});
    reply(administration.counted, chat::Figures{.people_present = 2, .store_bytes = 9});
    EXPECT_EQ(peer->body(),
              R"({"version":"1.2.3","started":0,"people_present":2,"connections":0,"accounts":0,)"
              R"("rooms":0,"messages_since_start":0,"messages_per_minute":0,"store_wait_ms":0,)"
              R"("store_bytes":9})");
    peer.emplace(*loops.wires[0]);
    request(Method::get, "admin/figures", {}, {bearer("token")});
    const chat::NodeFigures here{.node = "k3v9x2ab",
                                 .name = "north",
                                 .version = "1.2.3",
                                 .which = chat::NodeFigures::Which::this_one,
                                 .people_present = 1,
                                 .connections = 2,
                                 .rooms_active = 3,
                                 .messages_since_start = 4,
                                 .messages_per_minute = 5,
                                 .store_wait_ms = 6};
    const chat::NodeFigures there{.node = "m4w0y3bc",
                                  .name = "south",
                                  .version = "1.2.2",
                                  .state = chat::NodeFigures::State::draining};
    reply(administration.counted,
          chat::Figures{.bus = chat::Figures::Bus::down, .nodes = {here, there}});
    EXPECT_EQ(
        peer->body(),
        R"({"version":"1.2.3","started":0,"people_present":0,"connections":0,"accounts":0,)"
        R"("rooms":0,"messages_since_start":0,"messages_per_minute":0,"store_wait_ms":0,)"
        R"("bus":"down","nodes":[{"node":"k3v9x2ab","name":"north",)"
        R"("version":"1.2.3","state":"serving","people_present":1,"connections":2,)"
        R"("rooms_active":3,"messages_since_start":4,"messages_per_minute":5,"store_wait_ms":6,)"
        R"("this":true},{"node":"m4w0y3bc",)"
        R"("name":"south","version":"1.2.2","state":"draining","people_present":0,)"
        R"("connections":0,"rooms_active":0,"messages_since_start":0,)"
        R"("messages_per_minute":0,"store_wait_ms":0}]})");
    peer.emplace(*loops.wires[0]);
    request(Method::get, "admin/audit?before=9&limit=2", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "audit token 9|2");
    chat::AuditEntry entry{.number = 8,
                           .by = {.user = chat::UserId("u9"), .nickname = "Olga"},
                           .action = chat::AuditAction::suspended,
                           .person = {.user = chat::UserId("u1"), .nickname = "ada"},
                           .detail = "noise"};
    entry.until = base::WallTime(base::Milliseconds(7));
    const chat::AuditEntry other{.number = 7,
                                 .by = {.user = {}, .nickname = "the command line"},
                                 .action = chat::AuditAction::setting_changed};
    reply(administration.read, chat::AuditPage{.entries = {entry, other}});
    EXPECT_EQ(peer->body(),
              R"({"entries":[{"number":8,"time":0,"by":"u9","by_name":"Olga",)"
              R"("action":"suspended","user":"u1","nickname":"ada","detail":"noise","until":7},)"
              R"({"number":7,"time":0,"by_name":"the command line","action":"setting_changed"}],)"
              R"("more":false})");
}

TEST_F(AdministrationTest, people_in_charge_are_told_which_field_is_wrong) {
    struct {
        Method method;
        std::string resource;
        std::string body;
        std::string_view names;
    } const cases[] = {
        {Method::get, "people?limit=0", "", "limit"},
        {Method::get, "people?limit=201", "", "limit"},
        {Method::get, "people?limit=many", "", "limit"},
        {Method::get, "people?query=%FF", "", "query"},
        {Method::get, "audit?before=-1", "", "before"},
        {Method::patch, "people/u1", R"({"role":"owner"})", "role"},
        {Method::patch, "people/u1", R"({})", "role"},
        {Method::put, "people/u1/suspension", R"({"until":"tomorrow"})", "until"},
        {Method::put, "people/u1/suspension", R"({"reason":7})", "reason"},
        {Method::post, "bans", R"({})", "network"},
        {Method::post, "bans", R"({"network":"192.0.2.1","user":"u1"})", "network"},
        {Method::post, "bans", R"({"network":7})", "network"},
        {Method::post, "bans", R"({"user":true})", "user"},
        {Method::post, "bans", R"({"user":"u1","until":0})", "until"},
        {Method::get, "rooms?limit=0", "", "limit"},
        {Method::patch, "settings", R"({"registration":"never"})", "registration"},
        {Method::patch, "settings", R"({"guests":"on"})", "guests"},
        {Method::patch, "settings", "", "object"},
    };
    for (const auto& [method, resource, body, names] : cases) {
        SCOPED_TRACE(resource + body);
        peer.emplace(*loops.wires[0]);
        request(method, "admin/" + resource, body, {kKey});
        EXPECT_EQ(status(), 400);
        EXPECT_EQ(code(), "invalid_payload");
        EXPECT_THAT(peer->body(), HasSubstr(names));
        EXPECT_EQ(administration.asked, "");
    }
}

TEST_F(AdministrationTest, addresses_are_banned_as_asked_for) {
    request(Method::post, "admin/bans", R"({"network":"192.0.2.0/24","until":9,"reason":"spam"})",
            {kKey});
    EXPECT_EQ(administration.asked, "ban_addresses key:the-key 192.0.2.0/24||9|spam|192.0.2.7");
    const chat::AddressBan ban{.id = chat::AddressBanId("b1"),
                               .network = "192.0.2.0/24",
                               .terms = {.by = {.user = chat::UserId("u9"), .nickname = "Olga"},
                                         .created = base::WallTime(base::Milliseconds(6)),
                                         .until = base::WallTime(base::Milliseconds(9)),
                                         .reason = "spam"}};
    reply(administration.banned, std::vector{ban});
    EXPECT_EQ(status(), 201);
    const std::string bans =
        R"({"bans":[{"ban":"b1","network":"192.0.2.0/24","by":"u9","by_name":"Olga","time":6,)"
        R"("until":9,"reason":"spam"}]})";
    EXPECT_EQ(peer->body(), bans);

    peer.emplace(*loops.wires[0]);
    request(Method::post, "admin/bans", R"({"user":"u1"})", {bearer("token")});
    EXPECT_EQ(administration.asked, "ban_addresses token |u1|0||192.0.2.7");
    peer.emplace(*loops.wires[0]);
    request(Method::get, "admin/bans", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "address_bans token");
    reply(administration.banned, std::vector{ban});
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(peer->body(), bans);
    peer.emplace(*loops.wires[0]);
    request(Method::del, "admin/bans/b1", {}, {kKey});
    EXPECT_EQ(administration.asked, "lift_address_ban key:the-key b1");
    reply(administration.done, base::Result<void, chat::AccountRefusal>());
    EXPECT_EQ(status(), 204);
}

TEST_F(AdministrationTest, a_banned_address_is_told_so_with_its_end) {
    request(Method::post, "register", R"({"name":"ada","password":"long enough"})");
    chat::AccountRefusal refusal{.error = chat::AccountError::address_banned};
    refusal.suspension = chat::Suspension{
        .by = {}, .until = base::WallTime(base::Milliseconds(1'798'675'200'000)), .reason = "spam"};
    reply(accounts.signed_in, base::fail(std::move(refusal)));
    EXPECT_EQ(status(), 403);
    EXPECT_EQ(peer->body(),
              R"({"error":{"code":"address_banned","message":"Nobody can come in from this )"
              R"(address until 2026-12-31 00:00 UTC.","until":1798675200000,"reason":"spam"}})");
}

TEST_F(AdministrationTest, rooms_are_listed_and_archived) {
    request(Method::get, "admin/rooms?query=Gard&after=r0&limit=7", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "rooms token Gard|r0|7");
    chat::ServerRoom garden{.room = {.id = chat::RoomId("r1"),
                                     .name = "Garden",
                                     .name_key = "garden",
                                     .created = base::WallTime(base::Milliseconds(5)),
                                     .head = 9,
                                     .ordinal = 4},
                            .present = 2};
    reply(administration.rooms_listed, chat::ServerRoomsPage{.rooms = {garden}, .more = true});
    EXPECT_EQ(peer->body(),
              R"({"rooms":[{"room":"r1","name":"Garden","kind":"public","created":5,"present":2,)"
              R"("messages":4}],"more":true})");
    garden.room.topic = "Beds";
    garden.room.use = chat::RoomUse::archived;
    peer.emplace(*loops.wires[0]);
    request(Method::put, "admin/rooms/r1/archive", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "set_room_use token r1 2");
    reply(administration.room_shown, garden);
    EXPECT_EQ(peer->body(),
              R"({"room":{"room":"r1","name":"Garden","kind":"public","topic":"Beds",)"
              R"("archived":true,"created":5,"present":2,"messages":4}})");
    peer.emplace(*loops.wires[0]);
    request(Method::del, "admin/rooms/r1/archive", {}, {bearer("token")});
    EXPECT_EQ(administration.asked, "set_room_use token r1 1");
}

TEST_F(AdministrationTest, a_suspension_is_told_with_its_end) {
    request(Method::post, "login", R"({"name":"ada","password":"long enough"})");
    chat::AccountRefusal refusal{.error = chat::AccountError::suspended};
    refusal.suspension =
        chat::Suspension{.by = {},
                         .until = base::WallTime(base::Milliseconds(1'798'675'200'000)),
                         .reason = "noise"};
    reply(accounts.signed_in, base::fail(std::move(refusal)));
    EXPECT_EQ(status(), 403);
    EXPECT_EQ(peer->body(),
              R"({"error":{"code":"suspended","message":"This account is suspended until )"
              R"(2026-12-31 00:00 UTC.","until":1798675200000,"reason":"noise"}})");
}

TEST_F(AdministrationTest, the_key_is_for_people_in_charge_alone) {
    request(Method::get, "invites", {}, {kKey});
    EXPECT_EQ(accounts.asked, "invites key:the-key");
    peer.emplace(*loops.wires[0]);
    request(Method::get, "me", {}, {kKey});
    EXPECT_EQ(accounts.asked, "me ");
}

}  // namespace
}  // namespace api::rest
