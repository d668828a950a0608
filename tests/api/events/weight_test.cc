#include "chat/weight.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "api/events/encode.h"
#include "base/clock.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"

namespace {

namespace events = api::events;

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();
const base::WallTime kFarTime{std::chrono::milliseconds(std::numeric_limits<std::int64_t>::min())};

std::string every_octet_below(int end) {
    std::string text;
    for (int octet = 1; octet < end; ++octet)
        text += static_cast<char>(octet);
    return text;
}

std::vector<std::string> nasty_texts() {
    return {"",
            "x",
            "hello",
            std::string(4'000, '"'),
            std::string(4'000, '\\'),
            std::string(4'000, '\n'),
            std::string(4'000, '\x01'),
            std::string(100, '\x7f'),
            every_octet_below(128),
            "語語語 é 👩‍👩‍👧‍👦 \u2028\u2029 </script>",
            std::string("\0zero", 5)};
}

chat::Event plain(chat::EventKind kind, const std::string& text) {
    return {.room = chat::kLobby,
            .seq = 8,
            .ordinal = 6,
            .kind = kind,
            .actor = chat::UserId("u1"),
            .nickname = "ada",
            .time = base::WallTime(std::chrono::milliseconds(1'700'000'000'000)),
            .text = text,
            .nonce = chat::Nonce("n1"),
            .target = chat::is_change(kind) || chat::is_about_pin(kind) ? 5U : 0U};
}

/// Everything there is about an event, with the largest numbers and `text` wherever one can stand.
chat::Event laden(chat::EventKind kind, const std::string& text) {
    chat::Event event{.room = chat::RoomId(text),
                      .seq = kHuge,
                      .ordinal = kHuge,
                      .kind = kind,
                      .actor = chat::UserId(text),
                      .nickname = text,
                      .time = kFarTime,
                      .text = text,
                      .nonce = chat::Nonce(text),
                      .target = kHuge};
    const chat::Named by{.user = chat::UserId(text), .nickname = text};
    if (chat::is_membership(kind) || chat::is_about_host(kind) || chat::is_about_mute(kind))
        event.by = std::make_shared<const chat::Named>(by);
    if (kind != chat::EventKind::message) {
        event.nonce = {};
        if (event.by) event.text = {};
        return event;
    }
    event.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = kHuge,
        .edited = kFarTime,
        .fate = chat::Standing::Fate::deleted,
        .reactions = {{.emoji = text, .by = {by, by, by}}, {.emoji = text, .by = {by}}},
        .quote = chat::Quote{.user = by.user, .nickname = text, .text = text}});
    return event;
}

std::vector<chat::EventKind> every_kind() {
    using enum chat::EventKind;
    return {message,       member_joined,  member_left,      edited,
            deleted,       reaction_added, room_renamed,     topic_changed,
            room_archived, room_restored,  reaction_removed, host_made,
            host_removed,  message_pinned, message_unpinned, muted,
            unmuted,       slow_mode_set};
}

/// What one more such event adds to a catch-up.
std::uint64_t written_bytes(const chat::Event& event) {
    const chat::Catchup one{.room = chat::kLobby, .events = {event}, .head = 1};
    const chat::Catchup two{.room = chat::kLobby, .events = {event, event}, .head = 1};
    return events::encode_catchup(two).size() - events::encode_catchup(one).size();
}

TEST(Weight, is_never_less_than_what_is_written) {
    for (const chat::EventKind kind : every_kind()) {
        for (const std::string& text : nasty_texts()) {
            SCOPED_TRACE(std::string(events::name_of(kind)) + " of " + std::to_string(text.size()));
            const chat::Event bare = plain(kind, text);
            EXPECT_GE(chat::weight_of(bare), written_bytes(bare));
            const chat::Event full = laden(kind, text);
            EXPECT_GE(chat::weight_of(full), written_bytes(full));
        }
    }
}

TEST(Weight, is_not_much_more_than_what_is_written) {
    for (const std::string& text : nasty_texts()) {
        SCOPED_TRACE(text.size());
        const chat::Event message = plain(chat::EventKind::message, text);
        EXPECT_LE(chat::weight_of(message), 2 * written_bytes(message));
        const chat::Event full = laden(chat::EventKind::message, text);
        EXPECT_LE(chat::weight_of(full), 2 * written_bytes(full));
    }
    for (const chat::EventKind kind : every_kind()) {
        const chat::Event event = plain(kind, "👍");
        EXPECT_LE(chat::weight_of(event), 3 * written_bytes(event));
    }
}

TEST(Weight, of_what_lists_have_is_never_less_than_what_is_written) {
    constexpr std::uint64_t kAround = 20;  // {"ok":true,"bans":[]}
    for (const std::string& text : nasty_texts()) {
        const chat::RoomEntry entry{.room = {.id = chat::RoomId(text),
                                             .name = text,
                                             .name_key = {},
                                             .topic = text,
                                             .use = chat::RoomUse::archived},
                                    .present = std::numeric_limits<std::uint32_t>::max()};
        EXPECT_GE(chat::weight_of(entry.room) + kAround,
                  events::encode_ok(std::vector{entry}).size());
        const chat::Ban ban{.user = chat::UserId(text),
                            .nickname = text,
                            .by = {.user = chat::UserId(text), .nickname = text},
                            .created = kFarTime,
                            .until = kFarTime,
                            .reason = text};
        EXPECT_GE(chat::weight_of(ban) + kAround, events::encode_ok(std::vector{ban}).size());
        const chat::RoomAuditEntry entry_of_audit{.number = kHuge,
                                                  .time = kFarTime,
                                                  .by = ban.by,
                                                  .deed = chat::RoomDeed::message_deleted,
                                                  .person = ban.by,
                                                  .detail = text,
                                                  .until = kFarTime};
        constexpr std::uint64_t kAroundPage = 37;  // {"ok":true,"entries":[],"more":false}
        EXPECT_GE(chat::weight_of(entry_of_audit) + kAroundPage,
                  events::encode_ok(chat::RoomAuditPage{.entries = {entry_of_audit}}).size());
        const chat::MuteEntry mute{
            .person = ban.by, .by = ban.by, .created = kFarTime, .mute = {.until = kFarTime}};
        EXPECT_GE(chat::weight_of(mute) + kAround, events::encode_ok(std::vector{mute}).size());
    }
}

TEST(Weight, of_pins_and_versions_is_never_less_than_what_is_written) {
    constexpr std::uint64_t kAround = 40;  // {"ok":true,"pins":[],"more":true}
    for (const std::string& text : nasty_texts()) {
        const chat::Pin pin{.message = laden(chat::EventKind::message, text),
                            .by = {.user = chat::UserId(text), .nickname = text},
                            .time = kFarTime};
        EXPECT_GE(chat::weight_of(pin) + kAround,
                  events::encode_ok(chat::PinsPage{.pins = {pin}, .more = true}).size());
        const chat::Version version{.seq = kHuge, .time = kFarTime, .text = text};
        EXPECT_GE(
            chat::weight_of(version) + kAround,
            events::encode_ok(chat::Versions{.author = chat::UserId("u1"), .versions = {version}})
                .size());
    }
}

TEST(Weight, of_events_is_that_of_each) {
    const chat::Event light = plain(chat::EventKind::message, "x");
    const chat::Event heavy = laden(chat::EventKind::message, "heavy");
    const std::vector<chat::Event> both{light, heavy};
    EXPECT_EQ(chat::weight_of(both), chat::weight_of(light) + chat::weight_of(heavy));
}

TEST(Weight, counts_what_json_makes_of_a_text) {
    EXPECT_EQ(chat::escaped_bytes("plain é"), 8U);
    EXPECT_EQ(chat::escaped_bytes("\"\\\n\t"), 8U);
    EXPECT_EQ(chat::escaped_bytes("\x01"), 6U);
}

}  // namespace
