#include "store/postgres/finder.h"

#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/postgres/search_lookup.h"
#include "store/postgres/search_options.h"
#include "store/postgres/settings.h"
#include "store/sql/failure.h"
#include "store/sql/search_queue.h"

namespace store::postgres {
namespace {

Settings for_searching(Settings settings, const SearchOptions& options) {
    settings.access = Settings::Access::read;
    settings.statement_patience = options.search_patience;
    return settings;
}

}  // namespace

Finder::Finder(Settings settings, SearchOptions options, World world)
    : settings_(for_searching(std::move(settings), options)),
      options_(options),
      world_(world),
      queue_(
          {.replies = world.replies,
           .metrics = world.metrics,
           .waiting_max = options.searches_waiting_max},
          [this](const chat::SearchRequest& request) { return answer(request); },
          [this] { lookup_.reset(); }) {}

sql::SearchQueue::Answer Finder::answer(const chat::SearchRequest& request) {
    const base::SteadyTime began = world_.clock.now();
    // A connection that stood idle for long may have died unnoticed; a new one is worth a second try.
    for (bool was_open = lookup_ != nullptr;; was_open = false) {
        try {
            if (!lookup_) lookup_ = std::make_unique<SearchLookup>(settings_, options_);
            chat::SearchPage page = lookup_->search(request);
            world_.metrics.search_seconds.observe(world_.clock.now() - began);
            if (page.next && page.hits.size() < request.limit) world_.metrics.searches_cut.add();
            return page;
        } catch (const sql::Failure& failure) {
            world_.log.debug("search_failed",
                             {{"code", failure.code()}, {"reason", failure.what()}});
            lookup_.reset();
            const bool took_too_long = failure.is_busy();
            if (!was_open || took_too_long) return base::fail(chat::StoreError::unavailable);
        }
    }
}

}  // namespace store::postgres
