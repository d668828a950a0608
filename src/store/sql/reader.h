/// Reader: the thread that answers reading requests, each after every write that was submitted before it.
///
/// Thread:     submit() the domain's; the constructor and close() main.
/// Owns:       the reading connection and the requests that wait.
/// Invariant:  a request sees all that was replied before its call, and is answered in the order of submit().
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "chat/store.h"
#include "store/metrics.h"
#include "store/sql/engine.h"
#include "store/sql/failure.h"
#include "store/sql/lookup.h"
#include "store/sql/options.h"
#include "store/sql/writer.h"

namespace store::sql {

class Reader {
public:
    /// Starts the thread. The engine lives longer. Throws Failure when it cannot connect.
    Reader(const Engine& engine, const Options& options, Writer& writer, Writer::World world);
    ~Reader() { close(); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Queues `work`, which takes the Lookup and returns a Lookup::Answer<T>; over the bound, or after close(),
    /// the reply is `unavailable`.
    template <typename T, typename Work>
    void submit(Work work, chat::StoreReply<T> reply) {
        queue([work = std::move(work), reply = std::move(reply)](Lookup* lookup) mutable {
            auto answer = answer_of<T>(work, lookup);
            return base::Job([reply = std::move(reply), answer = std::move(answer)]() mutable {
                reply(std::move(answer));
            });
        });
    }

    /// Answers what waits, then ends the thread. The writer must still run, or have decided everything.
    void close();

private:
    /// Makes the job that replies; without a Lookup, that replies `unavailable`. Throws Failure.
    using Work = std::move_only_function<base::Job(Lookup*)>;
    struct Request {
        Work work;
        Writer::Ticket after = 0;
    };

    template <typename T, typename AnyWork>
    static Lookup::Answer<T> answer_of(AnyWork& work, Lookup* lookup) {
        if (lookup == nullptr) return base::fail(chat::StoreError::unavailable);
        return work(*lookup);
    }

    void queue(Work work);
    void run();
    base::Job answer(Request& request);

    const Engine& engine_;
    const Options options_;
    Writer& writer_;
    Writer::World world_;
    std::unique_ptr<Lookup> lookup_;  // the reader's thread only; none: opened by the next request

    // A lock, not a message: the thread blocks in the disk and has no turn in which to receive one.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Request> waiting_;
    bool is_closing_ = false;

    std::thread thread_;
};

}  // namespace store::sql
