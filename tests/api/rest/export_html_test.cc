#include "api/rest/export_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace api::rest {
namespace {

using chat::Event;
using chat::EventKind;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kHostile = "<img src=x onerror=\"alert('1')\">&";
constexpr const char* kHarmless = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;";

Event event(EventKind kind, std::string text = {}) {
    return {.room = chat::RoomId("r"),
            .seq = 7,
            .kind = kind,
            .actor = chat::UserId("u"),
            .nickname = "ada",
            .time = base::WallTime(base::Milliseconds(1'700'000'000'000)),
            .text = std::move(text),
            .nonce = {}};
}

TEST(ExportHtml, a_message_says_who_when_and_what) {
    const std::string html = html_of(event(EventKind::message, "two\nlines"));
    EXPECT_THAT(html, HasSubstr("<article id=\"m7\"><b>ada</b>"));
    EXPECT_THAT(html, HasSubstr("<time datetime=\"2023-11-14T22:13:20Z\">2023-11-14 22:13 UTC"));
    EXPECT_THAT(html, HasSubstr("<p>two\nlines</p>"));
    EXPECT_THAT(html, Not(HasSubstr("edited")));
}

TEST(ExportHtml, what_people_wrote_is_text_wherever_it_stands) {
    Event message = event(EventKind::message, kHostile);
    message.nickname = kHostile;
    message.target = 3;
    message.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = 9,
        .edited = base::WallTime(base::Milliseconds(1)),
        .reactions = {{.emoji = kHostile, .by = {{.user = {}, .nickname = kHostile}}}},
        .quote = chat::Quote{.user = {}, .nickname = kHostile, .text = kHostile}});
    Event renamed = event(EventKind::room_renamed, kHostile);
    renamed.nickname = kHostile;
    Event joined = event(EventKind::member_joined);
    joined.by = std::make_shared<const chat::Named>(chat::Named{.user = {}, .nickname = kHostile});
    const chat::RoomExport room{
        .room = {.id = chat::RoomId("r"), .name = kHostile, .name_key = "", .topic = kHostile},
        .by = {.user = {}, .nickname = kHostile}};
    for (const std::string& html :
         {html_of(message), html_of(renamed), html_of(joined), html_beginning(room),
          html_of(event(EventKind::topic_changed, kHostile)),
          html_of(event(EventKind::slow_mode_set, kHostile))}) {
        EXPECT_THAT(html, Not(HasSubstr("<img")));
        EXPECT_THAT(html, HasSubstr(kHarmless));
    }
}

TEST(ExportHtml, a_deleted_message_keeps_its_place_only) {
    Event message = event(EventKind::message);
    message.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = 9, .fate = chat::Standing::Fate::deleted, .reactions = {}, .quote = {}});
    const std::string html = html_of(message);
    EXPECT_THAT(html, HasSubstr("Message deleted"));
    EXPECT_THAT(html, HasSubstr("id=\"m7\""));
}

TEST(ExportHtml, an_answer_leads_to_what_it_answers) {
    Event message = event(EventKind::message, "yes");
    message.target = 3;
    message.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .reactions = {}, .quote = chat::Quote{.user = {}, .nickname = "bob", .text = "coming?"}});
    EXPECT_THAT(html_of(message), HasSubstr("<a href=\"#m3\">bob</a> coming?"));
    message.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .reactions = {}, .quote = chat::Quote{.user = {}, .nickname = "bob", .text = ""}});
    EXPECT_THAT(html_of(message), HasSubstr("Message deleted"));
}

TEST(ExportHtml, what_is_seen_at_the_message_is_not_said_again) {
    for (const EventKind kind : {EventKind::edited, EventKind::deleted, EventKind::reaction_added,
                                 EventKind::reaction_removed}) {
        EXPECT_EQ(html_of(event(kind, "x")), "");
    }
}

TEST(ExportHtml, each_other_event_is_a_line) {
    for (auto number = static_cast<int>(EventKind::member_joined);
         number <= static_cast<int>(EventKind::slow_mode_set); ++number) {
        const auto kind = static_cast<EventKind>(number);
        if (chat::is_change(kind)) continue;
        const std::string html = html_of(event(kind, "5"));
        EXPECT_THAT(html, HasSubstr("<p class=\"note\">ada ")) << number;
    }
}

TEST(ExportHtml, no_time_breaks_it) {
    for (const std::int64_t time :
         {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::max(),
          std::numeric_limits<std::int64_t>::min()}) {
        Event message = event(EventKind::message, "x");
        message.time = base::WallTime(base::Milliseconds(time));
        EXPECT_THAT(html_of(message), HasSubstr("<p>x</p>"));
    }
}

TEST(ExportHtml, a_page_is_whole_with_its_end) {
    const std::string page = html_beginning({.room = {.id = chat::RoomId("r"),
                                                      .name = "Den",
                                                      .name_key = "",
                                                      .topic = "What grows"},
                                             .by = {}}) +
                             html_end(3);
    EXPECT_THAT(page, testing::StartsWith("<!doctype html>"));
    EXPECT_THAT(page, HasSubstr("<title>Den</title>"));
    EXPECT_THAT(page, HasSubstr("<p>What grows</p>"));
    EXPECT_THAT(page, HasSubstr("3 events"));
    EXPECT_THAT(page, testing::EndsWith("</html>\n"));
    EXPECT_THAT(html_beginning({.room = {.id = chat::RoomId("r"),
                                         .name = "",
                                         .name_key = "",
                                         .kind = chat::RoomKind::direct},
                                .by = {}}),
                HasSubstr("Direct conversation"));
}

}  // namespace
}  // namespace api::rest
