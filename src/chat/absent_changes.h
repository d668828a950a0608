/// AbsentChanges: in whose rooms something changed for them while they were not present, and who has another role. Who is just arriving by what
/// the store said before does not get in by it, but has to ask again.
///
/// Thread:     domain.
/// Owns:       the ids of those to whom it happened last, kRememberedMax of them.
/// Invariant:  a membership that was ended before its person arrived is none when they are here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>

#include "chat/ids.h"

namespace chat {

class AbsentChanges {
public:
    static constexpr std::size_t kRememberedMax = 10'000;

    /// Taken before the store is asked, for is_doubtful() when it has answered.
    using Moment = std::uint64_t;
    [[nodiscard]] Moment moment() const { return moment_; }

    /// A membership of the user, who is not present, began, ended or is another one; or their role is.
    void note(const UserId& user);

    /// Whether what the store was asked at `since` about the user's memberships may be of before a change. Of changes
    /// that are forgotten everybody may be the one.
    [[nodiscard]] bool is_doubtful(const UserId& user, Moment since) const;

private:
    Moment moment_ = 0;
    Moment forgotten_ = 0;  ///< changes up to this one are
    std::unordered_map<UserId, Moment> last_;
    std::deque<std::pair<UserId, Moment>> in_order_;
};

}  // namespace chat
