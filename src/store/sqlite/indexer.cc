#include "store/sqlite/indexer.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "store/search_tags.h"
#include "store/sql/failure.h"
#include "store/sql/place.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/index_terms.h"
#include "store/sqlite/log_merge.h"
#include "store/sqlite/log_source.h"
#include "store/sqlite/options.h"
#include "store/sqlite/search_index.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {
namespace {

constexpr std::size_t kNameTagsRemembered = 10'000;
constexpr std::uint32_t kMessagesCompared = 64;  // with the log, when an index is opened

/// Linux has a priority for each thread; where it has not, the process would be meant, and nothing is done.
void lower_priority() {
#ifdef __linux__
    constexpr int kLowest = 19;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLowest);
#endif
}

}  // namespace

Indexer::Indexer(SqliteDatabase::Settings log, SqliteDatabase::Settings index, Options options,
                 Finder& finder, IndexState& state, World world)
    : log_settings_(std::move(log)),
      index_settings_(std::move(index)),
      options_(std::move(options)),
      finder_(finder),
      state_(state),
      world_(world),
      thread_([this] { run(); }) {}

bool Indexer::catch_up() {
    std::unique_lock lock(mutex_);
    const std::uint64_t mine = ++asked_;
    wake_.notify_one();
    answered_.wait(lock, [this, mine] { return done_ >= mine || is_closing_; });
    return is_caught_up_;
}

void Indexer::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    answered_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Indexer::is_closing() {
    const std::lock_guard lock(mutex_);
    return is_closing_;
}

void Indexer::run() {
    if (options_.index_priority == Options::Priority::lowest) lower_priority();
    Round last = Round::done;
    std::unique_lock lock(mutex_);
    while (!is_closing_) {
        const std::uint64_t asked = asked_;
        lock.unlock();
        last = work();
        lock.lock();
        done_ = asked;
        is_caught_up_ = last == Round::done;
        answered_.notify_all();
        wake_.wait_for(
            lock, last == Round::failed ? options_.index_retry_interval : options_.index_interval,
            [this] { return is_closing_ || asked_ > done_; });
    }
    lock.unlock();
    index_.reset();
    source_.reset();
}

Indexer::Round Indexer::work() {
    try {
        if (state_.is_damaged.exchange(false)) make_anew("damaged");
        if (!index_) open();
        if (source_->has_changed()) has_more_ = true;
        if (has_more_) begin_round();
        while (!merge_.is_empty()) {
            if (is_closing()) return Round::closing;
            const std::vector<Step> steps = read_batch();
            write_batch(steps);
        }
        has_more_ = false;
        purge();
        if (std::exchange(is_failing_, false)) world_.log.info("search_index_recovered");
    } catch (const sql::Failure& failure) {
        on_failure(failure);
        return Round::failed;
    }
    return Round::done;
}

void Indexer::on_failure(const sql::Failure& failure) {
    world_.metrics.index_failures.add();
    if (!std::exchange(is_failing_, true)) {
        world_.log.error("search_index_failed",
                         {{"code", failure.code()}, {"reason", failure.what()}});
    }
    // What they remember may not be on the disk.
    index_.reset();
    source_.reset();
    merge_ = LogMerge();
    has_more_ = true;
}

void Indexer::open() {
    source_ = std::make_unique<LogSource>(log_settings_);
    const char* why = nullptr;
    try {
        index_ = std::make_unique<SearchIndex>(index_settings_);
        if (!is_of_this_log()) why = "made from another log";
    } catch (const sql::Failure& failure) {
        if (!failure.is_damage()) throw;
        why = "damaged or of another version";
    }
    if (why != nullptr) make_anew(why);
    has_more_ = true;
    state_.is_open = true;
}

void Indexer::make_anew(const char* why) {
    world_.log.warn("search_index_made_anew", {{"why", why}});
    world_.metrics.index_rebuilds.add();
    const Finder::Pause pause(finder_);
    state_.is_open = false;
    index_.reset();
    merge_ = LogMerge();
    has_more_ = true;
    SearchIndex::remove(index_settings_.file);
    index_ = std::make_unique<SearchIndex>(index_settings_);
    if (!source_) source_ = std::make_unique<LogSource>(log_settings_);
    state_.is_open = true;
}

bool Indexer::is_of_this_log() {
    const sql::Snapshot snapshot = source_->snapshot();
    std::unordered_map<sql::Number, chat::Seq> heads;
    for (const LogSource::Head& head : source_->heads())
        heads[head.room] = head.seq;
    const bool is_ahead = std::ranges::any_of(index_->marks(), [&heads](const auto& mark) {
        const auto head = heads.find(mark.first);
        return head == heads.end() || mark.second > head->second;
    });
    if (is_ahead) return false;
    return std::ranges::all_of(
        index_->newest(kMessagesCompared), [this](const IndexedMessage& indexed) {
            const sql::Number room = indexed.place >> sql::kSeqBits;
            const auto entry = source_->next(room, sql::seq_of(indexed.place) - 1);
            return entry && entry->place == indexed.place &&
                   entry->kind == chat::EventKind::message && entry->actor == indexed.actor &&
                   entry->time_ms == indexed.time_ms;
        });
}

void Indexer::begin_round() {
    merge_ = LogMerge();
    std::uint64_t behind = 0;
    const sql::Snapshot snapshot = source_->snapshot();
    for (const LogSource::Head& head : source_->heads()) {
        const chat::Seq read = index_->mark(head.room);
        if (read >= head.seq) continue;
        behind += head.seq - read;
        merge_.add(*source_, head.room, read, head.seq);
    }
    state_.behind = behind;
    world_.metrics.index_behind.set(static_cast<std::int64_t>(behind));
}

std::vector<Indexer::Step> Indexer::read_batch() {
    std::vector<Step> steps;
    steps.reserve(options_.index_batch_events);
    const sql::Snapshot snapshot = source_->snapshot();
    while (!merge_.is_empty() && steps.size() < options_.index_batch_events) {
        Step step{.entry = merge_.next(*source_), .message = {}};
        const LogEntry& entry = step.entry;
        if (entry.kind == chat::EventKind::message) {
            step.message = source_->message(entry.place);
        } else if (entry.kind == chat::EventKind::edited) {
            step.message = source_->message(sql::place_of(entry.room(), entry.target));
        } else if (entry.kind == chat::EventKind::expired) {
            step.erased = source_->erased(entry.room());
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

void Indexer::write_batch(const std::vector<Step>& steps) {
    std::unordered_map<sql::Number, chat::Seq> read;
    for (const Step& step : steps) {
        if (step.erased == 0) continue;
        // Nothing is marked as read then, so that the next start does it again.
        if (erase(step.entry.room(), step.erased) == Round::closing) return;
    }
    index_->begin();
    for (const Step& step : steps) {
        index(step);
        read[step.entry.room()] = sql::seq_of(step.entry.place);
    }
    for (const auto& [room, seq] : read)
        index_->set_mark(room, seq);
    index_->commit();
    index_->keep_wal_small(options_.index_wal_checkpoint_bytes);
    world_.metrics.indexed.add(steps.size());
    const std::uint64_t behind = state_.behind;
    state_.behind = behind - std::min<std::uint64_t>(behind, steps.size());
    world_.metrics.index_behind.set(static_cast<std::int64_t>(state_.behind.load()));
}

void Indexer::index(const Step& step) {
    const LogEntry& entry = step.entry;
    const std::int64_t target = sql::place_of(entry.room(), entry.target);
    const auto document = [&] {
        return document_of(step.message->text, entry.room(), step.message->actor,
                           name_tag(step.message->nickname));
    };
    index_->set_name(entry.actor, name_tag(entry.nickname));
    switch (entry.kind) {
        case chat::EventKind::message:
            if (!step.message) break;  // deleted since
            index_->add({.place = entry.place,
                         .actor = entry.actor,
                         .time_ms = entry.time_ms,
                         .document = document()});
            break;
        case chat::EventKind::edited:
            if (step.message) index_->change(target, document());
            break;
        case chat::EventKind::deleted:
            index_->erase(target);
            break;
        case chat::EventKind::member_joined:
        case chat::EventKind::member_left:
        case chat::EventKind::reaction_added:
        case chat::EventKind::reaction_removed:
        case chat::EventKind::room_renamed:
        case chat::EventKind::topic_changed:
        case chat::EventKind::room_archived:
        case chat::EventKind::room_restored:
        case chat::EventKind::host_made:
        case chat::EventKind::host_removed:
        case chat::EventKind::message_pinned:
        case chat::EventKind::message_unpinned:
        case chat::EventKind::muted:
        case chat::EventKind::unmuted:
        case chat::EventKind::slow_mode_set:
        case chat::EventKind::retention_set:
        case chat::EventKind::expired:  // write_batch() has erased what is gone
            break;
    }
}

Indexer::Round Indexer::erase(sql::Number room, chat::Seq last) {
    const std::uint32_t count = options_.index_batch_events;
    std::size_t erased = count;
    while (erased == count) {
        if (is_closing()) return Round::closing;
        index_->begin();
        erased = index_->erase(sql::place_of(room, 1), sql::place_of(room, last), count);
        index_->commit();
        index_->keep_wal_small(options_.index_wal_checkpoint_bytes);
    }
    return Round::done;
}

const std::string& Indexer::name_tag(const std::string& nickname) {
    if (name_tags_.size() > kNameTagsRemembered) name_tags_.clear();
    std::string& tag = name_tags_[nickname];
    if (tag.empty()) tag = name_tag_of(nickname);
    return tag;
}

void Indexer::purge() {
    if (!index_->has_dead_words()) return;
    const base::SteadyTime now = world_.clock.now();
    if (purged_ && now < *purged_ + options_.index_purge_interval) return;
    if (!index_->purge_a_part()) return;
    purged_ = now;
    world_.metrics.index_purges.add();
}

}  // namespace store::sqlite
