#include "store/postgres/search_follower.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "store/metrics.h"
#include "store/postgres/search_options.h"
#include "store/postgres/search_writer.h"
#include "store/postgres/settings.h"
#include "store/sql/failure.h"

namespace store::postgres {
namespace {

/// Somebody waits, and another node indexes: how often it is looked.
constexpr base::Milliseconds kLookInterval{10};

}  // namespace

SearchFollower::SearchFollower(Settings settings, SearchOptions options, World world)
    : settings_(std::move(settings)),
      options_(options),
      world_(world),
      thread_([this] { run(); }) {}

bool SearchFollower::catch_up() {
    std::unique_lock lock(mutex_);
    const std::uint64_t mine = ++asked_;
    wake_.notify_one();
    answered_.wait(lock, [this, mine] { return done_ >= mine || is_closing_; });
    return is_caught_up_;
}

void SearchFollower::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    answered_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool SearchFollower::is_closing() {
    const std::lock_guard lock(mutex_);
    return is_closing_;
}

void SearchFollower::run() {
    std::unique_lock lock(mutex_);
    while (!is_closing_) {
        const std::uint64_t asked = asked_;
        const bool is_asked = asked > done_;
        lock.unlock();
        const Round round = work(is_asked);
        lock.lock();
        base::Milliseconds pause =
            round == Round::done ? options_.index_interval : options_.index_retry_interval;
        if (round == Round::behind) {
            pause = kLookInterval;
        } else {
            done_ = asked;
            is_caught_up_ = round == Round::done;
            answered_.notify_all();
        }
        wake_.wait_for(lock, pause, [this, asked] { return is_closing_ || asked_ > asked; });
    }
    lock.unlock();
    writer_.reset();
}

SearchFollower::Round SearchFollower::work(bool is_asked) {
    try {
        if (!writer_) writer_ = std::make_unique<SearchWriter>(settings_, options_);
        bool made_anew = false;
        const SearchWriter::Role role = writer_->take_role(made_anew);
        if (made_anew) {
            world_.log.warn("search_index_made_anew", {{"why", "of older terms"}});
            world_.metrics.index_rebuilds.add();
        }
        Round round = Round::done;
        if (role == SearchWriter::Role::writes) {
            round = index_all();
        } else if (is_asked && writer_->behind() != 0) {
            round = Round::behind;
        }
        if (std::exchange(is_failing_, false)) world_.log.info("search_index_recovered");
        return round;
    } catch (const sql::Failure& failure) {
        on_failure(failure);
        return Round::failed;
    }
}

SearchFollower::Round SearchFollower::index_all() {
    if (!writer_->has_changed()) return Round::done;
    std::uint64_t behind = writer_->behind();
    while (behind != 0) {
        world_.metrics.index_behind.set(static_cast<std::int64_t>(behind));
        writer_->tell_behind(behind);
        if (is_closing()) return Round::closing;
        const std::uint64_t indexed = writer_->index_some();
        world_.metrics.indexed.add(indexed);
        behind -= std::min(behind, indexed);
        // What came meanwhile is not worth another look: the next round sees to it.
    }
    world_.metrics.index_behind.set(0);
    writer_->tell_behind(0);
    return Round::done;
}

void SearchFollower::on_failure(const sql::Failure& failure) {
    world_.metrics.index_failures.add();
    if (!std::exchange(is_failing_, true)) {
        world_.log.error("search_index_failed",
                         {{"code", failure.code()}, {"reason", failure.what()}});
    }
    writer_.reset();
}

}  // namespace store::postgres
