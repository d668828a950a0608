/// Link: the connection to the NATS servers, and the thread that alone speaks with them.
///
/// It connects, again and again for ever; hears the rooms that are wished for; says what waits in the outbox. A connection
/// that is lost is replaced by another one with the same wishes, and what was said meanwhile is dropped: the store has it.
///
/// Thread:     the constructor starts its own; problem() any; the destructor the one that made it.
/// Owns:       the thread, the connection and its subscriptions.
/// Invariant:  the inbox is told restored() when the server has confirmed all subscriptions of a new connection.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "base/clock.h"
#include "base/log.h"
#include "chat/bus_message.h"
#include "cluster/nats/ear.h"
#include "cluster/nats/handles.h"
#include "cluster/nats/inbox.h"
#include "cluster/nats/nats_metrics.h"
#include "cluster/nats/nats_settings.h"
#include "cluster/nats/outbox.h"
#include "cluster/nats/subjects.h"

namespace cluster {

class Link {
public:
    struct Needs {
        const NatsSettings& settings;
        const Subjects& subjects;
        const chat::NodeId& id;
        std::shared_ptr<Inbox> inbox;
        std::shared_ptr<Outbox> outbox;
        const NatsMetrics& metrics;
        base::Log& log;
    };
    Link(Options options, Needs needs);
    /// Says what waits in the outbox, if it is connected, and is silent then.
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// Why there is no connection, for people; empty: there is one.
    [[nodiscard]] std::string problem() const;

private:
    void run();
    [[nodiscard]] bool connect();
    [[nodiscard]] natsStatus subscribe(const std::string& subject, Subscription& out);
    void serve();
    void take_wishes(const Outbox::Wishes& wishes);
    void say(const Outbox::Letter& letter);
    void disconnect();
    void connect_failed(natsStatus status);
    void set_problem(std::string problem);
    [[nodiscard]] base::Milliseconds retry_delay();

    const Options options_;
    const NatsLimits limits_;
    const std::string servers_;  ///< for people
    const chat::NodeId id_;
    const std::shared_ptr<Inbox> inbox_;
    const std::shared_ptr<Outbox> outbox_;
    const NatsMetrics metrics_;
    base::Log& log_;
    std::shared_ptr<Ear> ear_;

    // The thread's own.
    std::unordered_map<std::string, Subscription>
        heard_;  ///< by subject; null while there is no connection
    Connection connection_;
    unsigned attempts_in_vain_ = 0;
    std::size_t randomness_;
    bool is_connected_ = false;
    bool was_connected_ = false;

    // A lock, not a message: what health is asked for at any time.
    mutable std::mutex problem_mutex_;
    std::string problem_;

    std::thread thread_;
};

}  // namespace cluster
