#include "store/sql/search_queue.h"

#include <functional>
#include <mutex>
#include <utility>

#include "base/executor.h"
#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"

namespace store::sql {

SearchQueue::SearchQueue(World world,
                         std::move_only_function<Answer(const chat::SearchRequest&)> answer,
                         std::move_only_function<void()> end)
    : world_(world), answer_(std::move(answer)), end_(std::move(end)), thread_([this] { run(); }) {}

void SearchQueue::submit(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
    Question question{.request = std::move(request), .reply = std::move(reply)};
    {
        const std::lock_guard lock(mutex_);
        const bool is_full = waiting_.size() >= world_.waiting_max;
        if (!is_full && !is_closing_) {
            waiting_.push_back(std::move(question));
            wake_.notify_one();
            return;
        }
        if (is_full) world_.metrics.refused_searches.add();
    }
    deliver(std::move(question), base::fail(chat::StoreError::unavailable));
}

void SearchQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void SearchQueue::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return !waiting_.empty() || is_closing_; });
        if (waiting_.empty()) break;
        Question question = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        Answer found = answer_(question.request);
        deliver(std::move(question), std::move(found));
        lock.lock();
    }
    lock.unlock();
    end_();
}

void SearchQueue::deliver(Question question, Answer answer) {
    world_.replies.post([reply = std::move(question.reply), answer = std::move(answer)]() mutable {
        reply(std::move(answer));
    });
}

}  // namespace store::sql
