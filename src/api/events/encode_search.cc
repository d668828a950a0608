#include <string>
#include <utility>

#include "api/events/encode.h"
#include "api/events/json_writer.h"
#include "chat/chat.h"
#include "chat/search.h"
#include "chat/search_match.h"
#include "chat/search_query.h"

namespace api::events {

std::string encode_ok(const chat::SearchPage& page) {
    JsonWriter out;
    out.begin_object().flag("ok", true).begin_array("hits");
    for (const chat::SearchHit& hit : page.hits) {
        std::string item = "{\"event\":" + encode_logged(hit.event) + ",\"marks\":[";
        for (const chat::Mark& mark : hit.marks) {
            if (item.back() == ']') item += ',';
            item += '[' + std::to_string(mark.start) + ',' + std::to_string(mark.length) + ']';
        }
        out.element_json(item + "]}");
    }
    out.end_array().flag("more", page.next.has_value());
    if (page.next) out.field("next", std::to_string(*page.next));
    if (page.index == chat::SearchPage::Index::behind) out.flag("indexing", true);
    out.end_object();
    return std::move(out).take();
}

std::string encode_ok(const chat::FoundTime& found) {
    JsonWriter out;
    out.begin_object()
        .flag("ok", true)
        .field("seq", found.seq)
        .field("time", found.time.time_since_epoch().count())
        .end_object();
    return std::move(out).take();
}

std::string sentence_of_query(const chat::Refusal& refusal) {
    switch (refusal.error) {
        case chat::ChatError::query_empty:
            return "Say what to look for: a word, from: somebody, in: a room.";
        case chat::ChatError::query_too_long:
            return "A search has " + std::to_string(chat::kQueryCharactersMax) +
                   " characters at most.";
        default:
            return refusal.why == nullptr ? "That is no search." : refusal.why;
    }
}

}  // namespace api::events
