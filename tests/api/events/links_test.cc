#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/events/encode.h"
#include "api/events/parse.h"
#include "base/clock.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"

namespace {

namespace json = boost::json;
namespace events = api::events;
using std::chrono_literals::operator""h;

const base::WallTime kTime{std::chrono::milliseconds(1'700'000'000'000)};
const chat::Named kBob{.user = chat::UserId("u2"), .nickname = "bob"};

json::array args(std::string_view text) {
    return json::parse(text).as_array();
}

/// What the parser says is wrong with the payload.
template <typename Parse>
std::string complaint(Parse parse, std::string_view payload) {
    const auto parsed = parse(args(payload));
    return parsed ? "accepted" : parsed.error().message;
}

TEST(ParseLinks, a_room_is_joined_by_its_id_or_by_a_link) {
    const auto by_id = events::parse_join(args(R"([{"room":"r1"}])"));
    ASSERT_TRUE(by_id);
    EXPECT_EQ(by_id->room, chat::RoomId("r1"));
    EXPECT_EQ(by_id->invite, "");
    const auto by_link = events::parse_join(args(R"([{"invite":"abc"}])"));
    ASSERT_TRUE(by_link);
    EXPECT_EQ(by_link->invite, "abc");
}

TEST(ParseLinks, a_link_is_good_for_a_week_and_anybody_unless_it_is_said) {
    const auto usual = events::parse_invite_link(args(R"([{"room":"r1"}])"));
    ASSERT_TRUE(usual);
    EXPECT_EQ(usual->room, chat::RoomId("r1"));
    EXPECT_EQ(usual->lifetime, base::Milliseconds(7 * 24h));
    EXPECT_EQ(usual->uses_max, 0U);
    const auto longest =
        events::parse_invite_link(args(R"([{"room":"r1","days":366,"uses":1000000}])"));
    ASSERT_TRUE(longest);
    EXPECT_EQ(longest->lifetime, chat::kLinkLifetimeMax);
    EXPECT_EQ(longest->uses_max, chat::kLinkUsesMax);
}

TEST(ParseLinks, says_what_is_wrong) {
    const std::string long_token = R"([{"invite":")" + std::string(65, 'x') + R"("}])";
    const struct {
        std::string said;
        const char* names;
    } cases[] = {
        {complaint(events::parse_join, R"([{"room":"r1","invite":"abc"}])"), "not both"},
        {complaint(events::parse_join, R"([{"invite":7}])"), "invite"},
        {complaint(events::parse_join, R"([{"invite":""}])"), "invite"},
        {complaint(events::parse_join, long_token), "invite"},
        {complaint(events::parse_join, R"([{}])"), "room"},
        {complaint(events::parse_invite_link, R"([{"room":"r1","days":0}])"), "days"},
        {complaint(events::parse_invite_link, R"([{"room":"r1","days":367}])"), "days"},
        {complaint(events::parse_invite_link, R"([{"room":"r1","uses":-1}])"), "uses"},
        {complaint(events::parse_invite_link, R"([{"room":"r1","uses":1000001}])"), "uses"},
        {complaint(events::parse_invite_link, "[]"), "object"},
        {complaint(events::parse_revoke_invite_link, R"([{"room":"r1"}])"), "id"},
        {complaint(events::parse_revoke_invite_link, R"([{"room":"r1","id":""}])"), "id"},
        {complaint(events::parse_look_at_invite, "[{}]"), "token"},
        {complaint(events::parse_room_audit, R"([{"room":"r1","limit":201}])"), "limit"},
        {complaint(events::parse_room_audit, R"([{"room":"r1","before":0}])"), "before"},
    };
    for (const auto& [said, names] : cases)
        EXPECT_NE(said.find(names), std::string::npos) << said << ", not naming " << names;
}

TEST(ParseLinks, an_audit_begins_with_the_newest_unless_it_is_said) {
    const auto first = events::parse_room_audit(args(R"([{"room":"r1"}])"));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->room, chat::RoomId("r1"));
    EXPECT_EQ(first->before, 0U);
    EXPECT_EQ(first->limit, 50U);
    const auto next = events::parse_room_audit(args(R"([{"room":"r1","before":51,"limit":200}])"));
    ASSERT_TRUE(next);
    EXPECT_EQ(next->before, 51U);
    EXPECT_EQ(next->limit, 200U);
}

chat::RoomLink link_of(std::uint32_t uses_max) {
    return {.id = chat::RoomLinkId("l1"),
            .room = chat::RoomId("r1"),
            .creator = kBob,
            .created = kTime,
            .expires = kTime + std::chrono::milliseconds(5),
            .uses_max = uses_max,
            .uses = 2};
}

TEST(EncodeLinks, a_link_is_told_with_its_token_once) {
    EXPECT_EQ(json::parse(events::encode_ok(chat::MadeLink{.link = link_of(0), .token = "abc"})),
              json::parse(R"({"ok": true, "token": "abc", "link": {
                "id": "l1", "room": "r1", "by": {"user": "u2", "nickname": "bob"},
                "time": 1700000000000, "expires": 1700000000005, "uses": 2}})"));
    EXPECT_EQ(json::parse(events::encode_ok(std::vector{link_of(3)})), json::parse(R"({
        "ok": true, "links": [{
          "id": "l1", "room": "r1", "by": {"user": "u2", "nickname": "bob"},
          "time": 1700000000000, "expires": 1700000000005, "uses": 2, "uses_max": 3}]})"));
}

TEST(EncodeLinks, what_a_link_leads_to) {
    chat::LinkView view{.room = {.id = chat::RoomId("r1"),
                                 .name = "Den",
                                 .name_key = {},
                                 .kind = chat::RoomKind::closed,
                                 .topic = "What ages"},
                        .present = 2,
                        .creator = kBob};
    EXPECT_EQ(json::parse(events::encode_ok(view)), json::parse(R"({
        "ok": true, "room": "r1", "name": "Den", "kind": "private", "topic": "What ages",
        "present": 2, "joined": false, "by": {"user": "u2", "nickname": "bob"}})"));
    view.mine = chat::LinkView::Mine::yes;
    view.room.topic = "";
    view.room.use = chat::RoomUse::archived;
    EXPECT_EQ(json::parse(events::encode_ok(view)), json::parse(R"({
        "ok": true, "room": "r1", "name": "Den", "kind": "private", "archived": true,
        "present": 2, "joined": true, "by": {"user": "u2", "nickname": "bob"}})"));
}

TEST(EncodeLinks, an_audit_says_what_there_is_to_say) {
    const chat::RoomAuditEntry bare{
        .number = 1, .time = kTime, .by = kBob, .deed = chat::RoomDeed::archived};
    chat::RoomAuditEntry full = bare;
    full.number = 2;
    full.deed = chat::RoomDeed::banned;
    full.person = {.user = chat::UserId("u1"), .nickname = "ada"};
    full.detail = "shouting";
    full.until = kTime + std::chrono::milliseconds(5);
    EXPECT_EQ(
        json::parse(events::encode_ok(chat::RoomAuditPage{.entries = {full, bare}, .more = true})),
        json::parse(R"({"ok": true, "more": true, "entries": [
          {"number": 2, "time": 1700000000000, "by": {"user": "u2", "nickname": "bob"},
           "deed": "banned", "person": {"user": "u1", "nickname": "ada"}, "detail": "shouting",
           "until": 1700000000005},
          {"number": 1, "time": 1700000000000, "by": {"user": "u2", "nickname": "bob"},
           "deed": "archived"}]})"));
}

TEST(EncodeLinks, every_deed_has_a_word_of_its_own) {
    std::vector<std::string> words;
    for (int number = 1; number <= static_cast<int>(chat::RoomDeed::link_revoked); ++number) {
        const chat::RoomAuditEntry entry{
            .time = kTime, .by = kBob, .deed = static_cast<chat::RoomDeed>(number)};
        words.push_back(events::encode_ok(chat::RoomAuditPage{.entries = {entry}}));
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_NE(words[i], words[j]);
    }
}

}  // namespace
