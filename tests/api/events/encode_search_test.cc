#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "api/events/encode.h"
#include "chat/chat.h"
#include "chat/search.h"

namespace {

namespace json = boost::json;
namespace events = api::events;

chat::Event message() {
    return {.room = chat::kLobby,
            .seq = 8,
            .ordinal = 6,
            .kind = chat::EventKind::message,
            .actor = chat::UserId("u1"),
            .nickname = "ada",
            .time = base::WallTime(base::Milliseconds(1'700'000'000'000)),
            .text = "green tea",
            .nonce = chat::Nonce("n1")};
}

TEST(EncodeSearch, a_page_of_hits_is_written_as_the_schema_says) {
    chat::SearchPage page;
    page.hits.push_back({.event = message(), .marks = {{0, 5}, {6, 3}}, .place = 12});
    page.hits.push_back({.event = message(), .marks = {}, .place = 11});
    page.next = 11;
    page.index = chat::SearchPage::Index::behind;
    const char* event =
        R"({"type": "message", "room": "lobby", "seq": 8, "ordinal": 6, "user": "u1",
        "nickname": "ada", "text": "green tea", "time": 1700000000000, "nonce": "n1"})";
    const std::string expected =
        R"({"ok": true, "hits": [{"event": )" + std::string(event) +
        R"(, "marks": [[0, 5], [6, 3]]}, {"event": )" + event +
        R"(, "marks": []}], "more": true, "next": "11", "indexing": true})";
    EXPECT_EQ(json::parse(events::encode_ok(page)), json::parse(expected));
}

TEST(EncodeSearch, a_last_page_has_no_next) {
    EXPECT_EQ(json::parse(events::encode_ok(chat::SearchPage())),
              json::parse(R"({"ok": true, "hits": [], "more": false})"));
}

TEST(EncodeSearch, a_date_is_a_place_in_the_room) {
    const chat::FoundTime found{.seq = 3, .time = base::WallTime(base::Milliseconds(17))};
    EXPECT_EQ(json::parse(events::encode_ok(found)),
              json::parse(R"({"ok": true, "seq": 3, "time": 17})"));
}

TEST(EncodeSearch, what_is_no_search_is_refused_with_a_sentence) {
    struct Case {
        chat::ChatError error;
        const char* why;
        const char* code;
        const char* message;
    };
    const Case cases[] = {
        {chat::ChatError::query_empty, nullptr, "query_empty",
         "Say what to look for: a word, from: somebody, in: a room."},
        {chat::ChatError::query_too_long, nullptr, "query_too_long",
         "A search has 200 characters at most."},
        {chat::ChatError::query_invalid, "A date is written 2026-01-31.", "query_invalid",
         "A date is written 2026-01-31."},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.code);
        const json::value refusal = json::parse(
            events::encode_refusal({.error = each.error, .why = each.why}, chat::Limits()));
        EXPECT_EQ(refusal.at("error").at("code").as_string(), each.code);
        EXPECT_EQ(refusal.at("error").at("message").as_string(), each.message);
    }
}

}  // namespace
