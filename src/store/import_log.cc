#include "store/import_log.h"

#include <cstddef>
#include <span>

#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace store {

base::Result<std::span<const chat::Event>, chat::StoreError> news_of(
    std::span<const chat::Event> events, chat::Seq head) {
    std::size_t known = 0;
    for (std::size_t at = 0; at < events.size(); ++at) {
        if (events[at].seq == 0 || events[at].seq != events[0].seq + at) {
            return base::fail(chat::StoreError::overtaken);
        }
        if (events[at].seq <= head) ++known;
    }
    const std::span<const chat::Event> news = events.subspan(known);
    if (!news.empty() && news[0].seq != head + 1) return base::fail(chat::StoreError::overtaken);
    return news;
}

}  // namespace store
