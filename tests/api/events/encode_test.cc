#include "api/events/encode.h"

#include <gmock/gmock.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <string>

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

/// The payload of the first valid example of that server event which has `marker` (or any, when it is empty).
json::value example(std::string_view event, std::string_view marker = {}) {
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
        if (marker.empty() || object.at("payload").as_object().contains(marker))
            return object.at("payload");
    }
    return nullptr;
}

TEST(Encode, writes_what_the_examples_of_the_protocol_show) {
    const chat::User ada{
        .id = chat::UserId("u1"), .nickname = "ada", .role = chat::Role::guest, .created = kTime};
    chat::Limits limits;

    EXPECT_EQ(json::parse(events::encode_message(message_event())), example("message"));
    EXPECT_EQ(json::parse(events::encode_coming(chat::kLobby, ada, kTime, 3)),
              example("member_joined"));

    chat::Event joined = message_event();
    joined.kind = chat::EventKind::member_joined;
    joined.room = chat::RoomId("r1");
    joined.seq = 1;
    EXPECT_EQ(json::parse(events::encode_member_change(joined, 1)),
              example("member_joined", "seq"));

    EXPECT_EQ(json::parse(events::encode_presence(chat::kLobby, 101)), example("presence"));
    EXPECT_EQ(json::parse(events::encode_typing(chat::kLobby, ada)), example("typing"));
    EXPECT_EQ(json::parse(events::encode_read(chat::kLobby, 7, 0)), example("read"));
    EXPECT_EQ(json::parse(events::encode_moving(std::chrono::milliseconds(1000))),
              example("moving"));

    chat::RoomView garden = lobby_view();
    garden.room.id = chat::RoomId("r1");
    garden.room.name = "Garden";
    garden.room.head = 1;
    garden.read = 0;
    garden.unread = 0;
    garden.present = 1;
    EXPECT_EQ(json::parse(events::encode_room_change(chat::RoomChange::created, garden)),
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

TEST(Encode, text_survives_whatever_it_holds) {
    chat::Event event = message_event();
    for (int octet = 1; octet < 0x80; ++octet)
        event.text += static_cast<char>(octet);
    event.text.append(5000, '"');
    const json::value read = json::parse(events::encode_message(event));
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
