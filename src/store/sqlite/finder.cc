#include "store/sqlite/finder.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/sqlite/database.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/options.h"
#include "store/sqlite/search_lookup.h"

namespace store::sqlite {
namespace {

/// So many events are read within the interval of the indexer; more than these are worth a word to the finder.
constexpr std::uint64_t kBehindWorthSaying = 1'000;

}  // namespace

Finder::Finder(Database::Settings log, Database::Settings index, Options options, IndexState& state,
               World world)
    : log_settings_(std::move(log)),
      index_settings_(std::move(index)),
      options_(std::move(options)),
      state_(state),
      world_(world),
      thread_([this] { run(); }) {}

void Finder::submit(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
    Question question{.request = std::move(request), .reply = std::move(reply)};
    {
        const std::lock_guard lock(mutex_);
        const bool is_full = waiting_.size() >= options_.searches_waiting_max;
        if (!is_full && !is_closing_) {
            waiting_.push_back(std::move(question));
            wake_.notify_one();
            return;
        }
        if (is_full) world_.metrics.refused_searches.add();
    }
    deliver(std::move(question), base::fail(chat::StoreError::unavailable));
}

void Finder::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Finder::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return !waiting_.empty() || is_closing_; });
        if (waiting_.empty()) break;
        Question question = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        Answer found = answer(question.request);
        deliver(std::move(question), std::move(found));
        lock.lock();
    }
    lock.unlock();
    const Pause closed(*this);
}

Finder::Answer Finder::answer(const chat::SearchRequest& request) {
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
    } catch (const Failure& failure) {
        world_.log.debug("search_failed", {{"code", failure.code()}, {"reason", failure.what()}});
        // It may be the log that is damaged; the index is made anew for nothing then, but no harm is done.
        if (failure.is_damage()) state_.is_damaged = true;
        lookup_.reset();
        return base::fail(chat::StoreError::unavailable);
    }
}

void Finder::deliver(Question question, Answer answer) {
    world_.replies.post([reply = std::move(question.reply), answer = std::move(answer)]() mutable {
        reply(std::move(answer));
    });
}

}  // namespace store::sqlite
