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
#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "net/http/message.h"
#include "support/fake_exchange.h"
#include "support/manual_clock.h"
#include "support/turning_loops.h"

namespace api::rest {
namespace {

using net::http::Field;
using net::http::Method;
using testing::HasSubstr;

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
    void create_invite(std::string token, chat::InviteRequest request,
                       chat::AccountReply<chat::MadeInvite> reply) override {
        asked = "create_invite " + token + " " + std::to_string(request.uses_max);
        made = std::move(reply);
    }
    void invites(std::string token, chat::AccountReply<std::vector<chat::Invite>> reply) override {
        asked = "invites " + token;
        listed_invites = std::move(reply);
    }
    void revoke_invite(std::string token, chat::InviteId invite,
                       chat::AccountReply<void> reply) override {
        keep("revoke_invite", token, invite.value(), std::move(reply));
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

class RestTest : public testing::Test {
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
    std::optional<Rest> rest{std::in_place,
                             loops.at(0),
                             loops.at(1),
                             accounts,
                             clock,
                             Options{.allowed_origins = {"https://friend.example"},
                                     .waiting_max = 2,
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
        rest.emplace(loops.at(0), loops.at(1), accounts, clock, Options{}, loops.metrics);
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
    EXPECT_EQ(peer->field("Access-Control-Allow-Methods"), "GET, POST, PATCH, DELETE");
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
        rest.emplace(loops.at(0), loops.at(1), accounts, clock, Options{}, loops.metrics);
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
