/// AddressBan: a network from which nobody comes in.
///
/// Thread:     any. Values.
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/strong_id.h"
#include "chat/account.h"

namespace chat {

/// Names a ban to those who manage them; no secret.
using AddressBanId = base::StrongId<struct AddressBanTag>;

struct AddressBan {
    AddressBanId id;
    std::string network;  ///< as base::Network::text() writes it
    Suspension terms;     ///< by whom, until when, why

    friend bool operator==(const AddressBan&, const AddressBan&) = default;
};

[[nodiscard]] inline bool holds(const AddressBan& ban, base::WallTime now) {
    return !ban.terms.until || *ban.terms.until > now;
}

inline constexpr std::size_t kAddressBansMax = 10'000;  ///< that hold

}  // namespace chat
