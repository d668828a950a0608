#include "api/events/parse.h"

#include <gmock/gmock.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace {

namespace json = boost::json;
namespace events = api::events;

json::array args(std::string_view text) {
    return json::parse(text).as_array();
}

std::string file(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The parser's verdict on one payload of docs/protocol/examples.json.
bool is_accepted(std::string_view event, const json::value& payload) {
    const json::array one{payload};
    if (event == "message") return events::parse_message(one).has_value();
    if (event == "edit") return events::parse_edit(one).has_value();
    if (event == "delete") return events::parse_delete(one).has_value();
    if (event == "react") return events::parse_react(one).has_value();
    if (event == "pin") return events::parse_pin(one, chat::PinWish::Set::on).has_value();
    if (event == "unpin") return events::parse_pin(one, chat::PinWish::Set::off).has_value();
    if (event == "versions") return events::parse_versions(one).has_value();
    if (event == "history") return events::parse_history(one, 200).has_value();
    if (event == "read") return events::parse_read(one).has_value();
    if (event == "search") return events::parse_search(one, 50).has_value();
    if (event == "date") return events::parse_date(one).has_value();
    if (event == "prefer") return events::parse_prefer(one).has_value();
    if (event == "ignore") return events::parse_ignore(one).has_value();
    if (event == "create") return events::parse_create(one).has_value();
    if (event == "people") return events::parse_people(one).has_value();
    if (event == "rooms") return events::parse_rooms(one).has_value();
    if (event == "roster") return events::parse_roster(one, 200).has_value();
    if (event == "direct") return events::parse_direct(one).has_value();
    if (event == "find_people") return events::parse_find_people(one).has_value();
    if (event == "rename") return events::parse_rename(one).has_value();
    if (event == "topic") return events::parse_topic(one).has_value();
    if (event == "host") return events::parse_host(one).has_value();
    if (event == "join") return events::parse_join(one).has_value();
    if (event == "invite_link") return events::parse_invite_link(one).has_value();
    if (event == "revoke_invite_link") return events::parse_revoke_invite_link(one).has_value();
    if (event == "look_at_invite") return events::parse_look_at_invite(one).has_value();
    if (event == "room_audit") return events::parse_room_audit(one).has_value();
    if (event == "ban") return events::parse_ban(one, base::WallTime()).has_value();
    if (event == "mute") return events::parse_mute(one, base::WallTime()).has_value();
    if (event == "slow_mode") return events::parse_slow_mode(one).has_value();
    if (event == "retention") return events::parse_retention(one).has_value();
    if (event == "add" || event == "kick" || event == "unban" || event == "unmute")
        return events::parse_on_member(one).has_value();
    if (event == "connect") return events::parse_auth(payload.as_object()).has_value();
    return events::parse_room(one).has_value();
}

TEST(Parse, agrees_with_every_example_of_the_protocol) {
    const std::string text = file(PARLOR_SOURCE_DIR "/docs/protocol/examples.json");
    ASSERT_FALSE(text.empty());
    std::map<std::string, int> seen;
    const json::value examples = json::parse(text);
    for (const json::value& example : examples.as_array()) {
        const json::object& object = example.as_object();
        if (object.at("direction") != "client") continue;
        const std::string event(object.at("event").as_string());
        SCOPED_TRACE(json::serialize(example));
        EXPECT_EQ(is_accepted(event, object.at("payload")), object.at("valid").as_bool());
        ++seen[event];
    }
    // Every client event of the schema, and connect.
    EXPECT_EQ(seen.size(), 45U);
}

TEST(Parse, bare_string_is_a_message_to_the_lobby) {
    const auto draft = events::parse_message(args(R"(["hello"])"));
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->room, chat::kLobby);
    EXPECT_EQ(draft->text, "hello");
    EXPECT_TRUE(draft->nonce.value().empty());
}

TEST(Parse, message_keeps_room_text_and_nonce) {
    const auto draft =
        events::parse_message(args(R"([{"room":"r1","text":"a\nb","nonce":"n"}, "ignored"])"));
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->room.value(), "r1");
    EXPECT_EQ(draft->text, "a\nb");
    EXPECT_EQ(draft->nonce.value(), "n");
}

TEST(Parse, an_answer_names_the_message_it_answers) {
    EXPECT_EQ(events::parse_message(args(R"([{"text":"x"}])"))->reply_to, 0U);
    EXPECT_EQ(events::parse_message(args(R"([{"text":"x","reply_to":7}])"))->reply_to, 7U);
    EXPECT_EQ(events::parse_message(args(R"(["x"])"))->reply_to, 0U);
}

TEST(Parse, changes_keep_everything_they_say) {
    const auto edit = events::parse_edit(args(R"([{"room":"r1","target":7,"text":" a "}])"));
    ASSERT_TRUE(edit);
    EXPECT_EQ(edit->room.value(), "r1");
    EXPECT_EQ(edit->target, 7U);
    EXPECT_EQ(edit->text, " a ");

    const auto deletion = events::parse_delete(args(R"([{"room":"r1","target":8}])"));
    ASSERT_TRUE(deletion);
    EXPECT_EQ(deletion->room.value(), "r1");
    EXPECT_EQ(deletion->target, 8U);

    const auto on = events::parse_react(args(R"([{"room":"r1","target":9,"emoji":"👍"}])"));
    ASSERT_TRUE(on);
    EXPECT_EQ(on->room.value(), "r1");
    EXPECT_EQ(on->target, 9U);
    EXPECT_EQ(on->emoji, "👍");
    EXPECT_EQ(on->set, chat::React::Set::on) << "unless it is said otherwise";
    const auto off =
        events::parse_react(args(R"([{"room":"r1","target":9,"emoji":"👍","on":false}])"));
    ASSERT_TRUE(off);
    EXPECT_EQ(off->set, chat::React::Set::off);
}

TEST(Parse, a_refused_change_names_the_field) {
    struct Case {
        std::string_view payload;
        std::string_view words;
    };
    const Case cases[] = {
        {R"([{"target":1,"emoji":"x"}])", "room is missing"},
        {R"([{"room":"r1","emoji":"x"}])", "target is missing"},
        {R"([{"room":"r1","target":0,"emoji":"x"}])", "target must be"},
        {R"([{"room":"r1","target":9007199254740992,"emoji":"x"}])", "target must be"},
        {R"([{"room":"r1","target":1.5,"emoji":"x"}])", "target must be"},
        {R"([{"room":"r1","target":1}])", "emoji"},
        {R"([{"room":"r1","target":1,"emoji":"x","on":null}])", "on must be"},
    };
    for (const auto& [payload, words] : cases) {
        SCOPED_TRACE(payload);
        const auto react = events::parse_react(args(payload));
        ASSERT_FALSE(react);
        EXPECT_THAT(react.error().message, testing::HasSubstr(words));
    }
}

TEST(Parse, a_pin_and_versions_name_a_message) {
    using Set = chat::PinWish::Set;
    for (const Set set : {Set::on, Set::off}) {
        const auto pin = events::parse_pin(args(R"([{"room":"r1","target":9}])"), set);
        ASSERT_TRUE(pin);
        EXPECT_EQ(pin->room.value(), "r1");
        EXPECT_EQ(pin->target, 9U);
        EXPECT_EQ(pin->set, set);
    }
    const auto versions = events::parse_versions(args(R"([{"room":"r1","target":9}])"));
    ASSERT_TRUE(versions);
    EXPECT_EQ(versions->room.value(), "r1");
    EXPECT_EQ(versions->target, 9U);
    const auto refused = events::parse_versions(args(R"([{"room":"r1","target":"9"}])"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("target must be"));
}

TEST(Parse, people_are_asked_for_by_their_ids_in_order) {
    const auto users = events::parse_people(args(R"([{"users":["u2","u1","u2"]}])"));
    ASSERT_TRUE(users);
    EXPECT_THAT(*users,
                testing::ElementsAre(chat::UserId("u2"), chat::UserId("u1"), chat::UserId("u2")));
}

TEST(Parse, people_are_asked_for_by_two_hundred_at_most) {
    json::array users(chat::kPeopleAskedMax, json::value("u1"));
    const auto most = events::parse_people({json::object{{"users", users}}});
    ASSERT_TRUE(most);
    EXPECT_EQ(most->size(), chat::kPeopleAskedMax);
    users.emplace_back("u1");
    const auto more = events::parse_people({json::object{{"users", users}}});
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().message, "users must be a list of 1 to 200 people's ids.");
}

TEST(Parse, people_without_good_ids_are_refused) {
    for (const char* payload : {
             R"([{}])",
             R"([{"users":null}])",
             R"([{"users":{"0":"u1"}}])",
             R"([{"users":[1]}])",
             R"([{"users":["u1",""]}])",
             R"([{"users":["u1",["u2"]]}])",
             R"([{"users":["a/b"]}])",
             R"([{"users":["123456789012345678901234567890123"]}])",
             R"([["u1"]])",
         }) {
        SCOPED_TRACE(payload);
        const auto users = events::parse_people(args(payload));
        ASSERT_FALSE(users);
        EXPECT_THAT(users.error().message, testing::Not(testing::IsEmpty()));
    }
}

TEST(Parse, event_without_a_payload_is_refused) {
    EXPECT_FALSE(events::parse_message({}));
    EXPECT_FALSE(events::parse_edit({}));
    EXPECT_FALSE(events::parse_delete({}));
    EXPECT_FALSE(events::parse_react({}));
    EXPECT_FALSE(events::parse_pin({}, chat::PinWish::Set::on));
    EXPECT_FALSE(events::parse_versions({}));
    EXPECT_FALSE(events::parse_history({}, 200));
    EXPECT_FALSE(events::parse_read({}));
    EXPECT_FALSE(events::parse_room({}));
    EXPECT_FALSE(events::parse_people({}));
}

TEST(Parse, whole_numbers_may_be_written_as_javascript_writes_them) {
    const auto request =
        events::parse_history(args(R"([{"room":"lobby","before":1e3,"limit":5.0}])"), 200);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->from, chat::PageRequest::From::before);
    EXPECT_EQ(request->seq, 1000U);
    EXPECT_EQ(request->limit, 5U);
}

TEST(Parse, refusal_names_the_field) {
    struct Case {
        std::string_view payload;
        std::string_view words;
    };
    const Case cases[] = {
        {R"([{"text":"x","room":"a b"}])", "room"},
        {R"([{"text":1}])", "text"},
        {R"([{"text":"x","nonce":""}])", "nonce"},
    };
    for (const auto& [payload, words] : cases) {
        SCOPED_TRACE(payload);
        const auto draft = events::parse_message(args(payload));
        ASSERT_FALSE(draft);
        EXPECT_THAT(draft.error().message, testing::HasSubstr(words));
    }
}

TEST(Parse, cursors_come_with_their_rooms) {
    const auto request = events::parse_auth(
        json::parse(R"({"token":"t","cursors":{"lobby":41,"r1":0}})").as_object());
    ASSERT_TRUE(request);
    EXPECT_EQ(request->token, "t");
    ASSERT_EQ(request->cursors.size(), 2U);
    EXPECT_EQ(request->cursors[0], std::pair(chat::RoomId("lobby"), chat::Seq{41}));
}

TEST(Parse, over_a_thousand_cursors_are_refused) {
    json::object cursors;
    for (int i = 0; i <= 1000; ++i)
        cursors["r" + std::to_string(i)] = 1;
    EXPECT_FALSE(events::parse_auth({{"token", "t"}, {"cursors", cursors}}));
    cursors.erase("r0");
    EXPECT_TRUE(events::parse_auth({{"token", "t"}, {"cursors", cursors}}));
}

TEST(Parse, a_search_keeps_what_it_is_asked_with) {
    const auto search = events::parse_search(
        args(
            R"([{"query":"tea from:ada","room":"r1","limit":50,"before":"42","tz_offset_min":-90}])"),
        50);
    ASSERT_TRUE(search);
    EXPECT_EQ(search->query, "tea from:ada");
    EXPECT_EQ(search->room, chat::RoomId("r1"));
    EXPECT_EQ(search->limit, 50U);
    EXPECT_EQ(search->before, 42U);
    EXPECT_EQ(search->east, base::Milliseconds(-90 * 60'000));

    const auto bare = events::parse_search(args(R"([{"query":""}])"), 50);
    ASSERT_TRUE(bare);
    EXPECT_FALSE(bare->room.has_value());
    EXPECT_FALSE(bare->before.has_value());
    EXPECT_EQ(bare->limit, 20U);
    EXPECT_EQ(bare->east, base::Milliseconds(0));
}

TEST(Parse, a_cursor_that_no_page_had_is_refused) {
    for (const char* cursor : {"x", "-1", "1.5", " 1", "99999999999999999999"}) {
        SCOPED_TRACE(cursor);
        const json::array one{json::object{{"query", "tea"}, {"before", cursor}}};
        EXPECT_FALSE(events::parse_search(one, 50));
    }
}

TEST(Parse, whole_offsets_may_be_written_as_any_number) {
    const auto search = events::parse_search(args(R"([{"query":"x","tz_offset_min":330.0}])"), 50);
    ASSERT_TRUE(search);
    EXPECT_EQ(search->east, base::Milliseconds(330 * 60'000));
    for (const char* offset : {"1.5", "1e9", "-841", "true"}) {
        SCOPED_TRACE(offset);
        EXPECT_FALSE(events::parse_search(
            args("[{\"query\":\"x\",\"tz_offset_min\":" + std::string(offset) + "}]"), 50));
    }
}

TEST(Parse, a_query_far_too_long_stays_too_long_and_whole_characters) {
    const json::array one{json::object{{"query", std::string(1, 'x') + [] {
                                            std::string text;
                                            for (int i = 0; i < 5'000; ++i)
                                                text += "ä";
                                            return text;
                                        }()}}};
    const auto search = events::parse_search(one, 50);
    ASSERT_TRUE(search);
    EXPECT_EQ(search->query.size(), 1'023U);
    EXPECT_FALSE(chat::parse_search_query(search->query, {}).has_value());
}

}  // namespace
