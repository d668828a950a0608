#include <gmock/gmock.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "api/events/parse.h"

namespace {

namespace json = boost::json;
namespace events = api::events;

const base::WallTime kNow{std::chrono::milliseconds(1'700'000'000'000)};

json::array args(std::string_view text) {
    return json::parse(text).as_array();
}

/// What the parser says is wrong with the payload.
template <typename Parse>
std::string complaint(Parse parse, const json::array& payload) {
    const auto parsed = parse(payload);
    return parsed ? "accepted" : parsed.error().message;
}

events::Parsed<chat::BanWish> parse_ban_now(const json::array& payload) {
    return events::parse_ban(payload, kNow);
}

events::Parsed<chat::MuteWish> parse_mute_now(const json::array& payload) {
    return events::parse_mute(payload, kNow);
}

events::Parsed<chat::RosterRequest> parse_short_roster(const json::array& payload) {
    return events::parse_roster(payload, 20);
}

TEST(ParseRooms, a_room_is_public_and_about_nothing_unless_it_is_said) {
    const auto wish = events::parse_create(args(R"([{"name":" Garden "}])"));
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->name, " Garden ");
    EXPECT_EQ(wish->kind, chat::RoomKind::open);
    EXPECT_EQ(wish->topic, "");

    const auto hidden =
        events::parse_create(args(R"([{"name":"Cellar","kind":"private","topic":"What ages"}])"));
    ASSERT_TRUE(hidden);
    EXPECT_EQ(hidden->kind, chat::RoomKind::closed);
    EXPECT_EQ(hidden->topic, "What ages");
    EXPECT_EQ(events::parse_create(args(R"([{"name":"A","kind":"public"}])"))->kind,
              chat::RoomKind::open);
}

TEST(ParseRooms, a_preference_says_what_changes) {
    const auto level = events::parse_prefer(args(R"([{"room":"r1","level":"mentions"}])"));
    ASSERT_TRUE(level);
    EXPECT_EQ(level->room, chat::RoomId("r1"));
    EXPECT_EQ(level->preference.level, chat::NotifyLevel::mentions);
    EXPECT_EQ(level->preference.liking, std::nullopt);

    const auto both =
        events::parse_prefer(args(R"([{"room":"r1","level":"usual","favourite":true}])"));
    ASSERT_TRUE(both);
    EXPECT_EQ(both->preference.level, chat::NotifyLevel::usual);
    EXPECT_EQ(both->preference.liking, chat::Liking::favourite);
    EXPECT_EQ(events::parse_prefer(args(R"([{"room":"r1","favourite":false}])"))->preference.liking,
              chat::Liking::plain);

    EXPECT_EQ(complaint(events::parse_prefer, args(R"([{"room":"r1","level":1}])")),
              "level must be usual, all, mentions or nothing.");
    EXPECT_EQ(complaint(events::parse_prefer, args(R"([{"room":"r1","level":"ALL"}])")),
              "level must be usual, all, mentions or nothing.");
    EXPECT_EQ(complaint(events::parse_prefer, args(R"([{"room":"r1","favourite":null}])")),
              "favourite must be true or false.");
}

TEST(ParseRooms, a_direct_room_names_up_to_fifty_people) {
    const auto two = events::parse_direct(args(R"([{"users":["u2","u1"]}])"));
    ASSERT_TRUE(two);
    EXPECT_THAT(*two, testing::ElementsAre(chat::UserId("u2"), chat::UserId("u1")));

    json::array users(events::kDirectAskedMax, json::value("u1"));
    EXPECT_TRUE(events::parse_direct({json::object{{"users", users}}}));
    users.emplace_back("u1");
    EXPECT_EQ(complaint(events::parse_direct, {json::object{{"users", users}}}),
              "users must be a list of 1 to 50 people's ids.");
}

TEST(ParseRooms, rooms_are_looked_for_by_name_or_all_of_them_listed) {
    EXPECT_EQ(*events::parse_rooms({}), "");
    EXPECT_EQ(*events::parse_rooms(args("[null]")), "");
    EXPECT_EQ(*events::parse_rooms(args("[{}]")), "");
    EXPECT_EQ(*events::parse_rooms(args(R"([{"query":"gard"}])")), "gard");
    EXPECT_FALSE(events::parse_rooms(args(R"([{"query":null}])")));
}

TEST(ParseRooms, a_roster_is_read_from_the_beginning_in_pages_of_a_fitting_size) {
    const auto first = events::parse_roster(args(R"([{"room":"r1"}])"), 200);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->room, chat::RoomId("r1"));
    EXPECT_EQ(first->after, chat::UserId());
    EXPECT_EQ(first->limit, 50U);
    EXPECT_EQ(parse_short_roster(args(R"([{"room":"r1"}])"))->limit, 20U);

    const auto next = events::parse_roster(args(R"([{"room":"r1","after":"u7","limit":2}])"), 200);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->after, chat::UserId("u7"));
    EXPECT_EQ(next->limit, 2U);
}

TEST(ParseRooms, deeds_keep_everything_they_say) {
    const auto name = events::parse_rename(args(R"([{"room":"r1","name":" Orchard"}])"));
    ASSERT_TRUE(name);
    EXPECT_EQ(name->room, chat::RoomId("r1"));
    EXPECT_EQ(name->text, " Orchard");
    const auto topic = events::parse_topic(args(R"([{"room":"r2","topic":""}])"));
    ASSERT_TRUE(topic);
    EXPECT_EQ(topic->room, chat::RoomId("r2"));
    EXPECT_EQ(topic->text, "");

    const auto member = events::parse_on_member(args(R"([{"room":"r1","user":"u2"}])"));
    ASSERT_TRUE(member);
    EXPECT_EQ(member->room, chat::RoomId("r1"));
    EXPECT_EQ(member->user, chat::UserId("u2"));

    const auto on = events::parse_host(args(R"([{"room":"r1","user":"u2","on":true}])"));
    ASSERT_TRUE(on);
    EXPECT_EQ(on->room, chat::RoomId("r1"));
    EXPECT_EQ(on->user, chat::UserId("u2"));
    EXPECT_EQ(on->set, chat::HostWish::Set::on);
    EXPECT_EQ(events::parse_host(args(R"([{"room":"r1","user":"u2","on":false}])"))->set,
              chat::HostWish::Set::off);
}

TEST(ParseRooms, a_ban_holds_for_ever_or_until_a_time_to_come) {
    const auto for_ever = parse_ban_now(args(R"([{"room":"r1","user":"u2"}])"));
    ASSERT_TRUE(for_ever);
    EXPECT_EQ(for_ever->room, chat::RoomId("r1"));
    EXPECT_EQ(for_ever->user, chat::UserId("u2"));
    EXPECT_EQ(for_ever->until, std::nullopt);
    EXPECT_EQ(for_ever->reason, "");

    const auto a_while = parse_ban_now(
        args(R"([{"room":"r1","user":"u2","until":1700000000001,"reason":"shouting"}])"));
    ASSERT_TRUE(a_while);
    EXPECT_EQ(a_while->until, kNow + std::chrono::milliseconds(1));
    EXPECT_EQ(a_while->reason, "shouting");

    for (const char* past : {"1700000000000", "1", "0"}) {
        SCOPED_TRACE(past);
        EXPECT_EQ(complaint(parse_ban_now, args(R"([{"room":"r1","user":"u2","until":)" +
                                                std::string(past) + "}]")),
                  "until must be in the future.");
    }
}

TEST(ParseRooms, a_mute_holds_for_ever_or_until_a_time_to_come) {
    const auto for_ever = parse_mute_now(args(R"([{"room":"r1","user":"u2"}])"));
    ASSERT_TRUE(for_ever);
    EXPECT_EQ(for_ever->room, chat::RoomId("r1"));
    EXPECT_EQ(for_ever->user, chat::UserId("u2"));
    EXPECT_EQ(for_ever->mute, chat::Mute{});
    const auto a_while =
        parse_mute_now(args(R"([{"room":"r1","user":"u2","until":1700000000001}])"));
    ASSERT_TRUE(a_while);
    EXPECT_EQ(a_while->mute.until, kNow + std::chrono::milliseconds(1));
    EXPECT_EQ(
        complaint(parse_mute_now, args(R"([{"room":"r1","user":"u2","until":1700000000000}])")),
        "until must be in the future.");
}

TEST(ParseRooms, slow_mode_is_of_seconds) {
    const auto slow = events::parse_slow_mode(args(R"([{"room":"r1","seconds":21600}])"));
    ASSERT_TRUE(slow);
    EXPECT_EQ(slow->room, chat::RoomId("r1"));
    EXPECT_EQ(slow->seconds, 21'600U);
    EXPECT_EQ(events::parse_slow_mode(args(R"([{"room":"r1","seconds":0}])"))->seconds, 0U);
    EXPECT_EQ(complaint(events::parse_slow_mode, args(R"([{"room":"r1"}])")),
              "seconds is missing.");
    EXPECT_EQ(complaint(events::parse_slow_mode, args(R"([{"room":"r1","seconds":21601}])")),
              "seconds must be a whole number from 0 to 21600.");
}

TEST(ParseRooms, retention_is_of_days) {
    const auto kept = events::parse_retention(args(R"([{"room":"r1","days":3650}])"));
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->room, chat::RoomId("r1"));
    EXPECT_EQ(kept->days, 3650U);
    EXPECT_EQ(events::parse_retention(args(R"([{"room":"r1","days":0}])"))->days, 0U);
    EXPECT_EQ(complaint(events::parse_retention, args(R"([{"room":"r1"}])")), "days is missing.");
    EXPECT_EQ(complaint(events::parse_retention, args(R"([{"room":"r1","days":3651}])")),
              "days must be a whole number from 0 to 3650.");
}

TEST(ParseRooms, refusal_names_the_field) {
    struct Case {
        std::string complaint;
        std::string_view words;
    };
    const Case cases[] = {
        {complaint(events::parse_create, args(R"([{"name":7}])")), "name must be a string."},
        {complaint(events::parse_create, args(R"([{"name":"A","kind":"secret"}])")),
         "kind must be public or private."},
        {complaint(events::parse_create, args(R"([{"name":"A","kind":["private"]}])")),
         "kind must be public or private."},
        {complaint(events::parse_create, args(R"([{"name":"A","topic":{}}])")),
         "topic must be a string."},
        {complaint(events::parse_direct, args(R"([{"users":{"0":"u1"}}])")), "users must be"},
        {complaint(events::parse_find_people, args(R"([{"query":1}])")), "query must be"},
        {complaint(parse_short_roster, args(R"([{"room":"r1","after":"a b"}])")),
         "after must be a person's id"},
        {complaint(parse_short_roster, args(R"([{"room":"r1","limit":21}])")),
         "limit must be a whole number from 1 to 20."},
        {complaint(events::parse_rename, args(R"([{"room":"r1"}])")), "name must be a string."},
        {complaint(events::parse_topic, args(R"([{"topic":"x"}])")), "room is missing."},
        {complaint(events::parse_on_member, args(R"([{"room":"r1"}])")), "user is missing."},
        {complaint(events::parse_on_member, args(R"([{"room":"r1","user":"a/b"}])")),
         "user must be a person's id"},
        {complaint(events::parse_host, args(R"([{"room":"r1","user":"u2"}])")), "on must be"},
        {complaint(parse_ban_now, args(R"([{"room":"r1","user":"u2","until":1.5}])")),
         "until must be a whole number"},
        {complaint(parse_ban_now, args(R"([{"room":"r1","user":"u2","reason":null}])")),
         "reason must be a string."},
        {complaint(parse_mute_now, args(R"([{"room":"r1","user":"u2","until":null}])")),
         "until must be a whole number"},
        {complaint(events::parse_slow_mode, args(R"([{"room":"r1","seconds":"30"}])")),
         "seconds must be a whole number"},
    };
    for (const auto& [complaint, words] : cases)
        EXPECT_THAT(complaint, testing::HasSubstr(words));
}

TEST(ParseRooms, what_is_far_too_long_is_refused_before_it_is_copied) {
    struct Case {
        std::string complaint;
        std::string_view words;
    };
    const auto with = [](const char* field, std::size_t octets) {
        json::object payload{{"room", "r1"}, {"user", "u2"}, {"name", "A"}};
        payload[field] = std::string(octets, 'x');
        return json::array{payload};
    };
    const Case cases[] = {
        {complaint(events::parse_create, with("name", 1024)), "accepted"},
        {complaint(events::parse_create, with("name", 1025)), "name is far too long."},
        {complaint(events::parse_create, with("topic", 4096)), "accepted"},
        {complaint(events::parse_create, with("topic", 4097)), "topic is far too long."},
        {complaint(events::parse_rename, with("name", 1024)), "accepted"},
        {complaint(events::parse_rename, with("name", 1025)), "name is far too long."},
        {complaint(events::parse_topic, with("topic", 4096)), "accepted"},
        {complaint(events::parse_topic, with("topic", 4097)), "topic is far too long."},
        {complaint(events::parse_rooms, with("query", 1024)), "accepted"},
        {complaint(events::parse_rooms, with("query", 1025)), "query is far too long."},
        {complaint(events::parse_find_people, with("query", 512)), "accepted"},
        {complaint(events::parse_find_people, with("query", 513)), "query is far too long."},
        {complaint(parse_ban_now, with("reason", 4096)), "accepted"},
        {complaint(parse_ban_now, with("reason", 4097)), "reason is far too long."},
        {complaint(events::parse_on_member, with("user", 32)), "accepted"},
        {complaint(events::parse_on_member, with("user", 33)),
         "user must be a person's id: 1 to 32 letters, digits, '_' or '-'."},
    };
    for (const auto& [complaint, words] : cases)
        EXPECT_EQ(complaint, words);
}

TEST(ParseRooms, event_without_a_payload_is_refused) {
    const json::array nothing;
    constexpr std::string_view kWords = "The payload must be an object.";
    EXPECT_EQ(complaint(events::parse_create, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_direct, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_find_people, nothing), kWords);
    EXPECT_EQ(complaint(parse_short_roster, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_rename, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_topic, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_on_member, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_host, nothing), kWords);
    EXPECT_EQ(complaint(parse_ban_now, nothing), kWords);
    EXPECT_EQ(complaint(parse_mute_now, nothing), kWords);
    EXPECT_EQ(complaint(events::parse_slow_mode, nothing), kWords);
}

}  // namespace
