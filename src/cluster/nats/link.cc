#include "cluster/nats/link.h"

#include <pthread.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <utility>

#include "base/check.h"
#include "cluster/nats/options.h"
#include "cluster/wire/message.h"

namespace cluster {
namespace {

/// For the octets that are under way when all is over, and for libnats to call a last time.
constexpr base::Milliseconds kFarewell = std::chrono::seconds(1);
constexpr base::Milliseconds kSilence = std::chrono::seconds(5);
constexpr unsigned kDoublingsMax = 16;

std::string sentence_of(natsStatus status, const std::string& servers) {
    switch (status) {
        case NATS_NO_SERVER:
        case NATS_TIMEOUT:
        case NATS_IO_ERROR:
            return "no NATS server answers at " + servers;
        case NATS_CONNECTION_AUTH_FAILED:
        case NATS_NOT_PERMITTED:
            return "the NATS server at " + servers +
                   " does not accept the user, password or credentials";
        case NATS_SSL_ERROR:
            return "TLS with the NATS server at " + servers +
                   " failed: its certificate is not for that name, or is not one that is trusted "
                   "here";
        case NATS_SECURE_CONNECTION_REQUIRED:
            return "the NATS server at " + servers + " wants TLS: write tls:// before its name";
        case NATS_SECURE_CONNECTION_WANTED:
            return "the NATS server at " + servers + " has no TLS: write nats:// before its name";
        default:
            return "the connection to the NATS server at " + servers +
                   " failed: " + natsStatus_GetText(status);
    }
}

}  // namespace

Link::Link(Options options, Needs needs)
    : options_(std::move(options)),
      limits_(needs.settings.limits),
      servers_(public_names_of(needs.settings.url)),
      id_(needs.id),
      inbox_(std::move(needs.inbox)),
      outbox_(std::move(needs.outbox)),
      metrics_(needs.metrics),
      log_(needs.log),
      ear_(std::make_shared<Ear>(id_, inbox_, outbox_, metrics_)),
      randomness_(std::hash<chat::NodeId>{}(id_)),
      problem_("not yet connected to the NATS server at " + servers_) {
    heard_.try_emplace(needs.subjects.all());
    heard_.try_emplace(needs.subjects.node(id_));
    CHECK(natsOptions_SetErrorHandler(options_.get(), &Ear::on_error, ear_.get()) == NATS_OK);
    CHECK(natsOptions_SetClosedCB(options_.get(), &Ear::on_closed, ear_.get()) == NATS_OK);
    thread_ = std::thread([this] { run(); });
    ::pthread_setname_np(thread_.native_handle(), "bus");
}

Link::~Link() {
    outbox_->end();
    thread_.join();
    if (ear_->wait_for_silence(kSilence)) return;
    // Better some octets too many than a call into what is gone.
    log_.error("bus_not_silent");
    // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): no memory for a pointer at the end of all ends it
    [[maybe_unused]] auto* const kept_for_ever = new std::shared_ptr<Ear>(std::move(ear_));
}

std::string Link::problem() const {
    const std::lock_guard lock(problem_mutex_);
    return problem_;
}

void Link::set_problem(std::string problem) {
    const std::lock_guard lock(problem_mutex_);
    problem_ = std::move(problem);
}

void Link::run() {
    do {
        if (connect()) serve();
        disconnect();
    } while (!outbox_->wait_for_end(retry_delay()));
}

/// Doubled each time, by chance between half of that and all of it: nodes that lost one server come back one by one.
base::Milliseconds Link::retry_delay() {
    const unsigned doublings = std::min(attempts_in_vain_, kDoublingsMax);
    const auto longest =
        std::min(limits_.retry_delay_min * (1U << doublings), limits_.retry_delay_max);
    std::minstd_rand random(static_cast<std::uint32_t>(randomness_));
    randomness_ = random();
    std::uniform_int_distribution<std::int64_t> delay(longest.count() / 2, longest.count());
    return base::Milliseconds(delay(random));
}

bool Link::connect() {
    take_wishes(outbox_->take_wishes());
    natsConnection* made = nullptr;
    ear_->caller_began();  // until on_closed()
    natsStatus status = natsConnection_Connect(&made, options_.get());
    if (status != NATS_OK) {
        ear_->caller_ended();
        connect_failed(status);
        return false;
    }
    connection_.reset(made);
    for (auto& [subject, subscription] : heard_) {
        if (status == NATS_OK) status = subscribe(subject, subscription);
    }
    // The answer to a ping comes when the server has read all that was said before.
    if (status == NATS_OK) {
        status = natsConnection_FlushTimeout(made, limits_.connect_timeout.count());
    }
    if (status != NATS_OK) {
        connect_failed(status);
        return false;
    }
    metrics_.connects.add();
    if (was_connected_) metrics_.reconnects.add();
    was_connected_ = true;
    is_connected_ = true;
    attempts_in_vain_ = 0;
    metrics_.connected.set(1);
    set_problem({});
    log_.info("bus_connected", {{"servers", servers_}, {"rooms", heard_.size() - 2}});
    outbox_->open();
    inbox_->restored();
    return true;
}

natsStatus Link::subscribe(const std::string& subject, Subscription& out) {
    natsSubscription* made = nullptr;
    natsStatus status = natsConnection_Subscribe(&made, connection_.get(), subject.c_str(),
                                                 &Ear::on_message, ear_.get());
    if (status != NATS_OK) return status;
    out.reset(made);
    ear_->caller_began();  // until on_subscription_over()
    status = natsSubscription_SetOnCompleteCB(made, &Ear::on_subscription_over, ear_.get());
    if (status != NATS_OK) ear_->caller_ended();
    return status;
}

void Link::serve() {
    for (;;) {
        const Outbox::Work work = outbox_->wait();
        take_wishes(work.wishes);
        if (natsConnection_IsClosed(connection_.get())) {
            metrics_.dropped_disconnected.add(work.letters.size());
            return;
        }
        for (const Outbox::Letter& letter : work.letters)
            say(letter);
        if (work.then == Outbox::Work::Then::end) {
            // Nobody is there to be told that it did not work.
            (void)natsConnection_FlushTimeout(connection_.get(), kFarewell.count());
            return;
        }
    }
}

void Link::take_wishes(const Outbox::Wishes& wishes) {
    for (const auto& [subject, wish] : wishes) {
        if (wish == Outbox::Wish::ignore) {
            heard_.erase(subject);
            continue;
        }
        const auto [place, is_new] = heard_.try_emplace(subject);
        // What cannot be heard now is heard through the next connection: this one is closed.
        if (is_new && connection_) (void)subscribe(subject, place->second);
    }
    metrics_.rooms.set(static_cast<std::int64_t>(heard_.size()) - 2);
}

void Link::say(const Outbox::Letter& letter) {
    const std::string octets = wire::encode(id_, letter.message);
    if (octets.size() > wire::kMessageBytesMax ||
        std::cmp_greater(octets.size(), natsConnection_GetMaxPayload(connection_.get()))) {
        metrics_.dropped_too_long.add();
        log_.warn("bus_message_too_long", {{"bytes", octets.size()}});
        return;
    }
    const natsStatus status = natsConnection_Publish(
        connection_.get(), letter.subject.c_str(), octets.data(), static_cast<int>(octets.size()));
    if (status != NATS_OK) {
        metrics_.dropped_disconnected.add();
        return;
    }
    metrics_.messages_out.add();
    metrics_.bytes_out.add(octets.size());
}

/// From a connection that was lost, never came to be or is no longer needed.
void Link::disconnect() {
    outbox_->shut();
    if (!connection_) return;
    if (is_connected_ && natsConnection_IsClosed(connection_.get())) {
        const char* why = nullptr;
        natsConnection_GetLastError(connection_.get(), &why);
        log_.warn("bus_lost", {{"servers", servers_}, {"why", why == nullptr ? "" : why}});
        set_problem("the connection to the NATS server at " + servers_ + " was lost");
    }
    is_connected_ = false;
    metrics_.connected.set(0);
    natsConnection_Close(connection_.get());
    for (auto& [subject, subscription] : heard_)
        subscription.reset();
    connection_.reset();
}

void Link::connect_failed(natsStatus status) {
    ++attempts_in_vain_;
    metrics_.connects_failed.add();
    std::string sentence = sentence_of(status, servers_);
    const bool is_told = sentence == problem();
    if (!is_told && status == NATS_CONNECTION_AUTH_FAILED) {
        log_.error("bus_refused", {{"problem", sentence}});
    } else if (!is_told) {
        log_.warn("bus_not_connected", {{"problem", sentence}});
    }
    set_problem(std::move(sentence));
}

}  // namespace cluster
