#include "chat/weight.h"

#include <cstdint>
#include <span>
#include <string_view>

#include "chat/event.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"

namespace chat {
namespace {

// What stands around the texts: names of fields, punctuation, and numbers of twenty digits.
constexpr std::uint64_t kEventBytes = 200;
constexpr std::uint64_t kStandingBytes = 144;  ///< with a quote and an empty list of reactions
constexpr std::uint64_t kReactionBytes = 24;
constexpr std::uint64_t kNamedBytes = 28;
constexpr std::uint64_t kRoomBytes = 120;
constexpr std::uint64_t kBanBytes = 140;
constexpr std::uint64_t kAuditEntryBytes = 200;
constexpr std::uint64_t kMuteBytes = 130;
constexpr std::uint64_t kPinBytes = 80;
constexpr std::uint64_t kVersionBytes = 80;

constexpr std::uint64_t kShortEscapeBytes = 2;     ///< \n
constexpr std::uint64_t kNumberedEscapeBytes = 6;  ///< \u0001

constexpr std::uint64_t octets_for(char character) {
    switch (character) {
        case '"':
        case '\\':
        case '\b':
        case '\f':
        case '\n':
        case '\r':
        case '\t':
            return kShortEscapeBytes;
        default:
            return static_cast<unsigned char>(character) < ' ' ? kNumberedEscapeBytes : 1;
    }
}

std::uint64_t weight_of(const Standing& standing) {
    std::uint64_t bytes = kStandingBytes;
    if (standing.quote) {
        bytes += escaped_bytes(standing.quote->user.value()) +
                 escaped_bytes(standing.quote->nickname) + escaped_bytes(standing.quote->text);
    }
    for (const Reaction& reaction : standing.reactions) {
        bytes += kReactionBytes + escaped_bytes(reaction.emoji);
        for (const Named& by : reaction.by) {
            bytes += kNamedBytes + escaped_bytes(by.user.value()) + escaped_bytes(by.nickname);
        }
    }
    return bytes;
}

}  // namespace

std::uint64_t escaped_bytes(std::string_view text) {
    std::uint64_t bytes = 0;
    for (const char character : text)
        bytes += octets_for(character);
    return bytes;
}

std::uint64_t weight_of(const Event& event) {
    std::uint64_t bytes = kEventBytes + escaped_bytes(event.room.value()) +
                          escaped_bytes(event.actor.value()) + escaped_bytes(event.nickname) +
                          escaped_bytes(event.text) + escaped_bytes(event.nonce.value());
    if (event.by) {
        bytes +=
            kNamedBytes + escaped_bytes(event.by->user.value()) + escaped_bytes(event.by->nickname);
    }
    if (event.standing) bytes += weight_of(*event.standing);
    return bytes;
}

std::uint64_t weight_of(const Room& room) {
    return kRoomBytes + escaped_bytes(room.id.value()) + escaped_bytes(room.name) +
           escaped_bytes(room.topic);
}

std::uint64_t weight_of(const Ban& ban) {
    return kBanBytes + escaped_bytes(ban.user.value()) + escaped_bytes(ban.nickname) +
           escaped_bytes(ban.by.user.value()) + escaped_bytes(ban.by.nickname) +
           escaped_bytes(ban.reason);
}

std::uint64_t weight_of(const RoomAuditEntry& entry) {
    return kAuditEntryBytes + escaped_bytes(entry.by.user.value()) +
           escaped_bytes(entry.by.nickname) + escaped_bytes(entry.person.user.value()) +
           escaped_bytes(entry.person.nickname) + escaped_bytes(entry.detail);
}

std::uint64_t weight_of(const MuteEntry& mute) {
    return kMuteBytes + escaped_bytes(mute.person.user.value()) +
           escaped_bytes(mute.person.nickname) + escaped_bytes(mute.by.user.value()) +
           escaped_bytes(mute.by.nickname);
}

std::uint64_t weight_of(const Pin& pin) {
    return kPinBytes + weight_of(pin.message) + escaped_bytes(pin.by.user.value()) +
           escaped_bytes(pin.by.nickname);
}

std::uint64_t weight_of(const Version& version) {
    return kVersionBytes + escaped_bytes(version.text);
}

std::uint64_t weight_of(std::span<const Event> events) {
    std::uint64_t bytes = 0;
    for (const Event& event : events)
        bytes += weight_of(event);
    return bytes;
}

}  // namespace chat
