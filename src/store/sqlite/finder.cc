#include "store/sqlite/finder.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/sql/failure.h"
#include "store/sql/search_queue.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/options.h"
#include "store/sqlite/search_lookup.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {
namespace {

/// So many events are read within the interval of the indexer; more than these are worth a word to the finder.
constexpr std::uint64_t kBehindWorthSaying = 1'000;

}  // namespace

Finder::Finder(SqliteDatabase::Settings log, SqliteDatabase::Settings index, Options options,
               IndexState& state, World world)
    : log_settings_(std::move(log)),
      index_settings_(std::move(index)),
      options_(std::move(options)),
      state_(state),
      world_(world),
      queue_(
          {.replies = world.replies,
           .metrics = world.metrics,
           .waiting_max = options_.searches_waiting_max},
          [this](const chat::SearchRequest& request) { return answer(request); },
          [this] { const Pause closed(*this); }) {}

sql::SearchQueue::Answer Finder::answer(const chat::SearchRequest& request) {
    const std::lock_guard lock(lookup_mutex_);
    if (!state_.is_open) {
        chat::SearchPage page;
        page.index = chat::SearchPage::Index::behind;
        return page;
    }
    const base::SteadyTime began = world_.clock.now();
    try {
        if (!lookup_) {
            lookup_ = std::make_unique<SearchLookup>(log_settings_, index_settings_,
                                                     options_.search_effort_max);
        }
        chat::SearchPage page = lookup_->search(request);
        world_.metrics.search_seconds.observe(world_.clock.now() - began);
        if (page.next && page.hits.size() < request.limit) world_.metrics.searches_cut.add();
        if (state_.behind > kBehindWorthSaying) page.index = chat::SearchPage::Index::behind;
        return page;
    } catch (const sql::Failure& failure) {
        world_.log.debug("search_failed", {{"code", failure.code()}, {"reason", failure.what()}});
        // It may be the log that is damaged; the index is made anew for nothing then, but no harm is done.
        if (failure.is_damage()) state_.is_damaged = true;
        lookup_.reset();
        return base::fail(chat::StoreError::unavailable);
    }
}

}  // namespace store::sqlite
