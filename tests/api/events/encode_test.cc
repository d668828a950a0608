#include "api/events/encode.h"

#include <gmock/gmock.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace json = boost::json;
namespace events = api::events;

const base::WallTime kTime{std::chrono::milliseconds(1'700'000'000'000)};

chat::Event message_event() {
    return {.room = chat::kLobby,
            .seq = 8,
            .ordinal = 6,
            .kind = chat::EventKind::message,
            .actor = chat::UserId("u1"),
            .nickname = "ada",
            .time = kTime,
            .text = "a \"b\"\n\x01é🙂",
            .nonce = chat::Nonce("n1")};
}

/// An answer that was edited and that people marked.
chat::Event answer_event() {
    const chat::Named ada{.user = chat::UserId("u1"), .nickname = "ada"};
    const chat::Named bob{.user = chat::UserId("u2"), .nickname = "bob"};
    chat::Event event = message_event();
    event.text = "an answer, mended";
    event.target = 5;
    event.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = 12,
        .edited = kTime + std::chrono::milliseconds(1),
        .reactions = {{.emoji = "👍🏽", .by = {bob, ada}}, {.emoji = "🎉", .by = {bob}}},
        .quote = chat::Quote{.user = bob.user, .nickname = bob.nickname, .text = "a question"}});
    return event;
}

chat::Event deleted_event() {
    chat::Event event = message_event();
    event.text = "";
    event.target = 5;
    event.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = 13, .fate = chat::Standing::Fate::deleted, .reactions = {}, .quote = {}});
    return event;
}

/// What the examples show for that kind.
chat::Event change_event(chat::EventKind kind) {
    chat::Event event = message_event();
    event.kind = kind;
    event.target = 8;
    event.time = kTime + std::chrono::milliseconds(1);
    event.seq = kind == chat::EventKind::edited ? 12 : kind == chat::EventKind::deleted ? 13 : 14;
    event.text = kind == chat::EventKind::edited    ? "an answer, mended"
                 : kind == chat::EventKind::deleted ? ""
                                                    : "👍🏽";
    event.nonce = {};
    return event;
}

/// Somebody with all that a profile can say.
chat::User shown_user() {
    return {.id = chat::UserId("u1"),
            .nickname = "ada",
            .role = chat::Role::owner,
            .created = kTime,
            .status = "away until Monday",
            .hue = 210};
}

chat::RoomView lobby_view() {
    chat::RoomView view;
    view.room.id = chat::kLobby;
    view.room.name = "Lobby";
    view.room.head = 7;
    view.read = 5;
    view.unread = 2;
    view.present = 3;
    return view;
}

/// The payload of the first valid example of that server event which has `marker` (or any, when it is empty), after
/// `skipped` others.
json::value example(std::string_view event, std::string_view marker = {}, int skipped = 0) {
    std::ifstream in(PARLOR_SOURCE_DIR "/docs/protocol/examples.json");
    std::stringstream text;
    text << in.rdbuf();
    const json::value examples = json::parse(text.str());
    for (const json::value& candidate : examples.as_array()) {
        const json::object& object = candidate.as_object();
        if (object.at("direction") != "server" || object.at("event").as_string() != event ||
            !object.at("valid").as_bool()) {
            continue;
        }
        if (!marker.empty() && !object.at("payload").as_object().contains(marker)) continue;
        if (skipped-- == 0) return object.at("payload");
    }
    return nullptr;
}

TEST(Encode, writes_what_the_examples_of_the_protocol_show) {
    const chat::User ada{
        .id = chat::UserId("u1"), .nickname = "ada", .role = chat::Role::guest, .created = kTime};
    chat::Limits limits;

    EXPECT_EQ(json::parse(events::encode_event(message_event())), example("message"));
    EXPECT_EQ(json::parse(events::encode_coming(chat::kLobby, ada, kTime, 3)),
              example("member_joined"));

    chat::Event joined = message_event();
    joined.kind = chat::EventKind::member_joined;
    joined.room = chat::RoomId("r1");
    joined.seq = 1;
    EXPECT_EQ(json::parse(events::encode_member_change(joined, 1)),
              example("member_joined", "seq"));

    chat::Event meaning = message_event();
    meaning.seq = 9;
    meaning.ordinal = 7;
    meaning.text = "hello @bob";
    meaning.nonce = chat::Nonce("n2");
    meaning.mentions = std::make_shared<const std::vector<chat::UserId>>(
        std::vector{chat::UserId("u2"), chat::UserId("u3")});
    EXPECT_EQ(json::parse(events::encode_event(meaning)), example("message", "mentions"));
    EXPECT_FALSE(json::parse(events::encode_logged(meaning)).as_object().contains("mentions"));

    EXPECT_EQ(json::parse(events::encode_event(answer_event())), example("message", "reactions"));
    EXPECT_EQ(json::parse(events::encode_event(deleted_event())), example("message", "deleted"));
    for (const chat::EventKind kind :
         {chat::EventKind::edited, chat::EventKind::deleted, chat::EventKind::reaction_added}) {
        const chat::Event change = change_event(kind);
        EXPECT_EQ(json::parse(events::encode_event(change)), example(events::name_of(kind)));
    }

    EXPECT_EQ(json::parse(events::encode_presence(chat::kLobby, 101)), example("presence"));
    EXPECT_EQ(json::parse(events::encode_typing(chat::kLobby, ada)), example("typing"));
    chat::RoomView reading;
    reading.room.id = chat::kLobby;
    reading.room.head = 7;
    reading.read = 7;
    reading.mentions_to = 7;
    EXPECT_EQ(json::parse(events::encode_read(reading)), example("read"));
    reading.room.head = 11;
    reading.unread = 4;
    reading.mentions = 2;
    reading.mentions_to = 12;
    EXPECT_EQ(json::parse(events::encode_read(reading)), example("read", "mentions_to"));
    chat::Event gone = message_event();
    gone.text = "";
    gone.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = 11, .fate = chat::Standing::Fate::deleted, .reactions = {}, .quote = {}});
    chat::Event reply = message_event();
    reply.seq = 12;
    reply.ordinal = 7;
    reply.text = "y";
    reply.nonce = chat::Nonce("n2");
    reply.target = 8;
    reply.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .reactions = {},
        .quote = chat::Quote{.user = chat::UserId("u1"), .nickname = "ada", .text = ""}});
    chat::Catchup changed{.room = chat::kLobby, .events = {gone}, .head = 12};
    for (const auto kind :
         {chat::EventKind::edited, chat::EventKind::reaction_added, chat::EventKind::deleted}) {
        chat::Event change = change_event(kind);
        change.seq = changed.events.back().seq + 1;
        if (kind == chat::EventKind::edited) change.text = "";
        changed.events.push_back(change);
    }
    reply.time += std::chrono::milliseconds(1);
    changed.events.push_back(reply);
    EXPECT_EQ(json::parse(events::encode_catchup(changed)), example("catchup", "", 1));
    EXPECT_EQ(json::parse(events::encode_catchup({.room = chat::kLobby,
                                                  .events = {},
                                                  .head = 2000,
                                                  .form = chat::Catchup::Form::reset})),
              example("catchup", "", 2));

    EXPECT_EQ(json::parse(events::encode_moving(std::chrono::milliseconds(1000),
                                                std::chrono::milliseconds(20'000))),
              example("moving"));

    chat::RoomView garden = lobby_view();
    garden.room.id = chat::RoomId("r1");
    garden.room.name = "Garden";
    garden.room.head = 1;
    garden.read = 0;
    garden.unread = 0;
    garden.present = 1;
    EXPECT_EQ(json::parse(events::encode_room_change(chat::RoomChange::created, garden, nullptr)),
              example("room"));

    const chat::Welcome welcome{.me = ada, .token = "t1", .rooms = {lobby_view()}};
    EXPECT_EQ(json::parse(events::encode_welcome(welcome, {"Parlor", "0.1.0", limits}, kTime)),
              example("welcome"));

    chat::Event first = message_event();
    first.text = "x";
    chat::Event second = message_event();
    second.kind = chat::EventKind::member_left;
    second.seq = 9;
    second.actor = chat::UserId("u2");
    second.nickname = "bob";
    second.time += std::chrono::milliseconds(1);
    EXPECT_EQ(json::parse(events::encode_catchup(
                  {.room = chat::kLobby, .events = {first, second}, .head = 9})),
              example("catchup"));
}

TEST(Encode, people_look_as_the_examples_of_the_protocol_show) {
    chat::User member = shown_user();
    member.role = chat::Role::member;
    member.status = "in the garden";
    member.hue = 0;
    EXPECT_EQ(json::parse(events::encode_profile(member)), example("profile"));

    const chat::User guest{.id = chat::UserId("u1"), .nickname = "ada"};
    EXPECT_EQ(json::parse(events::encode_profile(guest)), example("profile", "", 1));
    EXPECT_EQ(json::parse(events::encode_signed_out(chat::SessionEnd::revoked)),
              example("signed_out"));
}

TEST(Encode, ignored_people_are_told_as_the_examples_of_the_protocol_show) {
    const std::vector<chat::Named> ignored{{.user = chat::UserId("u3"), .nickname = "eve"},
                                           {.user = chat::UserId("u2"), .nickname = "bob"}};
    EXPECT_EQ(json::parse(events::encode_ignored(ignored)), example("ignored"));
    EXPECT_EQ(json::parse(events::encode_ignored({})), example("ignored", "", 1));
    const chat::Welcome welcome{.me = {.id = chat::UserId("u1"), .nickname = "ada"},
                                .token = "t1",
                                .rooms = {},
                                .ignored = ignored};
    EXPECT_EQ(json::parse(events::encode_welcome(welcome, {"Parlor", "0.1.0", {}}, kTime)),
              example("welcome", "ignored"));

    const json::value answer = json::parse(events::encode_ok(ignored));
    EXPECT_TRUE(answer.at("ok").as_bool());
    EXPECT_EQ(answer.at("people"), example("ignored").at("people"));
}

TEST(Encode, people_are_written_in_the_order_given) {
    chat::User bob{.id = chat::UserId("u2"), .nickname = "bob"};
    const json::array expected{json::parse(events::encode_profile(bob)),
                               json::parse(events::encode_profile(shown_user()))};

    const json::value people = json::parse(events::encode_ok(std::vector{bob, shown_user()}));
    EXPECT_TRUE(people.at("ok").as_bool());
    EXPECT_EQ(people.at("people"), expected);

    const json::value nobody = json::parse(events::encode_ok(std::vector<chat::User>()));
    EXPECT_TRUE(nobody.at("people").as_array().empty()) << "who was asked for is unknown";
}

TEST(Encode, every_role_and_every_end_of_a_session_has_its_word) {
    using chat::Role;
    using chat::SessionEnd;
    const std::pair<Role, const char*> roles[] = {{Role::guest, "guest"},
                                                  {Role::member, "member"},
                                                  {Role::moderator, "moderator"},
                                                  {Role::admin, "admin"},
                                                  {Role::owner, "owner"}};
    for (const auto& [role, word] : roles) {
        chat::User user = shown_user();
        user.role = role;
        EXPECT_EQ(json::parse(events::encode_profile(user)).at("role"), word);
    }
    const std::pair<SessionEnd, const char*> ends[] = {
        {SessionEnd::signed_out, "signed_out"},
        {SessionEnd::suspended, "suspended"},
        {SessionEnd::address_banned, "address_banned"},
        {SessionEnd::revoked, "revoked"},
        {SessionEnd::password_changed, "password_changed"},
        {SessionEnd::became_account, "became_account"}};
    for (const auto& [why, word] : ends)
        EXPECT_EQ(json::parse(events::encode_signed_out(why)), json::value({{"reason", word}}));
}

TEST(Encode, a_message_says_nothing_of_what_did_not_happen) {
    for (const char* name :
         {"reply_to", "quote", "version", "edited", "deleted", "reactions", "target"}) {
        EXPECT_FALSE(json::parse(events::encode_event(message_event())).as_object().contains(name))
            << name;
    }
    chat::Event untouched = message_event();
    untouched.standing = std::make_shared<const chat::Standing>();
    EXPECT_EQ(events::encode_event(untouched), events::encode_event(message_event()));
}

TEST(Encode, a_reaction_says_whether_it_came_or_went) {
    using chat::EventKind;
    for (const EventKind kind : {EventKind::reaction_added, EventKind::reaction_removed}) {
        EXPECT_EQ(events::name_of(kind), "reacted");
        EXPECT_EQ(json::parse(events::encode_event(change_event(kind))).at("on").as_bool(),
                  kind == EventKind::reaction_added);
    }
}

TEST(Encode, pages_show_messages_as_they_stand_and_the_changes_themselves) {
    chat::Page page;
    page.events = {answer_event(), change_event(chat::EventKind::edited),
                   change_event(chat::EventKind::deleted),
                   change_event(chat::EventKind::reaction_removed)};
    const json::value read = json::parse(events::encode_ok(page, chat::PageRequest::From::newest));
    const json::array& listed = read.at("events").as_array();
    ASSERT_EQ(listed.size(), 4U);
    EXPECT_EQ(listed[0].at("type"), "message");
    EXPECT_EQ(listed[0].at("version"), 12);
    EXPECT_EQ(listed[1].at("type"), "edited");
    EXPECT_EQ(listed[1].at("target"), 8);
    EXPECT_EQ(listed[2].at("type"), "deleted");
    EXPECT_FALSE(listed[2].as_object().contains("text"));
    EXPECT_EQ(listed[3].at("type"), "reacted");
    EXPECT_EQ(listed[3].at("emoji"), "👍🏽");
}

TEST(Encode, refusals_of_changes_have_codes_and_sentences) {
    struct Case {
        chat::ChatError error;
        const char* code;
        const char* message;
    };
    const Case cases[] = {
        {chat::ChatError::no_such_message, "no_such_message", "That message is gone."},
        {chat::ChatError::emoji_invalid, "emoji_invalid", "A reaction is exactly one emoji."},
        {chat::ChatError::too_many_reactions, "too_many_reactions",
         "This message has all the reactions it can hold."},
    };
    for (const Case& each : cases) {
        const json::value refusal =
            json::parse(events::encode_refusal({.error = each.error, .retry_after = {}}, {}));
        EXPECT_EQ(refusal.at("error").at("code").as_string(), each.code);
        EXPECT_EQ(refusal.at("error").at("message").as_string(), each.message);
    }
}

TEST(Encode, text_survives_whatever_it_holds) {
    chat::Event event = message_event();
    for (int octet = 1; octet < 0x80; ++octet)
        event.text += static_cast<char>(octet);
    event.text.append(5000, '"');
    const json::value read = json::parse(events::encode_event(event));
    EXPECT_EQ(read.at("text").as_string(), event.text);
}

TEST(Encode, refusal_carries_code_sentence_and_when_to_retry) {
    const json::value refusal = json::parse(
        events::encode_refusal({.error = chat::ChatError::text_too_long, .retry_after = {}},
                               chat::Limits{.text_characters_max = 7}));
    EXPECT_FALSE(refusal.at("ok").as_bool());
    EXPECT_EQ(refusal.at("error").at("code"), "text_too_long");
    EXPECT_EQ(refusal.at("error").at("message"), "The message is too long: 7 characters at most.");
    EXPECT_FALSE(refusal.at("error").as_object().contains("retry_after_ms"));

    const json::value wait = json::parse(events::encode_refusal(
        {.error = chat::ChatError::rate_limited, .retry_after = std::chrono::milliseconds(250)},
        {}));
    EXPECT_EQ(wait.at("error").at("retry_after_ms"), 250);
}

TEST(Encode, taken_nickname_comes_with_suggestions) {
    const auto text = events::encode_connect_refusal(
        {.error = chat::ConnectError::nickname_taken, .suggestions = {"ada2", "ada_"}}, "ada", {});
    EXPECT_EQ(text.message, "ada is here already. Try ada2.");
    EXPECT_EQ(json::parse(text.data), json::value({{"code", "nickname_taken"},
                                                   {"suggestions", json::array{"ada2", "ada_"}}}));
}

TEST(Encode, a_suspension_is_told_with_its_end) {
    chat::ConnectRefusal refusal{.error = chat::ConnectError::suspended, .suggestions = {}};
    EXPECT_EQ(events::encode_connect_refusal(refusal, {}, {}).message,
              "This account is suspended.");
    refusal.suspension =
        chat::Suspension{.by = {},
                         .until = base::WallTime(base::Milliseconds(1'798'675'200'000)),
                         .reason = "noise"};
    const auto text = events::encode_connect_refusal(refusal, {}, {});
    EXPECT_EQ(text.message, "This account is suspended until 2026-12-31 00:00 UTC.");
    EXPECT_EQ(text.data, R"({"code":"suspended","until":1798675200000,"reason":"noise"})");
}

TEST(Encode, a_server_without_guests_says_that_an_account_is_needed) {
    const auto text = events::encode_connect_refusal(
        {.error = chat::ConnectError::account_needed, .suggestions = {}}, "ada", {});
    EXPECT_EQ(text.message, "This server takes no guests. Sign in, or create an account.");
    EXPECT_EQ(json::parse(text.data), json::value({{"code", "account_needed"}}));
}

TEST(Encode, page_says_whether_there_is_more_in_the_direction_asked_for) {
    chat::Page page;
    page.more_after = true;
    using From = chat::PageRequest::From;
    EXPECT_EQ(json::parse(events::encode_ok(page, From::before)).at("more"), false);
    EXPECT_EQ(json::parse(events::encode_ok(page, From::after)).at("more"), true);
    EXPECT_EQ(json::parse(events::encode_ok(page, From::around)).at("more_after"), true);
}

TEST(Encode, unknown_event_of_a_long_name_is_not_repeated) {
    const std::string answer = events::encode_unknown_event(std::string(100'000, 'x'));
    EXPECT_LT(answer.size(), 200U);
    EXPECT_EQ(json::parse(answer).at("error").at("code"), "unknown_event");
}

}  // namespace
