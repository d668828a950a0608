#include "cluster/nats/nats_bus.h"

#include <utility>

#include "base/check.h"
#include "cluster/nats/options.h"
#include "cluster/wire/message.h"

namespace cluster {

base::Result<std::unique_ptr<NatsBus>, std::string> NatsBus::open(const NatsSettings& settings,
                                                                  const chat::NodeId& id,
                                                                  base::Executor& executor,
                                                                  base::Metrics& metrics,
                                                                  base::Log& log) {
    CHECK(!id.value().empty());
    CHECK(id.value().size() <= wire::kNodeIdBytesMax);
    auto options = make_options(settings, id);
    if (!options) return base::fail(std::move(options.error()));
    return std::unique_ptr<NatsBus>(
        new NatsBus(*std::move(options), settings, id, executor, metrics, log));
}

NatsBus::NatsBus(Options options, const NatsSettings& settings, const chat::NodeId& id,
                 base::Executor& executor, base::Metrics& metrics, base::Log& log)
    : id_(id),
      metrics_(metrics),
      subjects_(settings.subject_prefix),
      inbox_(std::make_shared<Inbox>(settings.limits.inbox_messages_max, executor, metrics_)),
      outbox_(std::make_shared<Outbox>(settings.limits.outbox_messages_max, metrics_)),
      link_(std::move(options), {.settings = settings,
                                 .subjects = subjects_,
                                 .id = id,
                                 .inbox = inbox_,
                                 .outbox = outbox_,
                                 .metrics = metrics_,
                                 .log = log}) {}

NatsBus::~NatsBus() {
    inbox_->detach();
    inbox_->end();
}

chat::Bus::Link NatsBus::link() const {
    return problem().empty() ? chat::Bus::Link::up : chat::Bus::Link::down;
}

void NatsBus::publish(chat::BusMessage message) {
    std::string subject = subjects_.of(message);
    outbox_->put({.subject = std::move(subject), .message = std::move(message)});
}

void NatsBus::send(const chat::NodeId& to, chat::BusMessage message) {
    outbox_->put({.subject = subjects_.node(to), .message = std::move(message)});
}

void NatsBus::subscribe(const chat::RoomId& room) {
    outbox_->want(subjects_.room(room), Outbox::Wish::hear);
}

void NatsBus::unsubscribe(const chat::RoomId& room) {
    outbox_->want(subjects_.room(room), Outbox::Wish::ignore);
}

}  // namespace cluster
