#include "store/sqlite/write_request.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "base/result.h"
#include "chat/event.h"
#include "chat/store.h"
#include "store/change.h"

namespace store::sqlite {

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
                                   : nullptr}});
}

std::uint64_t AppendRequest::bytes() const {
    return sizeof(AppendRequest) + append_.text.size() + append_.nickname.size() +
           append_.nonce.value().size();
}

}  // namespace store::sqlite
