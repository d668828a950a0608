#include "api/rest/rest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/rest/bodies.h"
#include "api/rest/rest_world.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "net/http/message.h"

namespace api::rest {
namespace {

using testing::HasSubstr;

class RestTest : public RestWorld {};

TEST_F(RestTest, a_sign_up_reaches_the_domain_with_token_and_caller_and_comes_back) {
    request(Method::post, "register", R"({"name":"ada","password":"long enough"})",
            {bearer("guest-token"), {"User-Agent", std::string(300, 'x')}});
    ASSERT_TRUE(accounts.asked_sign_up.has_value());
    EXPECT_EQ(accounts.asked_sign_up->token, "guest-token");
    EXPECT_EQ(accounts.asked_sign_up->caller.address, "192.0.2.7");
    EXPECT_EQ(accounts.asked_sign_up->caller.agent.size(), chat::kAgentBytesMax);
    EXPECT_FALSE(peer->is_answered());

    reply(accounts.signed_in, base::Result<chat::SignedIn, chat::AccountRefusal>(chat::SignedIn{
                                  .user = ada, .token = "t", .session = chat::SessionId("s1")}));
    EXPECT_EQ(status(), 201);
    EXPECT_EQ(
        peer->body(),
        R"({"token":"t","session":"s1","me":{"user":"u1","nickname":"ada","role":"member","status":"away","hue":120}})");
    EXPECT_EQ(peer->field("Cache-Control"), "no-store");
    EXPECT_EQ(peer->field("Content-Type"), "application/json");
}

TEST_F(RestTest, each_operation_is_asked_of_the_domain) {
    struct {
        Method method;
        std::string target;
        std::string body;
        std::string asked;
    } const cases[] = {
        {Method::post, "logout", "", "sign_out t "},
        {Method::get, "me", "", "me t"},
        {Method::patch, "me", R"({"status":"here"})", "change_profile t here"},
        {Method::post, "password", R"({"current":"a","password":"b"})", "change_password t a>b"},
        {Method::get, "sessions", "", "sessions t"},
        {Method::del, "sessions", "", "end_other_sessions t "},
        {Method::del, "sessions/s9", "", "end_session t s9"},
        {Method::get, "invites", "", "invites t"},
        {Method::post, "invites", R"({"uses":4})", "create_invite t 4"},
        {Method::del, "invites/i9", "", "revoke_invite t i9"},
        {Method::post, "invites/check", R"({"code":"c"})", "check_invite 192.0.2.7 c"},
    };
    for (const auto& [method, target, body, asked] : cases) {
        SCOPED_TRACE(target);
        rest.reset();
        peer.emplace(*loops.wires[0]);
        rest.emplace(loops.at(0), loops.at(1), accounts, administration, exports, imports, clock,
                     Options{}, loops.metrics);
        request(method, target, body, {bearer("t")});
        EXPECT_EQ(accounts.asked, asked);
    }
}

TEST_F(RestTest, lists_are_written_as_the_document_says) {
    request(Method::get, "sessions", {}, {bearer("t")});
    const base::WallTime now{base::Milliseconds{5}};
    reply(accounts.listed_sessions,
          base::Result<std::vector<chat::SessionView>, chat::AccountRefusal>(
              std::vector<chat::SessionView>{{.session = {.id = chat::SessionId("s1"),
                                                          .user = ada.id,
                                                          .created = now,
                                                          .used = now,
                                                          .expires = now,
                                                          .agent = "A \"browser\"",
                                                          .address = "192.0.2.1"},
                                              .current = chat::SessionView::Mine::yes}}));
    EXPECT_EQ(
        peer->body(),
        R"({"sessions":[{"session":"s1","created":5,"used":5,"agent":"A \"browser\"","address":"192.0.2.1","current":true}]})");

    peer.emplace(*loops.wires[0]);
    request(Method::post, "invites", {}, {bearer("t")});
    reply(accounts.made, base::Result<chat::MadeInvite, chat::AccountRefusal>(
                             chat::MadeInvite{.invite = {.id = chat::InviteId("i1"),
                                                         .creator = ada.id,
                                                         .creator_name = "ada",
                                                         .created = now,
                                                         .expires = now,
                                                         .uses_max = 3,
                                                         .uses = 1},
                                              .code = "c"}));
    EXPECT_EQ(status(), 201);
    EXPECT_EQ(
        peer->body(),
        R"({"invite":{"invite":"i1","creator":"u1","creator_name":"ada","created":5,"expires":5,"uses":1,"uses_max":3},"code":"c"})");
}

TEST_F(RestTest, what_is_done_without_an_answer_is_204) {
    request(Method::post, "logout", {}, {bearer("t")});
    reply(accounts.done, base::Result<void, chat::AccountRefusal>());
    EXPECT_EQ(status(), 204);
    EXPECT_EQ(peer->body(), "");
}

TEST_F(RestTest, a_refusal_has_its_status_its_word_and_what_helps) {
    struct {
        chat::AccountError error;
        std::uint16_t status;
    } const cases[] = {
        {chat::AccountError::name_invalid, 400},    {chat::AccountError::password_invalid, 400},
        {chat::AccountError::profile_invalid, 400}, {chat::AccountError::credentials_wrong, 401},
        {chat::AccountError::token_expired, 401},   {chat::AccountError::password_wrong, 403},
        {chat::AccountError::not_an_account, 403},  {chat::AccountError::registration_closed, 403},
        {chat::AccountError::invite_needed, 403},   {chat::AccountError::owner_key_invalid, 403},
        {chat::AccountError::forbidden, 403},       {chat::AccountError::invite_invalid, 404},
        {chat::AccountError::not_found, 404},       {chat::AccountError::name_taken, 409},
        {chat::AccountError::has_account, 409},     {chat::AccountError::too_many, 409},
        {chat::AccountError::rate_limited, 429},    {chat::AccountError::unavailable, 503},
    };
    for (const auto& [error, expected] : cases) {
        SCOPED_TRACE(expected);
        peer.emplace(*loops.wires[0]);
        request(Method::get, "me", {}, {bearer("t")});
        reply(accounts.shown, base::Result<chat::User, chat::AccountRefusal>(
                                  refused(error, {"ada2"}, base::Milliseconds(1500))));
        EXPECT_EQ(status(), expected);
        EXPECT_EQ(peer->field("Retry-After"), "2");
        EXPECT_THAT(std::string(peer->body()), HasSubstr(R"("retry_after_ms":1500)"));
        EXPECT_EQ(peer->body().contains("suggestions"), error == chat::AccountError::name_taken);
    }
}

TEST_F(RestTest, what_cannot_be_asked_so_never_reaches_the_domain) {
    struct {
        std::string_view why;
        Method method;
        std::string target;
        std::string body;
        std::vector<Field> fields;
        std::uint16_t status;
        std::string_view code;
    } const cases[] = {
        {"a wrong method", Method::get, "register", "", {}, 405, "method_not_allowed"},
        {"no such resource", Method::get, "sessions/a/b", "", {}, 404, "not_found"},
        {"no JSON", Method::post, "login", "{", {}, 400, "invalid_payload"},
        {"a form",
         Method::post,
         "login",
         "name=ada",
         {{"Content-Type", "application/x-www-form-urlencoded"}},
         415,
         "not_json"},
        {"JSON's cousin",
         Method::post,
         "login",
         "{}",
         {{"Content-Type", "application/jsonx"}},
         415,
         "not_json"},
        {"another host's page",
         Method::post,
         "login",
         R"({"name":"a","password":"b"})",
         {{"Origin", "https://evil.example"}},
         403,
         "origin_forbidden"},
    };
    for (const auto& [why, method, target, body, fields, expected, word] : cases) {
        SCOPED_TRACE(why);
        peer.emplace(*loops.wires[0]);
        request(method, target, body, fields);
        EXPECT_EQ(status(), expected);
        EXPECT_EQ(code(), word);
    }
    EXPECT_FALSE(accounts.asked_sign_in.has_value());
}

TEST_F(RestTest, pages_of_named_hosts_and_of_this_one_may_ask) {
    for (const std::string_view origin : {"https://friend.example", "https://chat.example"}) {
        SCOPED_TRACE(origin);
        peer.emplace(*loops.wires[0]);
        accounts.asked.clear();
        request(Method::get, "me", {}, {bearer("t"), {"Origin", std::string(origin)}});
        EXPECT_EQ(accounts.asked, "me t");
        reply(accounts.shown, base::Result<chat::User, chat::AccountRefusal>(ada));
        EXPECT_EQ(peer->field("Access-Control-Allow-Origin"),
                  origin == "https://friend.example" ? origin : "");
    }
    peer.emplace(*loops.wires[0]);
    request(Method::options, "me", {},
            {{"Origin", "https://friend.example"},
             {"Access-Control-Request-Headers", "authorization"}});
    EXPECT_EQ(status(), 204);
    EXPECT_EQ(peer->field("Access-Control-Allow-Methods"), "GET, POST, PUT, PATCH, DELETE");
    EXPECT_EQ(peer->field("Access-Control-Allow-Headers"), "authorization");
}

TEST_F(RestTest, no_more_than_so_many_wait) {
    support::FakeExchange first{*loops.wires[0]};
    support::FakeExchange second{*loops.wires[0]};
    for (support::FakeExchange* each : {&first, &second}) {
        net::http::Request asked;
        asked.method = Method::get;
        asked.target = "/api/v1/me";
        loops.on(0, [&] { rest->handle(std::move(asked), each->exchange()); });
        EXPECT_FALSE(each->is_answered());
    }
    request(Method::get, "me");
    EXPECT_EQ(status(), 503);
    EXPECT_EQ(code(), "unavailable");

    // The one that is answered makes room, whether its peer is still there or not.
    second.vanish();
    reply(accounts.shown, base::Result<chat::User, chat::AccountRefusal>(ada));
    peer.emplace(*loops.wires[0]);
    request(Method::get, "me");
    EXPECT_FALSE(peer->is_answered());
}

TEST_F(RestTest, who_asks_too_often_is_told_when_to_ask_again) {
    const auto ask = [this] {
        peer.emplace(*loops.wires[0]);
        request(Method::get, "me");
    };
    for (int i = 0; i < 30; ++i) {
        ask();
        ASSERT_FALSE(peer->is_answered());
        reply(accounts.shown, base::Result<chat::User, chat::AccountRefusal>(ada));
    }
    accounts.asked.clear();
    ask();
    EXPECT_EQ(status(), 429);
    EXPECT_EQ(code(), "rate_limited");
    EXPECT_EQ(peer->field("Retry-After"), "1");
    EXPECT_EQ(accounts.asked, "");
    clock.advance(std::chrono::seconds(1));
    ask();
    EXPECT_FALSE(peer->is_answered());
    EXPECT_NE(accounts.asked, "");
}

TEST_F(RestTest, a_token_is_taken_from_its_field_alone) {
    struct {
        std::string value;
        std::string token;
    } const cases[] = {{"Bearer abc", "abc"}, {"bearer abc", "abc"},
                       {"Basic abc", ""},     {"Bearer", ""},
                       {"Bearer ", ""},       {"Bearer " + std::string(129, 'x'), ""}};
    for (const auto& [value, token] : cases) {
        SCOPED_TRACE(value);
        rest.reset();
        peer.emplace(*loops.wires[0]);
        rest.emplace(loops.at(0), loops.at(1), accounts, administration, exports, imports, clock,
                     Options{}, loops.metrics);
        request(Method::get, "me", {}, {{"Authorization", value}});
        EXPECT_EQ(accounts.asked, "me " + token);
    }
}

TEST_F(RestTest, a_reply_after_the_end_is_harmless) {
    request(Method::get, "me", {}, {bearer("t")});
    loops.on(0, [&] { rest.reset(); });
    EXPECT_EQ(status(), 500);  // the exchange was not answered
    peer.emplace(*loops.wires[0]);
    reply(accounts.shown, base::Result<chat::User, chat::AccountRefusal>(ada));
    EXPECT_FALSE(peer->is_answered());
}

TEST_F(RestTest, a_body_has_a_small_bound) {
    EXPECT_EQ(rest->body_bytes_max({}, {}), kBodyBytesMax);
}

}  // namespace
}  // namespace api::rest
