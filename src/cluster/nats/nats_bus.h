/// NatsBus: the Bus between the nodes of a cluster, carried by NATS servers.
///
/// A room's messages go to a subject that only nodes with members of the room hear; NATS routes them. What it loses is lost:
/// whenever that may have happened (a connection is new, this node was too slow) the receiver is told on_bus_restored(), also
/// at the first connection, before which others may have spoken.
///
///     domain ── Outbox ── Link's thread ── NATS ── libnats' threads (Ear) ── Inbox ── domain's executor
///
/// Thread:     publish() and all else of chat::Bus the executor's; problem() any; the destructor the executor's, or any when
///             the executor no longer runs. No call waits for a server but the destructor, which waits up to some seconds.
/// Owns:       the Link, and with it a thread and the connection.
/// Invariant:  what one node says to another in one room, to it alone or to all arrives in order, or not at all. Nobody hears
///             themselves. Nothing is received, and the executor is not used, after the destructor.
#pragma once

#include <memory>
#include <string>

#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "cluster/nats/handles.h"
#include "cluster/nats/inbox.h"
#include "cluster/nats/link.h"
#include "cluster/nats/nats_metrics.h"
#include "cluster/nats/nats_settings.h"
#include "cluster/nats/outbox.h"
#include "cluster/nats/subjects.h"

namespace cluster {

class NatsBus final : public chat::Bus {
public:
    /// Begins to connect, and goes on until it is connected; that the servers are away is no error.
    ///
    /// id        of this run of this node: 8 to 64 letters and digits that no other node ever has
    /// executor  runs what this node receives; it, `metrics` and `log` outlive the bus
    /// errors    a sentence about a setting that cannot be, for whoever wrote it
    [[nodiscard]] static base::Result<std::unique_ptr<NatsBus>, std::string> open(
        const NatsSettings& settings, const chat::NodeId& id, base::Executor& executor,
        base::Metrics& metrics, base::Log& log);

    [[nodiscard]] Reach reach() const override { return Reach::cluster; }
    [[nodiscard]] chat::Bus::Link link() const override;
    [[nodiscard]] chat::NodeId node() const override { return id_; }
    void attach(Receiver& receiver) override { inbox_->attach(receiver); }
    void detach() override { inbox_->detach(); }
    void publish(chat::BusMessage message) override;
    void send(const chat::NodeId& to, chat::BusMessage message) override;
    void subscribe(const chat::RoomId& room) override;
    void unsubscribe(const chat::RoomId& room) override;

    /// Why this node is not connected, for people; empty: it is.
    [[nodiscard]] std::string problem() const { return link_.problem(); }

    ~NatsBus() override;
    NatsBus(const NatsBus&) = delete;
    NatsBus& operator=(const NatsBus&) = delete;

private:
    NatsBus(Options options, const NatsSettings& settings, const chat::NodeId& id,
            base::Executor& executor, base::Metrics& metrics, base::Log& log);

    const chat::NodeId id_;
    const NatsMetrics metrics_;
    const Subjects subjects_;
    const std::shared_ptr<Inbox> inbox_;
    const std::shared_ptr<Outbox> outbox_;
    cluster::Link link_;
};

}  // namespace cluster
