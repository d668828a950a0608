/// SearchQueue: the thread that answers searches, and those that wait for it.
///
/// Thread:     submit() the domain's; the constructor and close() main.
/// Owns:       the thread and the searches that wait.
/// Invariant:  searches are answered in the order of submit(), beside reading and writing: neither waits for them.
/// Elsewhere:  how one is answered is sqlite/finder.h and postgres/finder.h.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "base/executor.h"
#include "base/result.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/metrics.h"

namespace store::sql {

class SearchQueue {
public:
    using Answer = base::Result<chat::SearchPage, chat::StoreError>;

    struct World {
        base::Executor& replies;
        Metrics& metrics;
        std::size_t waiting_max;
    };

    /// Starts the thread, on which both run.
    ///
    /// answer  of one search; does not throw
    /// end     lets go of what answering needed, after the last one
    SearchQueue(World world, std::move_only_function<Answer(const chat::SearchRequest&)> answer,
                std::move_only_function<void()> end);
    ~SearchQueue() { close(); }
    SearchQueue(const SearchQueue&) = delete;
    SearchQueue& operator=(const SearchQueue&) = delete;

    /// Over the bound, or after close(), the reply is `unavailable`.
    void submit(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply);

    /// Answers what waits, then ends the thread.
    void close();

private:
    struct Question {
        chat::SearchRequest request;
        chat::StoreReply<chat::SearchPage> reply;
    };

    void run();
    void deliver(Question question, Answer answer);

    World world_;
    std::move_only_function<Answer(const chat::SearchRequest&)> answer_;
    std::move_only_function<void()> end_;

    // A lock, not a message: the thread blocks in the database and has no turn in which to receive one.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Question> waiting_;
    bool is_closing_ = false;

    std::thread thread_;
};

}  // namespace store::sql
