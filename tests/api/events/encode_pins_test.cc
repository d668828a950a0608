#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

#include "api/events/encode.h"
#include "base/clock.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"

namespace {

namespace json = boost::json;
namespace events = api::events;

const base::WallTime kTime{std::chrono::milliseconds(1'700'000'000'000)};

chat::Event event_of(chat::EventKind kind, chat::Seq seq) {
    return {.room = chat::RoomId("r1"),
            .seq = seq,
            .ordinal = 3,
            .kind = kind,
            .actor = chat::UserId("u1"),
            .nickname = "ada",
            .time = kTime,
            .text = {},
            .nonce = {},
            .target = kind == chat::EventKind::message ? 0U : 7U};
}

chat::Event message() {
    chat::Event said = event_of(chat::EventKind::message, 7);
    said.text = "the rules";
    said.nonce = chat::Nonce("n1");
    return said;
}

TEST(EncodePins, writes_events_as_the_examples_show) {
    std::ifstream in(PARLOR_SOURCE_DIR "/docs/protocol/examples.json");
    std::stringstream text;
    text << in.rdbuf();
    const json::value examples = json::parse(text.str());
    int seen = 0;
    for (const json::value& example : examples.as_array()) {
        if (example.at("direction") != "server" || example.at("event") != "pinned") continue;
        if (!example.at("valid").as_bool()) continue;
        const bool is_on = ++seen == 1;
        const chat::Event pin = is_on ? event_of(chat::EventKind::message_pinned, 14)
                                      : event_of(chat::EventKind::message_unpinned, 15);
        EXPECT_EQ(json::parse(events::encode_event(pin)), example.at("payload"));
    }
    EXPECT_EQ(seen, 2);
}

TEST(EncodePins, pages_have_the_event_with_its_type) {
    EXPECT_EQ(json::parse(events::encode_logged(event_of(chat::EventKind::message_pinned, 14))),
              json::parse(R"({"type":"pinned","room":"r1","seq":14,"target":7,"user":"u1",
                              "nickname":"ada","on":true,"time":1700000000000})"));
}

TEST(EncodePins, an_answer_has_each_message_as_pages_have_it_and_who_pinned_it) {
    const chat::Named bob{.user = chat::UserId("u2"), .nickname = "bob"};
    chat::PinsPage page{.pins = {{.message = message(), .by = bob, .time = kTime}}};
    const json::value answer = json::parse(events::encode_ok(page));
    EXPECT_EQ(answer, json::parse(R"({"ok":true,"pins":[{"message":{"type":"message","room":"r1",
        "seq":7,"ordinal":3,"user":"u1","nickname":"ada","text":"the rules","time":1700000000000,
        "nonce":"n1"},"by":{"user":"u2","nickname":"bob"},"time":1700000000000}]})"));
    page.more = true;
    EXPECT_EQ(json::parse(events::encode_ok(page)).at("more"), true);
    EXPECT_EQ(events::encode_ok(chat::PinsPage{}), R"({"ok":true,"pins":[]})");
}

TEST(EncodePins, versions_say_what_was_read_from_when_on) {
    const chat::Versions versions{.author = chat::UserId("u1"),
                                  .versions = {{.seq = 7, .time = kTime, .text = "\"helo\""},
                                               {.seq = 9, .time = kTime, .text = "hello"}}};
    EXPECT_EQ(json::parse(events::encode_ok(versions)),
              json::parse(R"({"ok":true,"user":"u1","versions":[
                  {"seq":7,"time":1700000000000,"text":"\"helo\""},
                  {"seq":9,"time":1700000000000,"text":"hello"}]})"));
}

TEST(EncodePins, a_room_with_too_many_says_so) {
    const json::value answer = json::parse(
        events::encode_refusal({.error = chat::ChatError::too_many_pins}, chat::Limits()));
    EXPECT_EQ(answer.at("error").at("code"), "too_many_pins");
    EXPECT_FALSE(answer.at("error").at("message").as_string().empty());
}

}  // namespace
