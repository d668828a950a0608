#include "app/node.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/auth/argon2_passwords.h"
#include "api/events/events.h"
#include "api/events/outbox.h"
#include "api/http/assets.h"
#include "api/http/operations.h"
#include "api/http/site.h"
#include "api/rest/rest.h"
#include "app/admin_key.h"
#include "app/chat_limits.h"
#include "app/cluster.h"
#include "app/domain_time.h"
#include "app/node_addresses.h"
#include "app/open_store.h"
#include "app/process_metrics.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/chat.h"
#include "chat/store.h"
#include "loop/event_loop.h"
#include "loop/loop_group.h"
#include "net/http/server.h"
#include "net/wire.h"
#include "socketio/server.h"
#include "store/sql/sql_store.h"

namespace app {
namespace {

constexpr std::size_t kOwnerKeyCharacters = 32;  // 192 random bits
constexpr std::size_t kAdminKeyCharacters = 32;
constexpr base::Milliseconds kMovingDelay{1'000};
constexpr std::chrono::milliseconds kMovingHeard{300};
constexpr std::chrono::milliseconds kCloseSpreadMin{500};
constexpr std::chrono::microseconds kCloseSpreadEach{2'000};
constexpr std::chrono::milliseconds kDrainLook{20};

std::size_t loop_count(const Config& config) {
    if (config.loops != 0) return config.loops;
    return std::max(1U, std::thread::hardware_concurrency());
}

socketio::Options socketio_options(const Config& config, std::string node) {
    socketio::Options options;
    options.engine.node = std::move(node);
    options.engine.ping_interval = config.ping_interval;
    options.engine.ping_timeout = config.ping_timeout;
    options.engine.payload_bytes_max = config.payload_bytes_max;
    options.engine.send_queue_bytes_max = config.send_queue_bytes_max;
    options.engine.allowed_origins = config.allowed_origins;
    options.engine.websocket_compression =
        config.websocket_compression ? engineio::Compression::on : engineio::Compression::off;
    return options;
}

api::events::EventOptions event_options(const Config& config) {
    api::events::EventOptions options;
    using Limits = api::events::RateOptions::Limits;
    options.rates.limits = config.rate_limits ? Limits::on : Limits::off;
    return options;
}

api::rest::Options rest_options(const Config& config) {
    using RateLimits = api::rest::Options::RateLimits;
    return {.allowed_origins = config.allowed_origins,
            .version = PARLOR_VERSION,
            .rate_limits = config.rate_limits ? RateLimits::on : RateLimits::off};
}

chat::DoorOptions::Guests guests(const Config& config) {
    using Guests = chat::DoorOptions::Guests;
    return config.guests ? Guests::on : Guests::off;
}

chat::DoorOptions door_options(const Config& config, std::string owner_key, std::string admin_key) {
    return {.registration = config.registration,
            .guests = guests(config),
            .owner_key = std::move(owner_key),
            .admin_key = std::move(admin_key)};
}

net::http::Limits http_limits(const Config& config) {
    net::http::Limits limits;
    limits.body_bytes_max = config.payload_bytes_max;
    limits.connections_max = config.connections_max;
    limits.trusted_proxies = config.trusted_proxies;
    return limits;
}

std::deque<net::Wire> make_wires(loop::LoopGroup& loops, base::Metrics& metrics, base::Log& log) {
    std::deque<net::Wire> wires;
    for (std::size_t i = 0; i < loops.size(); ++i)
        wires.emplace_back(loops.at(i), metrics, log);
    return wires;
}

std::vector<net::Wire*> pointers(std::deque<net::Wire>& wires) {
    std::vector<net::Wire*> all;
    all.reserve(wires.size());
    for (net::Wire& wire : wires)
        all.push_back(&wire);
    return all;
}

/// Over which time sessions are closed, so that they do not all knock at the other nodes in one moment.
std::chrono::milliseconds close_spread(std::size_t sessions, std::chrono::milliseconds timeout) {
    const auto wished =
        std::chrono::duration_cast<std::chrono::milliseconds>(sessions * kCloseSpreadEach);
    return std::max(kCloseSpreadMin, std::min(wished, timeout / 2));
}

std::string host_of(const std::string& address) {
    return address.substr(0, address.rfind(':'));
}

// Where the command line on this machine asks: an address that means every interface is asked on the loopback one.
std::string admin_address(const std::string& address, std::uint16_t port) {
    std::string host = host_of(address);
    if (host.empty() || host == "0.0.0.0" || host == "*" || host == "localhost") {
        host = "127.0.0.1";
    }
    if (host == "[::]") host = "[::1]";
    return host + ":" + std::to_string(port);
}

// "http://127.0.0.1:8080/" from what was asked for and the port that was bound. An address that means every interface
// is shown as one that a browser here can open.
std::string url_of(const std::string& address, std::uint16_t port) {
    std::string host = host_of(address);
    if (host.empty() || host == "0.0.0.0" || host == "[::]" || host == "*") host = "localhost";
    return "http://" + host + ":" + std::to_string(port) + "/";
}

}  // namespace

// In the order of their making; destroyed the other way round, when no thread runs any more.
struct Node::Parts {
    Parts(Config c, base::Log& l)
        : config(std::move(c)),
          log(l),
          domain(clock, "domain"),
          loops(clock, loop_count(config)),
          store(open_store(config,
                           {.replies = domain, .clock = clock, .log = log, .metrics = metrics})),
          wires(make_wires(loops, metrics, log)) {}

    Config config;
    base::Log& log;
    base::SystemClock clock;
    base::SystemRandom random;
    base::Metrics metrics;

    loop::EventLoop domain;
    loop::LoopGroup loops;
    std::unique_ptr<store::sql::SqlStore> store;
    Cluster cluster{config, random, domain, metrics, log};
    NodeAddresses addresses;
    std::deque<net::Wire> wires;

    socketio::Server sockets{pointers(wires), socketio_options(config, cluster.id()), random,
                             metrics, cluster.is_alone() ? nullptr : &addresses};
    socketio::Namespace& nsp{sockets.of("/")};
    api::events::Outbox outbox{domain, sockets, nsp};
    api::auth::Argon2Passwords passwords{domain, log, metrics};
    const std::string owner_key{random.token(kOwnerKeyCharacters)};
    const std::string admin_key{random.token(kAdminKeyCharacters)};
    chat::Chat chat{{.clock = clock,
                     .random = random,
                     .store = *store,
                     .accounts = *store,
                     .room_store = *store,
                     .room_records = store->room_records(),
                     .admin = store->administration(),
                     .exports = store->exports(),
                     .imports = store->imports(),
                     .passwords = passwords,
                     .searcher = *store,
                     .bus = cluster.bus(),
                     .audience = outbox,
                     .metrics = metrics,
                     .log = log},
                    chat_limits(config),
                    door_options(config, owner_key, admin_key)};
    DomainTime domain_time{domain, chat};
    api::events::Events events{nsp,
                               loops.size(),
                               domain,
                               chat,
                               outbox,
                               clock,
                               {config.name, PARLOR_VERSION, chat_limits(config)},
                               event_options(config),
                               metrics};

    std::deque<api::rest::Rest> rests;
    std::deque<api::http::Site> sites;
    std::deque<api::http::Operations> operations;
    std::unique_ptr<net::http::Server> public_server;
    std::unique_ptr<net::http::Server> admin_server;
    std::optional<AdminKey> admin_key_file;
    std::uint16_t port = 0;
    std::uint16_t admin_port = 0;
    bool has_owner = false;

    std::thread domain_thread;
    std::atomic<bool> draining{false};
    bool stopped = false;

    [[nodiscard]] api::http::Probes probes();
    void start_domain();
    void listen();
    void introduce();
    void listen_admin();
    void stop();
};

api::http::Probes Node::Parts::probes() {
    return {.unready = [this]() -> std::string {
                if (draining.load(std::memory_order_relaxed)) return "This server is stopping.";
                if (!store->is_ready()) return "The store cannot write. The log says why.";
                return {};
            },
            .metrics = [this] { return metrics.render() + process_metrics(); }};
}

void Node::Parts::start_domain() {
    std::promise<base::Result<void, chat::StoreError>> ready;
    domain.post([&] {
        chat.watch_nodes([this] { addresses.set(chat.nodes()); });
        chat.start([&](base::Result<void, chat::StoreError> result) { ready.set_value(result); });
    });
    domain_thread = std::thread([this] { domain.run(); });
    if (!ready.get_future().get()) {
        throw StartError("The rooms cannot be read from " + place_of_store(config) +
                         ". The log says why.");
    }
    std::promise<base::Result<bool, chat::StoreError>> owned;
    domain.post([&] {
        store->has_owner(
            [&](base::Result<bool, chat::StoreError> found) { owned.set_value(found); });
    });
    const auto found = owned.get_future().get();
    if (!found) {
        throw StartError("The accounts cannot be read from " + place_of_store(config) +
                         ". The log says why.");
    }
    has_owner = *found;
}

void Node::Parts::listen() {
    const base::Gauge& people =
        metrics.gauge("chat_people_present", "People present on this node.");
    const api::http::SiteFacts facts{.name = config.name,
                                     .version = PARLOR_VERSION,
                                     .present = [&people] { return people.value(); },
                                     .door = [this] { return chat.door(); }};
    std::vector<net::http::Handler*> handlers;
    for (std::size_t i = 0; i < loops.size(); ++i) {
        api::rest::Rest& rest = rests.emplace_back(
            loops.at(i), domain, chat.accounts(), chat.administration(), chat.exports(),
            chat.imports(), clock, rest_options(config), metrics);
        sites.emplace_back(sockets, i, rest, api::http::embedded_assets(), facts, probes());
        handlers.push_back(&sites.back());
    }
    const std::vector<net::Wire*> all = pointers(wires);
    public_server = std::make_unique<net::http::Server>(all, handlers, http_limits(config));
    const auto bound = public_server->listen(config.listen);
    if (!bound) throw StartError(bound.error().message);
    port = *bound;
}

void Node::Parts::introduce() {
    domain.post([this, name = node_name(config), address = node_address(config, port)] {
        chat.introduce(name, address, PARLOR_VERSION);
    });
}

void Node::Parts::listen_admin() {
    if (config.admin_listen == "off") return;
    // A server on any free port is one of several on this machine: so is its admin listener, unless it was chosen.
    std::string address = config.admin_listen;
    if (!config.admin_listen_chosen && config.listen.ends_with(":0"))
        address = host_of(address) + ":0";

    operations.emplace_back(probes());
    net::Wire* const wire = &wires.front();
    net::http::Handler* const handler = &operations.back();
    net::http::Limits limits;
    limits.body_bytes_max = 0;
    admin_server =
        std::make_unique<net::http::Server>(std::span(&wire, 1), std::span(&handler, 1), limits);
    const auto bound = admin_server->listen(address);
    if (bound) {
        admin_port = *bound;
        return;
    }
    admin_server.reset();
    if (config.admin_listen_chosen) throw StartError(bound.error().message);
    log.warn("no_admin_listener", {{"why", bound.error().message}});
}

void Node::Parts::stop() {
    if (std::exchange(stopped, true)) return;
    admin_key_file.reset();
    if (public_server) public_server->close();
    if (admin_server) admin_server->close();
    loops.stop();
    passwords.close();
    store->close();
    domain.stop();
    if (domain_thread.joinable()) domain_thread.join();
}

Node::Node(Config config, base::Log& log)
    : parts_(std::make_unique<Parts>(std::move(config), log)) {
    Parts& parts = *parts_;
    try {
        parts.start_domain();
        parts.listen();
        parts.introduce();
        parts.listen_admin();
        parts.admin_key_file.emplace(
            parts.config.data,
            AdminAccess{.address = admin_address(parts.config.listen, parts.port),
                        .key = parts.admin_key,
                        .process = ::getpid()});
    } catch (...) {
        parts.stop();
        throw;
    }
    parts.loops.start();
    log.info("started", {{"url", url()},
                         {"admin", admin_url()},
                         {"data", parts.config.data},
                         {"store", place_of_store(parts.config)},
                         {"node", parts.cluster.id()},
                         {"loops", parts.loops.size()},
                         {"version", PARLOR_VERSION}});
    if (!parts.config.rate_limits)
        log.warn("rate_limits_off", {{"why", "asked for; fit for load tests only"}});
}

Node::~Node() {
    parts_->stop();
}

std::string Node::url() const {
    return url_of(parts_->config.listen, parts_->port);
}

std::string Node::owner_url() const {
    return parts_->has_owner ? std::string() : url() + "#owner=" + parts_->owner_key;
}

std::string Node::admin_url() const {
    return parts_->admin_server ? url_of(parts_->config.admin_listen, parts_->admin_port)
                                : std::string();
}

void Node::drain() {
    Parts& parts = *parts_;
    parts.draining.store(true, std::memory_order_relaxed);
    parts.domain.post([&parts] { parts.chat.announce_draining(); });
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);

    // A client that polls hears of it with its next poll, which may need a new connection.
    const auto spread = close_spread(parts.sockets.sessions(), parts.config.drain_timeout);
    parts.outbox.announce_moving(kMovingDelay, spread);
    never.wait_for(lock, kMovingHeard);
    parts.public_server->stop_accepting();
    parts.sockets.close_all(spread);

    // Whoever was promised an answer gets it before the end: sessions close after what is queued for them is sent.
    const base::SteadyTime deadline = parts.clock.now() + parts.config.drain_timeout;
    while (parts.sockets.sessions() != 0 && parts.clock.now() < deadline)
        never.wait_for(lock, kDrainLook);
    if (const std::size_t left = parts.sockets.sessions(); left != 0) {
        parts.log.warn("drain_timeout", {{"sessions", left}});
    }
    parts.stop();
}

}  // namespace app
