#include "cluster/wire/message.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "support/bus_samples.h"

namespace cluster::wire {
namespace {

const chat::NodeId kNode("k3v9x2ab");

/// Pages never have an event's mentions, so that Event's own comparison leaves them out; here they count.
bool is_same(const chat::BusMessage& a, const chat::BusMessage& b) {
    const auto* const left = std::get_if<chat::Event>(&a);
    const auto* const right = std::get_if<chat::Event>(&b);
    if (left == nullptr || right == nullptr) return a == b;
    const bool is_same_mentions = left->mentions == nullptr || right->mentions == nullptr
                                      ? left->mentions == right->mentions
                                      : *left->mentions == *right->mentions;
    return *left == *right && is_same_mentions;
}

/// `decoded` is what `message` was.
void expect_said(const base::Result<std::optional<Said>, WireError>& decoded,
                 const chat::BusMessage& message) {
    ASSERT_TRUE(decoded) << static_cast<int>(decoded.error());
    ASSERT_TRUE(*decoded) << "not understood";
    EXPECT_EQ((*decoded)->from, kNode);
    EXPECT_TRUE(is_same((*decoded)->message, message)) << encode(kNode, (*decoded)->message);
}

std::string octets(std::string_view kind, std::string_view body) {
    return R"({"v":1,"from":"k3v9x2ab","kind":")" + std::string(kind) + R"(","body":)" +
           std::string(body) + "}";
}

std::string with(std::string text, std::string_view what, std::string_view instead) {
    const auto at = text.find(what);
    return at == std::string::npos ? "" : text.replace(at, what.size(), instead);
}

/// What was written by version 1, without the line's end.
std::string golden(const std::string& kind) {
    std::ifstream file(PARLOR_SOURCE_DIR "/tests/cluster/golden/v1/" + kind + ".json");
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace

TEST(BusWire, every_kind_comes_back_as_it_was) {
    std::set<std::size_t> kinds;
    for (const auto& [kind, message] : support::bus_samples()) {
        SCOPED_TRACE(kind);
        kinds.insert(message.index());
        expect_said(decode(encode(kNode, message)), message);
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<chat::BusMessage>) << "a kind has no sample";
}

TEST(BusWire, what_is_as_usual_comes_back_too) {
    chat::Event event = support::bare_event(chat::RoomId("tea"), 1);
    event.standing = std::make_shared<const chat::Standing>();
    event.mentions = std::make_shared<const std::vector<chat::UserId>>();
    expect_said(decode(encode(kNode, event)), event);
    event.standing = nullptr;
    event.mentions = nullptr;
    expect_said(decode(encode(kNode, event)), event);
    chat::Membership membership{.room = chat::RoomId("tea")};
    membership.mute = chat::Mute{};
    const chat::MembershipNews for_ever{.user = chat::UserId("u1"), .membership = membership};
    expect_said(decode(encode(kNode, for_ever)), for_ever);
    membership.mute = chat::Mute{.until = base::WallTime{}};
    const chat::MembershipNews over{.user = chat::UserId("u1"), .membership = membership};
    expect_said(decode(encode(kNode, over)), over);
    expect_said(decode(encode(kNode, chat::Heartbeat{})), chat::Heartbeat{});
    expect_said(decode(encode(kNode, chat::RosterPart{})), chat::RosterPart{});
}

TEST(BusWire, version_1_is_written_and_read_as_ever) {
    for (const auto& [kind, message] : support::bus_samples()) {
        SCOPED_TRACE(kind);
        EXPECT_EQ(encode(kNode, message), golden(kind));
        expect_said(decode(golden(kind)), message);
    }
}

TEST(BusWire, the_version_before_and_the_one_after_are_understood) {
    for (const auto& [kind, message] : support::bus_samples()) {
        SCOPED_TRACE(kind);
        expect_said(decode(with(golden(kind), R"("v":1)", R"("v":0)")), message);
        // What a later version may add: fields of any type, at the end and in the middle.
        std::string later = with(golden(kind), R"("v":1)", R"("v":2,"trace":{"id":[1,null,true]})");
        const std::string_view added = R"("body":{"weather":[{"degrees":-1.5e3}])";
        later =
            with(later, R"("body":{)", std::string(added) + (later.ends_with("{}}") ? "" : ","));
        expect_said(decode(later), message);
    }
}

TEST(BusWire, what_the_version_before_did_not_write_is_as_usual) {
    chat::Event event = support::bare_event(chat::RoomId("tea"), 3);
    event.text = "hello";
    expect_said(decode(octets("event", R"({"room":"tea","seq":3,"text":"hello"})")), event);
    chat::User user;
    user.id = chat::UserId("u1");
    expect_said(decode(octets("profile", R"({"user":{"id":"u1"}})")),
                chat::ProfileNews{.user = user, .name_key = ""});
    chat::Heartbeat heartbeat;
    heartbeat.version = 8;
    heartbeat.messages = 9;
    expect_said(decode(octets("heartbeat", R"({"version":8,"messages":9})")), heartbeat);
}

TEST(BusWire, what_this_version_does_not_know_is_ignored) {
    const std::pair<std::string_view, std::string> cases[] = {
        {"a kind", octets("weather_told", R"({"degrees":3})")},
        {"a kind of event", octets("event", R"({"room":"tea","seq":3,"kind":250})")},
        {"a role", octets("profile", R"({"user":{"id":"u1","role":9}})")},
        {"a state", octets("heartbeat", R"({"state":9})")},
        {"a level, deep inside",
         octets("membership", R"({"user":"u1","membership":{"room":"tea","level":9}})")},
    };
    for (const auto& [what, text] : cases) {
        SCOPED_TRACE(what);
        const auto decoded = decode(text);
        ASSERT_TRUE(decoded);
        EXPECT_FALSE(*decoded);
    }
}

TEST(BusWire, broken_octets_are_refused) {
    const std::string deep(17, '[');
    const std::tuple<std::string_view, std::string, WireError> cases[] = {
        {"nothing", "", WireError::not_json},
        {"half a message", golden("event").substr(0, 200), WireError::not_json},
        {"something behind it", golden("room_head") + "x", WireError::not_json},
        {"not UTF-8", octets("room_head", "{\"room\":\"\xff\"}"), WireError::not_json},
        {"too deep", deep, WireError::not_json},
        {"a list", "[]", WireError::not_envelope},
        {"no version", with(golden("room_head"), R"("v":1,)", ""), WireError::not_envelope},
        {"a version in words", with(golden("room_head"), R"("v":1)", R"("v":"1")"),
         WireError::not_envelope},
        {"nobody said it", with(golden("room_head"), "k3v9x2ab", ""), WireError::not_envelope},
        {"a node's id that is too long",
         with(golden("room_head"), "k3v9x2ab", std::string(kNodeIdBytesMax + 1, 'n')),
         WireError::not_envelope},
        {"no kind", with(golden("room_head"), R"("kind":"room_head",)", ""),
         WireError::not_envelope},
        {"no body", R"({"v":1,"from":"k3v9x2ab","kind":"settings"})", WireError::not_envelope},
        {"a body in words", octets("settings", R"("")"), WireError::not_envelope},
        {"no room", octets("room_head", R"({"head":3})"), WireError::not_body},
        {"a room without an id", octets("room_head", R"({"room":"","head":3})"),
         WireError::not_body},
        {"a room that is a number", octets("room_head", R"({"room":7})"), WireError::not_body},
        {"a negative number", octets("room_head", R"({"room":"tea","head":-1})"),
         WireError::not_body},
        {"a fraction", octets("room_head", R"({"room":"tea","head":1.5})"), WireError::not_body},
        {"a number that is too big", octets("profile", R"({"user":{"id":"u1","hue":40000}})"),
         WireError::not_body},
        {"an event before the first", octets("event", R"({"room":"tea","seq":0})"),
         WireError::not_body},
        {"a person that is none", octets("typing", R"({"room":"tea","user":[]})"),
         WireError::not_body},
        {"a list that is none", octets("ignored", R"({"user":"u1","ignored":{}})"),
         WireError::not_body},
        {"people that are none", octets("ignored", R"({"user":"u1","ignored":[1]})"),
         WireError::not_body},
        {"ids that are none", octets("event", R"({"room":"tea","seq":1,"mentions":[1]})"),
         WireError::not_body},
        {"a part that is beyond the last",
         octets("roster_part", R"({"part":1,"parts":1,"people":[]})"), WireError::not_body},
        {"too long", std::string(kMessageBytesMax + 1, ' '), WireError::too_long},
    };
    for (const auto& [what, text, error] : cases) {
        SCOPED_TRACE(what);
        const auto decoded = decode(text);
        ASSERT_FALSE(decoded);
        EXPECT_EQ(decoded.error(), error);
    }
}

TEST(BusWire, a_message_that_is_broken_and_unknown_is_broken) {
    const auto decoded = decode(octets("event", R"({"room":"tea","seq":-1,"kind":250})"));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error(), WireError::not_body);
}

namespace {

/// What enumerators are on the wire, for those whose numbers are kept nowhere else. A new one does not compile here
/// until it has its number.
int number_of(chat::SessionEnd why) {
    switch (why) {
        case chat::SessionEnd::signed_out:
            return 0;
        case chat::SessionEnd::revoked:
            return 1;
        case chat::SessionEnd::password_changed:
            return 2;
        case chat::SessionEnd::became_account:
            return 3;
        case chat::SessionEnd::suspended:
            return 4;
        case chat::SessionEnd::address_banned:
            return 5;
    }
    return -1;
}
int number_of(chat::Heartbeat::State state) {
    switch (state) {
        case chat::Heartbeat::State::serving:
            return 0;
        case chat::Heartbeat::State::draining:
            return 1;
    }
    return -1;
}
int number_of(chat::MembershipNews::About about) {
    switch (about) {
        case chat::MembershipNews::About::marker:
            return 0;
        case chat::MembershipNews::About::preference:
            return 1;
    }
    return -1;
}
int number_of(chat::Standing::Fate fate) {
    switch (fate) {
        case chat::Standing::Fate::kept:
            return 0;
        case chat::Standing::Fate::deleted:
            return 1;
    }
    return -1;
}
int number_of(chat::EventKind kind) {
    using enum chat::EventKind;
    switch (kind) {
        case message:
        case member_joined:
        case member_left:
        case edited:
        case deleted:
        case reaction_added:
        case reaction_removed:
        case room_renamed:
        case topic_changed:
        case room_archived:
        case room_restored:
        case host_made:
        case host_removed:
        case message_pinned:
        case message_unpinned:
        case muted:
        case unmuted:
        case slow_mode_set:
        case retention_set:
        case expired:
            return static_cast<int>(kind);
    }
    return -1;
}

/// Exactly the enumerators that have a number come back; make(value) is a message with one.
template <typename Enum, typename Make>
void expect_known_ones_come_back(Make make) {
    for (int number = 0; number < 256; ++number) {
        SCOPED_TRACE(number);
        const auto value = static_cast<Enum>(number);
        const chat::BusMessage message = make(value);
        if (number_of(value) == number) {
            expect_said(decode(encode(kNode, message)), message);
        } else {
            const auto decoded = decode(encode(kNode, message));
            ASSERT_TRUE(decoded);
            EXPECT_FALSE(*decoded);
        }
    }
}

}  // namespace

TEST(BusWire, every_enumerator_comes_back_under_its_number) {
    expect_known_ones_come_back<chat::SessionEnd>([](chat::SessionEnd why) {
        return chat::SessionsEnded{
            .user = chat::UserId("u1"), .session = {}, .keep = {}, .why = why};
    });
    expect_known_ones_come_back<chat::Heartbeat::State>([](chat::Heartbeat::State state) {
        return chat::Heartbeat{.state = state, .name = "", .address = "", .release = ""};
    });
    expect_known_ones_come_back<chat::MembershipNews::About>([](chat::MembershipNews::About about) {
        return chat::MembershipNews{.user = chat::UserId("u1"),
                                    .membership = {.room = chat::RoomId("tea")},
                                    .about = about};
    });
    expect_known_ones_come_back<chat::Standing::Fate>([](chat::Standing::Fate fate) {
        chat::Standing standing;
        standing.fate = fate;
        chat::Event event = support::bare_event(chat::RoomId("tea"), 1);
        event.standing = std::make_shared<const chat::Standing>(standing);
        return event;
    });
    expect_known_ones_come_back<chat::EventKind>([](chat::EventKind kind) {
        chat::Event event = support::bare_event(chat::RoomId("tea"), 1);
        event.kind = kind;
        return event;
    });
}

}  // namespace cluster::wire
