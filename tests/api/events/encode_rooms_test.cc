#include <gmock/gmock.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/encode.h"

namespace {

namespace json = boost::json;
namespace events = api::events;

const base::WallTime kTime{std::chrono::milliseconds(1'700'000'000'000)};
const chat::Named kBob{.user = chat::UserId("u2"), .nickname = "bob"};

/// The payload of the valid example of that server event which comes after `skipped` others.
json::value example(std::string_view event, int skipped = 0) {
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
        if (skipped-- == 0) return object.at("payload");
    }
    return nullptr;
}

chat::Event room_event(chat::EventKind kind, chat::Seq seq, std::string text = {}) {
    return {.room = chat::RoomId("r1"),
            .seq = seq,
            .ordinal = 3,
            .kind = kind,
            .actor = chat::UserId("u1"),
            .nickname = "ada",
            .time = kTime,
            .text = std::move(text),
            .nonce = {}};
}

chat::Event by_bob(chat::Event event) {
    event.by = std::make_shared<const chat::Named>(kBob);
    return event;
}

chat::RoomView cellar() {
    chat::RoomView view;
    view.room.id = chat::RoomId("r1");
    view.room.name = "Garden";
    view.room.name_key = "\x01r1";
    view.room.kind = chat::RoomKind::closed;
    view.room.head = 5;
    view.present = 1;
    return view;
}

TEST(EncodeRooms, writes_what_happened_to_a_room_as_the_examples_show) {
    using enum chat::EventKind;
    EXPECT_EQ(json::parse(events::encode_member_change(by_bob(room_event(member_joined, 5)), 2)),
              example("member_joined", 2));
    EXPECT_EQ(json::parse(events::encode_member_change(by_bob(room_event(member_left, 6)), 1)),
              example("member_left", 1));
    EXPECT_EQ(json::parse(events::encode_event(room_event(room_renamed, 7, "Orchard"))),
              example("renamed"));
    EXPECT_EQ(json::parse(events::encode_event(room_event(topic_changed, 8, "What grows"))),
              example("topic"));
    EXPECT_EQ(json::parse(events::encode_event(room_event(topic_changed, 9))), example("topic", 1));
    EXPECT_EQ(json::parse(events::encode_event(room_event(room_archived, 10))),
              example("archived"));
    EXPECT_EQ(json::parse(events::encode_event(room_event(room_restored, 11))),
              example("restored"));
    EXPECT_EQ(json::parse(events::encode_event(by_bob(room_event(host_made, 12)))),
              example("host"));
    EXPECT_EQ(json::parse(events::encode_event(room_event(host_removed, 13))), example("host", 1));

    const chat::Catchup missed{
        .room = chat::RoomId("r1"),
        .events = {by_bob(room_event(member_joined, 5)), by_bob(room_event(member_left, 6)),
                   room_event(room_renamed, 7, "Orchard"),
                   room_event(topic_changed, 8, "What grows"), room_event(topic_changed, 9),
                   room_event(room_archived, 10), room_event(room_restored, 11),
                   by_bob(room_event(host_made, 12))},
        .head = 12};
    EXPECT_EQ(json::parse(events::encode_catchup(missed)), example("catchup", 3));
}

TEST(EncodeRooms, writes_who_may_not_write_and_how_fast_the_others_may) {
    using enum chat::EventKind;
    const chat::Event muted_for_a_while = by_bob(room_event(muted, 14, "4102444800000"));
    EXPECT_EQ(json::parse(events::encode_event(muted_for_a_while)), example("muted"));
    EXPECT_EQ(json::parse(events::encode_event(by_bob(room_event(muted, 15)))),
              example("muted", 1));
    EXPECT_EQ(json::parse(events::encode_event(by_bob(room_event(unmuted, 16)))),
              example("muted", 2));
    EXPECT_EQ(json::parse(events::encode_event(room_event(slow_mode_set, 17, "30"))),
              example("slow_mode"));
    EXPECT_EQ(json::parse(events::encode_event(room_event(slow_mode_set, 18))),
              example("slow_mode", 1));
    const chat::Catchup missed{.room = chat::RoomId("r1"),
                               .events = {muted_for_a_while, by_bob(room_event(unmuted, 15)),
                                          room_event(slow_mode_set, 16, "30")},
                               .head = 16};
    EXPECT_EQ(json::parse(events::encode_catchup(missed)), example("catchup", 4));

    chat::RoomView room = cellar();
    room.room.kind = chat::RoomKind::open;
    room.read = 5;
    room.room.slow_mode_s = 30;
    room.room.retention_days = 90;
    room.room.expired = 2;
    room.mute = chat::Mute{.until = base::WallTime(std::chrono::milliseconds(4'102'444'800'000))};
    EXPECT_EQ(json::parse(events::encode_room_change(chat::RoomChange::joined, room, nullptr)),
              example("room", 4));
    room.mute = chat::Mute{};
    const auto for_ever = json::parse(events::encode_ok(room)).at("room").as_object();
    EXPECT_EQ(for_ever.at("muted"), true);
    EXPECT_FALSE(for_ever.contains("muted_until"));
}

TEST(EncodeRooms, writes_how_long_messages_are_kept_and_what_is_gone) {
    using enum chat::EventKind;
    chat::Event gone = room_event(expired, 21, "7");
    gone.target = 9;
    EXPECT_EQ(json::parse(events::encode_event(room_event(retention_set, 19, "30"))),
              example("retention"));
    EXPECT_EQ(json::parse(events::encode_event(room_event(retention_set, 20))),
              example("retention", 1));
    EXPECT_EQ(json::parse(events::encode_event(gone)), example("expired"));
    const chat::Catchup missed{.room = chat::RoomId("r1"),
                               .events = {room_event(retention_set, 20, "30"), gone},
                               .head = 21};
    EXPECT_EQ(json::parse(events::encode_catchup(missed)), example("catchup", 5));
}

TEST(EncodeRooms, a_room_says_how_somebody_sees_it) {
    chat::RoomView room = cellar();
    room.room.name = "Garden";
    room.unread = 5;
    room.mentions = 1;
    room.level = chat::NotifyLevel::nothing;
    room.liking = chat::Liking::favourite;
    EXPECT_EQ(json::parse(events::encode_room_change(chat::RoomChange::preferred, room, nullptr)),
              example("room", 3));
}

TEST(EncodeRooms, somebody_learns_who_added_or_removed_them) {
    chat::RoomView room = cellar();
    EXPECT_EQ(json::parse(events::encode_room_change(chat::RoomChange::left, room, &kBob)),
              example("room", 2));
    room.room.topic = "What grows";
    EXPECT_EQ(json::parse(events::encode_room_change(chat::RoomChange::joined, room, &kBob)),
              example("room", 1));
    const auto own =
        json::parse(events::encode_room_change(chat::RoomChange::joined, room, nullptr));
    EXPECT_FALSE(own.as_object().contains("by"));
}

TEST(EncodeRooms, the_welcome_tells_what_each_room_is) {
    const chat::User ada{.id = chat::UserId("u1"),
                         .nickname = "ada",
                         .role = chat::Role::owner,
                         .status = "away until Monday",
                         .hue = 210};
    chat::RoomView garden = cellar();
    garden.room.head = 9;
    garden.room.topic = "What grows";
    garden.room.use = chat::RoomUse::archived;
    garden.read = 9;
    garden.present = 2;
    garden.role = chat::RoomRole::host;
    chat::RoomView direct;
    direct.room.id = chat::RoomId("d1");
    direct.room.name_key = "\x02u1+u2+u3";
    direct.room.kind = chat::RoomKind::direct;
    direct.present = 1;
    direct.people = {
        {.id = chat::UserId("u2"), .nickname = "bob"},
        {.id = chat::UserId("u3"), .nickname = "eve", .role = chat::Role::member, .hue = 0}};
    const chat::Welcome welcome{.me = ada, .token = "t1", .rooms = {garden, direct}};
    EXPECT_EQ(json::parse(events::encode_welcome(welcome, {"Parlor", "0.1.0", {}}, kTime)),
              example("welcome", 1));
}

TEST(EncodeRooms, of_many_in_a_conversation_nobodys_status_is_told) {
    chat::RoomView direct;
    direct.room.id = chat::RoomId("d1");
    direct.room.kind = chat::RoomKind::direct;
    direct.people = {{.id = chat::UserId("u2"), .nickname = "bob", .status = "away"}};
    const auto people = [&direct] {
        return json::parse(events::encode_ok(direct)).at("room").at("people").as_array();
    };
    EXPECT_EQ(people().at(0).at("status"), "away");
    direct.people.push_back({.id = chat::UserId("u3"), .nickname = "eve", .hue = 7});
    EXPECT_FALSE(people().at(0).as_object().contains("status"));
    EXPECT_EQ(people().at(1).at("hue"), 7);
}

TEST(EncodeRooms, the_heaviest_welcome_fits_the_queue_of_a_connection) {
    const chat::Limits limits;
    const auto repeated = [](const char* character, std::uint32_t times) {
        std::string text;
        for (std::uint32_t i = 0; i < times; ++i)
            text += character;
        return text;
    };
    const chat::User somebody{.id = chat::UserId(std::string(12, 'u')),
                              .nickname = repeated("\U0001F33F", limits.nickname_characters_max),
                              .role = chat::Role::moderator,
                              .status = repeated("\U0001F33F", 80),
                              .hue = 359};
    chat::RoomView two;
    two.room.kind = chat::RoomKind::direct;
    two.people = {somebody};
    chat::RoomView many = two;
    many.people.assign(limits.direct_people_max - 1, somebody);
    chat::RoomView garden;
    garden.room.kind = chat::RoomKind::closed;
    garden.room.name = repeated("\U0001F33F", limits.room_name_characters_max);
    garden.room.topic = repeated("\U0001F33F", limits.topic_characters_max);
    for (chat::RoomView* room : {&two, &many, &garden}) {
        room->room.id = chat::RoomId(std::string(12, 'r'));
        room->room.use = chat::RoomUse::archived;
        room->room.head = room->read = room->unread = 9'007'199'254'740'991;
        room->present = std::numeric_limits<std::uint32_t>::max();
        room->role = chat::RoomRole::host;
        chat::Welcome welcome{.me = somebody, .token = std::string(32, 't'), .rooms = {}};
        welcome.rooms.assign(limits.rooms_joined_max, *room);
        welcome.ignored.assign(chat::kIgnoredMax,
                               {.user = somebody.id, .nickname = somebody.nickname});
        EXPECT_LT(events::encode_welcome(welcome, {"Parlor", "0.1.0", {}}, kTime).size(),
                  1'000'000U);
    }
}

TEST(EncodeRooms, a_room_says_nothing_of_what_it_is_not) {
    const auto room = json::parse(events::encode_ok(cellar())).at("room").as_object();
    for (const char* name : {"topic", "archived", "host", "people", "name_key"})
        EXPECT_FALSE(room.contains(name)) << name;
}

TEST(EncodeRooms, a_list_of_rooms_tells_topics_and_what_is_archived) {
    chat::RoomEntry plain;
    plain.room.id = chat::RoomId("r1");
    plain.room.name = "Garden";
    chat::RoomEntry rich = plain;
    rich.room.topic = "What grows";
    rich.room.use = chat::RoomUse::archived;
    rich.present = 2;
    rich.mine = chat::RoomEntry::Mine::yes;
    EXPECT_EQ(json::parse(events::encode_ok(std::vector{plain, rich})), json::parse(R"({
        "ok": true, "rooms": [
          {"room": "r1", "name": "Garden", "kind": "public", "present": 0, "joined": false},
          {"room": "r1", "name": "Garden", "kind": "public", "present": 2, "joined": true,
           "topic": "What grows", "archived": true}]})"));
}

TEST(EncodeRooms, members_are_hosts_or_say_nothing_of_it) {
    const chat::Member ada{.user = {.id = chat::UserId("u1"), .nickname = "ada"},
                           .role = chat::RoomRole::host};
    const chat::Member bob{.user = {.id = chat::UserId("u2"),
                                    .nickname = "bob",
                                    .role = chat::Role::member,
                                    .status = "about",
                                    .hue = 7}};
    EXPECT_EQ(
        json::parse(events::encode_ok(chat::Members{.present_members = {ada, bob}, .present = 3})),
        json::parse(R"({"ok": true, "present": 3, "members": [
                {"user": "u1", "nickname": "ada", "role": "guest", "host": true},
                {"user": "u2", "nickname": "bob", "role": "member", "status": "about", "hue": 7}
              ]})"));

    using Here = chat::RosterPage::Entry::Here;
    EXPECT_EQ(json::parse(events::encode_ok(chat::RosterPage{
                  .entries = {{.member = ada, .here = Here::yes}, {.member = bob}}, .more = true})),
              json::parse(R"({"ok": true, "more": true, "members": [
                {"user": "u1", "nickname": "ada", "role": "guest", "host": true, "here": true},
                {"user": "u2", "nickname": "bob", "role": "member", "status": "about", "hue": 7}
              ]})"));
    EXPECT_EQ(events::encode_ok(chat::RosterPage()), R"({"ok":true,"members":[],"more":false})");
}

TEST(EncodeRooms, bans_tell_whose_by_whom_and_how_long) {
    const chat::Ban for_ever{
        .user = chat::UserId("u1"), .nickname = "ada", .by = kBob, .created = kTime};
    chat::Ban a_while = for_ever;
    a_while.until = kTime + std::chrono::milliseconds(5);
    a_while.reason = "shouting";
    EXPECT_EQ(json::parse(events::encode_ok(std::vector{a_while, for_ever})), json::parse(R"({
        "ok": true, "bans": [
          {"user": "u1", "nickname": "ada", "by": {"user": "u2", "nickname": "bob"},
           "time": 1700000000000, "until": 1700000000005, "reason": "shouting"},
          {"user": "u1", "nickname": "ada", "by": {"user": "u2", "nickname": "bob"},
           "time": 1700000000000}]})"));
}

TEST(EncodeRooms, mutes_tell_whose_by_whom_and_how_long) {
    const chat::MuteEntry for_ever{
        .person = {.user = chat::UserId("u1"), .nickname = "ada"}, .by = kBob, .created = kTime};
    chat::MuteEntry a_while = for_ever;
    a_while.mute.until = kTime + std::chrono::milliseconds(5);
    EXPECT_EQ(json::parse(events::encode_ok(std::vector{a_while, for_ever})), json::parse(R"({
        "ok": true, "mutes": [
          {"user": "u1", "nickname": "ada", "by": {"user": "u2", "nickname": "bob"},
           "time": 1700000000000, "until": 1700000000005},
          {"user": "u1", "nickname": "ada", "by": {"user": "u2", "nickname": "bob"},
           "time": 1700000000000}]})"));
}

TEST(EncodeRooms, who_may_not_write_learns_until_when) {
    const auto a_while =
        json::parse(events::encode_refusal({.error = chat::ChatError::muted, .until = kTime}, {}));
    EXPECT_EQ(a_while.at("error").at("code"), "muted");
    EXPECT_EQ(a_while.at("error").at("until"), 1'700'000'000'000);
    const auto for_ever =
        json::parse(events::encode_refusal({.error = chat::ChatError::muted}, {}));
    EXPECT_FALSE(for_ever.at("error").as_object().contains("until"));
    const auto soon = json::parse(events::encode_refusal(
        {.error = chat::ChatError::slow_mode, .retry_after = std::chrono::milliseconds(900)}, {}));
    EXPECT_EQ(soon.at("error").at("code"), "slow_mode");
    EXPECT_EQ(soon.at("error").at("retry_after_ms"), 900);
}

TEST(EncodeRooms, refusals_have_codes_and_say_what_next) {
    struct Case {
        chat::ChatError error;
        const char* code;
        const char* message;
    };
    const Case cases[] = {
        {chat::ChatError::topic_too_long, "topic_too_long",
         "The topic is too long: 250 characters at most."},
        {chat::ChatError::archived, "archived",
         "This room is archived: it can be read and left, nothing more. A host can restore it."},
        {chat::ChatError::banned, "banned",
         "This room's hosts do not let this person in. Only they can lift that."},
        {chat::ChatError::no_such_person, "no_such_person",
         "That person is not there. Look again who is."},
        {chat::ChatError::too_many_people, "too_many_people",
         "A direct conversation has 9 people at most. Make a private room for more."},
        {chat::ChatError::too_many_bans, "too_many_bans",
         "This room has as many bans as it can keep. Lift another one first."},
    };
    for (const Case& each : cases) {
        const json::value refusal =
            json::parse(events::encode_refusal({.error = each.error, .retry_after = {}}, {}));
        EXPECT_EQ(refusal.at("error").at("code").as_string(), each.code);
        EXPECT_EQ(refusal.at("error").at("message").as_string(), each.message);
    }
}

}  // namespace
