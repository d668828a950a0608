#include "chat/absent_changes.h"

#include "chat/ids.h"

namespace chat {

void AbsentChanges::note(const UserId& user) {
    ++moment_;
    last_.insert_or_assign(user, moment_);
    in_order_.emplace_back(user, moment_);
    if (in_order_.size() <= kRememberedMax) return;
    const auto& [oldest, at] = in_order_.front();
    const auto last = last_.find(oldest);
    if (last != last_.end() && last->second == at) last_.erase(last);
    forgotten_ = at;
    in_order_.pop_front();
}

bool AbsentChanges::is_doubtful(const UserId& user, Moment since) const {
    if (since < forgotten_) return true;
    const auto last = last_.find(user);
    return last != last_.end() && last->second > since;
}

}  // namespace chat
