#include "store/sql/write_request.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/change.h"
#include "store/sql/claim.h"

namespace store::sql {

void AppendRequest::deliver() {
    if (!place_) {
        reply_(base::fail(place_.error()));
        return;
    }
    if (std::optional<chat::Event>& earlier = place_->earlier; earlier.has_value()) {
        reply_(chat::Appended{.event = *std::move(earlier),
                              .outcome = chat::Appended::Outcome::repeated});
        return;
    }
    const bool is_message = append_.kind == chat::EventKind::message;
    reply_(chat::Appended{
        .event = {.room = std::move(append_.room),
                  .seq = place_->seq,
                  .ordinal = place_->ordinal,
                  .kind = append_.kind,
                  .actor = std::move(append_.actor),
                  .nickname = std::move(append_.nickname),
                  .time = append_.time,
                  .text = has_text(append_.kind) ? std::move(append_.text) : std::string(),
                  .nonce = is_message ? std::move(append_.nonce) : chat::Nonce(),
                  .target = has_target(append_.kind) ? append_.target : 0,
                  .standing = std::move(place_->standing),
                  .by = append_.by ? std::make_shared<const chat::Named>(*std::move(append_.by))
                                   : nullptr,
                  .mentions = std::move(place_->mentions)}});
}

void AppendRequest::tell(Claim& claim) const {
    const bool is_message = append_.kind == chat::EventKind::message;
    if (!is_message && !chat::is_change(append_.kind)) {
        WriteRequest::tell(claim);
        return;
    }
    claim.rooms.push_back(append_.room.value());
    claim.users.push_back(append_.actor.value());
    if (append_.by) claim.users.push_back(append_.by->user.value());
    if (is_message) {
        claim.nonces.push_back({.room = append_.room.value(),
                                .author = append_.actor.value(),
                                .nonce = append_.nonce.value()});
    }
}

std::uint64_t AppendRequest::bytes() const {
    std::uint64_t bytes = sizeof(AppendRequest) + append_.text.size() + append_.nickname.size() +
                          append_.nonce.value().size();
    for (const chat::UserId& user : append_.mentions)
        bytes += sizeof(chat::UserId) + user.value().size();
    for (const std::string& key : append_.mention_keys)
        bytes += sizeof(std::string) + key.size();
    for (const chat::UserId& user : append_.here)
        bytes += sizeof(chat::UserId) + user.value().size();
    return bytes;
}

}  // namespace store::sql
