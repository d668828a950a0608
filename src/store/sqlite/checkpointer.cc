#include "store/sqlite/checkpointer.h"

#include <mutex>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/failure.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

Checkpointer::Checkpointer(const SqliteDatabase::Settings& settings, base::Log& log,
                           Metrics& metrics)
    : database_(settings), log_(log), metrics_(metrics), thread_([this] { run(); }) {}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Checkpointer::wake() {
    {
        const std::lock_guard lock(mutex_);
        is_asked_ = true;
        is_busy_ = true;
    }
    wake_.notify_one();
}

void Checkpointer::wait_until_done() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return !is_busy_; });
}

void Checkpointer::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return is_asked_ || is_closing_; });
        if (is_closing_) return;
        is_asked_ = false;
        lock.unlock();
        checkpoint();
        lock.lock();
        is_busy_ = is_asked_;
        done_.notify_all();
    }
}

void Checkpointer::checkpoint() {
    try {
        database_.checkpoint();
        metrics_.checkpoints.add();
    } catch (const sql::Failure& failure) {
        if (failure.is_busy()) return;  // the writer does it
        metrics_.checkpoint_failures.add();
        log_.debug("store_checkpoint_failed",
                   {{"code", failure.code()}, {"reason", failure.what()}});
    }
}

}  // namespace store::sqlite
