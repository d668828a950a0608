/// One bus message of each kind, with every field set to something that is not as usual. The files of
/// tests/cluster/golden are what these were on the wire.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace support {

inline base::WallTime sample_time(std::int64_t milliseconds) {
    return base::WallTime(std::chrono::milliseconds(milliseconds));
}

inline chat::User sample_user(const std::string& id) {
    return {.id = chat::UserId(id),
            .nickname = "Ada \"the first\" \u00c5ström",
            .role = chat::Role::moderator,
            .created = sample_time(1'700'000'000'001),
            .status = "away\nfor tea \U0001F375",
            .hue = 217};
}

inline chat::PresentPerson sample_person(const std::string& id) {
    return {.user = sample_user(id),
            .name_key = "ada",
            .rooms = {{.room = chat::RoomId("lobby")},
                      {.room = chat::RoomId("tea"), .role = chat::RoomRole::host}}};
}

/// A message with nothing but its place in the log.
inline chat::Event bare_event(const chat::RoomId& room, chat::Seq seq) {
    chat::Event event;
    event.room = room;
    event.seq = seq;
    return event;
}

inline chat::Event sample_event() {
    const chat::Named ada{.user = chat::UserId("u1"), .nickname = "Ada"};
    const chat::Named bob{.user = chat::UserId("u2"), .nickname = "Bob"};
    const chat::Standing standing{
        .version = 9'007'199'254'740'993,
        .edited = sample_time(1'700'000'000'500),
        .fate = chat::Standing::Fate::deleted,
        .reactions = {{.emoji = "\U0001F44D", .by = {ada, bob}}, {.emoji = "\u2764", .by = {bob}}},
        .quote = chat::Quote{.user = bob.user, .nickname = "Bob", .text = "what was said"}};
    return {.room = chat::RoomId("tea"),
            .seq = 18'446'744'073'709'551'615U,
            .ordinal = 41,
            .kind = chat::EventKind::message_pinned,
            .actor = ada.user,
            .nickname = ada.nickname,
            .time = sample_time(1'700'000'000'123),
            .text = std::string("</script> \\ \" \x01 \u2028 \u05e9\u05dc\u05d5\u05dd ") + "\u00e9",
            .nonce = chat::Nonce("n-1"),
            .target = 40,
            .standing = std::make_shared<const chat::Standing>(standing),
            .by = std::make_shared<const chat::Named>(bob),
            .mentions = std::make_shared<const std::vector<chat::UserId>>(
                std::vector{chat::UserId("u3"), chat::UserId("u4")})};
}

inline chat::Room sample_room() {
    return {.id = chat::RoomId("tea"),
            .name = "Tea & cake",
            .name_key = "\x01tea",
            .kind = chat::RoomKind::direct,
            .created = sample_time(1'600'000'000'000),
            .head = 77,
            .ordinal = 70,
            .topic = "kettles",
            .use = chat::RoomUse::archived,
            .slow_mode_s = 30,
            .retention_days = 365,
            .expired = 12,
            .expired_ordinal = 11};
}

inline chat::Membership sample_membership() {
    return {.room = chat::RoomId("tea"),
            .read = 60,
            .read_ordinal = 55,
            .role = chat::RoomRole::host,
            .people = {sample_user("u2"), sample_user("u3")},
            .mentions = 3,
            .mentions_to = 76,
            .level = chat::NotifyLevel::mentions,
            .liking = chat::Liking::favourite,
            .mute = chat::Mute{.until = sample_time(1'800'000'000'000)}};
}

struct BusSample {
    std::string kind;  ///< as the wire calls it
    chat::BusMessage message;
};

inline std::vector<BusSample> bus_samples() {
    const chat::Named bob{.user = chat::UserId("u2"), .nickname = "Bob"};
    return {
        {"event", sample_event()},
        {"room_head", chat::RoomHead{.room = chat::RoomId("tea"), .head = 78}},
        {"typing", chat::TypingNews{.room = chat::RoomId("tea"), .user = sample_user("u1")}},
        {"room", sample_room()},
        {"person_present", chat::PersonPresent{.version = 5, .person = sample_person("u1")}},
        {"person_gone", chat::PersonGone{.version = 6, .user = chat::UserId("u1")}},
        {"roster_asked", chat::RosterAsked{}},
        {"roster_part", chat::RosterPart{.version = 7,
                                         .part = 2,
                                         .parts = 4,
                                         .people = {sample_person("u1"), sample_person("u2")}}},
        {"heartbeat", chat::Heartbeat{.version = 8,
                                      .state = chat::Heartbeat::State::draining,
                                      .name = "north",
                                      .address = "10.0.0.7:8080",
                                      .release = "0.1.0",
                                      .people = 100,
                                      .connections = 120,
                                      .rooms = 14,
                                      .messages = 5'000'000'000,
                                      .messages_per_minute = 60'000,
                                      .store_wait_ms = 12}},
        {"profile", chat::ProfileNews{.user = sample_user("u1"), .name_key = "ada"}},
        {"membership", chat::MembershipNews{.user = chat::UserId("u1"),
                                            .membership = sample_membership(),
                                            .about = chat::MembershipNews::About::preference}},
        {"ignored", chat::IgnoredNews{.user = chat::UserId("u1"), .ignored = {bob}}},
        {"sessions_ended", chat::SessionsEnded{.user = chat::UserId("u1"),
                                               .session = chat::SessionId("s1"),
                                               .keep = chat::SessionId("s2"),
                                               .why = chat::SessionEnd::suspended}},
        {"settings", chat::SettingsNews{}},
        {"address_bans", chat::AddressBansNews{}},
    };
}

}  // namespace support
