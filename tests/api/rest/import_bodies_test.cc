#include "api/rest/import_bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/events/encode.h"
#include "api/rest/rest_world.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace api::rest {
namespace {

using chat::Event;
using chat::EventKind;
using testing::HasSubstr;
using testing::SizeIs;

std::string with(const std::string& line) {
    return R"({"events":[)" + line + "]}";
}

Event read(const std::string& line) {
    const auto events = parse_import_events(with(line));
    if (!events || events->size() != 1) {
        ADD_FAILURE() << line << ": " << (events ? "not one" : events.error().message);
        return {};
    }
    return events->front();
}

std::string problem(const std::string& body) {
    const auto events = parse_import_events(body);
    EXPECT_FALSE(events.has_value()) << body;
    return events ? std::string() : events.error().message;
}

TEST(ImportBodies, every_kind_of_event_is_read_as_it_was_written) {
    for (auto number = static_cast<int>(EventKind::message);
         number <= static_cast<int>(EventKind::expired); ++number) {
        SCOPED_TRACE(number);
        const auto kind = static_cast<EventKind>(number);
        Event event{.room = chat::RoomId("r"),
                    .seq = 7,
                    .ordinal = 3,
                    .kind = kind,
                    .actor = chat::UserId("u"),
                    .nickname = "ada",
                    .time = base::WallTime(base::Milliseconds(1'700'000'000'000)),
                    .text = "",
                    .nonce = chat::Nonce("n")};
        const bool has_words = kind == EventKind::message || kind == EventKind::edited ||
                               kind == EventKind::reaction_added ||
                               kind == EventKind::reaction_removed ||
                               kind == EventKind::room_renamed || kind == EventKind::topic_changed;
        if (has_words) event.text = "words";
        if (kind == EventKind::muted) event.text = "1800000000000";
        if (kind == EventKind::slow_mode_set || kind == EventKind::retention_set) event.text = "30";
        const bool has_target =
            chat::is_change(kind) || chat::is_about_pin(kind) || kind == EventKind::expired;
        if (has_target) event.target = 5;
        if (kind == EventKind::message) {
            event.target = 5;
            event.standing = std::make_shared<const chat::Standing>(chat::Standing{
                .version = 9,
                .reactions = {},
                .quote = chat::Quote{.user = {}, .nickname = "bob", .text = "what it answers"}});
        }
        if (chat::is_membership(kind) || chat::is_about_host(kind) || chat::is_about_mute(kind)) {
            event.by = std::make_shared<const chat::Named>(
                chat::Named{.user = chat::UserId("b"), .nickname = "bob"});
        }
        const Event back = read(events::encode_logged(event));
        EXPECT_EQ(back.seq, event.seq);
        EXPECT_EQ(back.kind, event.kind);
        EXPECT_EQ(back.actor, event.actor);
        EXPECT_EQ(back.nickname, event.nickname);
        EXPECT_EQ(back.time, event.time);
        EXPECT_EQ(back.text, event.text);
        EXPECT_EQ(back.target, event.target);
        ASSERT_EQ(back.by != nullptr, event.by != nullptr);
        if (event.by) {
            EXPECT_EQ(*back.by, *event.by);
        }
    }
}

TEST(ImportBodies, what_is_missing_or_wrong_is_named) {
    const std::string who = R"("user":"u","nickname":"ada","time":1)";
    EXPECT_THAT(problem("{}"), HasSubstr("events"));
    EXPECT_THAT(problem(R"({"events":{}})"), HasSubstr("events"));
    EXPECT_THAT(problem(with("1")), HasSubstr("object"));
    EXPECT_THAT(problem(with("{" + who + R"(,"seq":1})")), HasSubstr("type"));
    EXPECT_THAT(problem(with("{" + who + R"(,"seq":1,"type":"export"})")), HasSubstr("type"));
    EXPECT_THAT(problem(with("{" + who + R"(,"type":"message"})")), HasSubstr("seq"));
    EXPECT_THAT(problem(with("{" + who + R"(,"type":"message","seq":0})")), HasSubstr("seq"));
    EXPECT_THAT(problem(with(R"({"type":"message","seq":1,"user":"u","nickname":"a"})")),
                HasSubstr("time"));
    EXPECT_THAT(problem(with(R"({"type":"message","seq":1,"time":1,"nickname":"a"})")),
                HasSubstr("user"));
    EXPECT_THAT(problem(with(R"({"type":"message","seq":1,"time":1,"user":"u"})")),
                HasSubstr("nickname"));
    EXPECT_THAT(problem(with("{" + who + R"(,"type":"edited","seq":1,"text":"x"})")),
                HasSubstr("target"));
    EXPECT_THAT(problem(with("{" + who + R"(,"type":"message","seq":1,"text":1})")),
                HasSubstr("text"));
    EXPECT_THAT(problem(with("{" + who + R"(,"type":"host","seq":1,"by":1})")), HasSubstr("by"));
    EXPECT_THAT(problem(with("{" + who + R"(,"type":"message","seq":1,"text":")" +
                             std::string(kImportTextBytesMax + 1, 'x') + "\"}")),
                HasSubstr("65536"));
    EXPECT_THAT(problem(with(R"({"type":"message","seq":1,"time":1,"user":"u","nickname":")" +
                             std::string(2000, 'x') + "\"}")),
                HasSubstr("1024"));
    std::string many;
    for (int i = 0; i < 501; ++i)
        many += std::string(many.empty() ? "" : ",") + "{}";
    EXPECT_THAT(problem(with(many)), HasSubstr("500"));
}

TEST(ImportBodies, a_wish_has_a_name_and_perhaps_a_topic) {
    const auto wish = parse_import_wish(R"({"name":"Den","topic":"What grows"})");
    ASSERT_TRUE(wish.has_value());
    EXPECT_EQ(wish->name, "Den");
    EXPECT_EQ(wish->topic, "What grows");
    EXPECT_EQ(parse_import_wish(R"({"name":"Den"})")->topic, "");
    EXPECT_FALSE(parse_import_wish("{}").has_value());
    EXPECT_EQ(*parse_import_finish(""), "");
    EXPECT_EQ(*parse_import_finish(R"({"host":"max"})"), "max");
    EXPECT_FALSE(parse_import_finish(R"({"host":1})").has_value());
}

class ImportsOverRest : public RestWorld {};

TEST_F(ImportsOverRest, a_room_is_begun_filled_and_opened) {
    const chat::Room den{.id = chat::RoomId("r1"), .name = "Den", .name_key = "", .head = 2};
    request(Method::post, "admin/imports", R"({"name":"Den"})", {bearer("t")});
    EXPECT_EQ(imports.asked, "begin t Den|");
    reply(imports.opened, base::Result<chat::Room, chat::AccountRefusal>(den));
    EXPECT_EQ(status(), 201);
    EXPECT_EQ(peer->body(), R"({"room":{"room":"r1","name":"Den","head":2}})");

    peer.emplace(*loops.wires[0]);
    request(Method::post, "admin/imports/r1/events",
            with(R"({"type":"message","seq":1,"time":1,"user":"u","nickname":"ada","text":"x"})"),
            {bearer("t")});
    EXPECT_EQ(imports.asked, "add t r1");
    EXPECT_THAT(imports.asked_events, SizeIs(1));
    reply(imports.added, base::Result<chat::Seq, chat::AccountRefusal>(chat::Seq{1}));
    EXPECT_EQ(peer->body(), R"({"head":1})");

    peer.emplace(*loops.wires[0]);
    request(Method::post, "admin/imports/r1/end", R"({"host":"max"})", {bearer("t")});
    EXPECT_EQ(imports.asked, "finish t r1 max");
    reply(imports.opened, base::Result<chat::Room, chat::AccountRefusal>(den));
    EXPECT_EQ(status(), 200);

    peer.emplace(*loops.wires[0]);
    request(Method::post, "admin/imports/r1/events", with("{}"), {bearer("t")});
    EXPECT_EQ(status(), 400);
    EXPECT_EQ(code(), "invalid_payload");
}

TEST_F(ImportsOverRest, what_does_not_follow_is_refused) {
    request(Method::post, "admin/imports/r1/events", R"({"events":[]})", {bearer("t")});
    reply(imports.added, base::Result<chat::Seq, chat::AccountRefusal>(
                             refused(chat::AccountError::import_invalid)));
    EXPECT_EQ(status(), 400);
    EXPECT_EQ(code(), "import_invalid");
}

TEST_F(ImportsOverRest, only_events_may_be_long) {
    net::http::Request head;
    head.method = Method::post;
    head.target = "/api/v1/admin/imports/r1/events";
    EXPECT_EQ(rest->body_bytes_max(head, {}), kImportBodyBytesMax);
    head.target = "/api/v1/admin/imports/r1/end";
    EXPECT_EQ(rest->body_bytes_max(head, {}), kBodyBytesMax);
    head.target = "/api/v1/register";
    EXPECT_EQ(rest->body_bytes_max(head, {}), kBodyBytesMax);
    head.method = Method::get;
    head.target = "/api/v1/admin/imports/r1/events";
    EXPECT_EQ(rest->body_bytes_max(head, {}), kBodyBytesMax);
}

}  // namespace
}  // namespace api::rest
