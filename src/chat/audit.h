/// AuditEntry: who in charge did what to whom, and when.
///
/// Thread:     any. Values.
/// Invariant:  names are as they were then; no secret stands in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "chat/event.h"

namespace chat {

/// The numbers are kept in stores; never reuse one.
enum class AuditAction : std::uint8_t {
    role_changed = 1,
    suspended = 2,
    reinstated = 3,
    sessions_ended = 4,
    setting_changed = 5,
    invite_made = 6,
    invite_revoked = 7,
    address_banned = 8,
    address_ban_lifted = 9,
    room_archived = 10,
    room_restored = 11,
    room_imported = 12,
};

struct AuditEntry {
    std::uint64_t number = 0;  ///< 1, 2, 3 ...; the store gives it
    base::WallTime time{};
    Named by{};  ///< an empty id: nobody, but the command line
    AuditAction action = AuditAction::role_changed;
    Named person{};        ///< to whom; an empty id: to nobody
    std::string detail{};  ///< docs/protocol/rest.md says what it is, by action; may be empty
    std::optional<base::WallTime> until = std::nullopt;  ///< of a suspension or a ban that ends

    friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

inline constexpr std::size_t kAuditEntriesMax = 100'000;  ///< the oldest go

}  // namespace chat
