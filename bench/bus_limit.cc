// bus_limit: what the bus alone can do on this machine: messages through a NATS server from one connection to others, nothing
// else a node needs. Prints one JSON object, as loadgen does.
#include <fmt/core.h>
#include <nats/nats.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "cluster/nats/handles.h"
#include "load/latency.h"
#include "load/options.h"
#include "load/report.h"
#include "load/window.h"

namespace {

using load::SteadyClock;

constexpr const char* kSubject = "bench.room";

struct Wishes {
    std::string url;
    double rate = 1000;  ///< messages a second; 0: as many as go
    std::uint32_t bytes = 352;
    std::uint32_t listeners = 1;
};

void check(natsStatus status) {
    if (status != NATS_OK) throw std::runtime_error(natsStatus_GetText(status));
}

/// As a node has it: one thread hands over what came, and what is said waits a moment for more.
cluster::Connection connect(const std::string& url) {
    natsOptions* made = nullptr;
    check(natsOptions_Create(&made));
    const cluster::Options options(made);
    check(natsOptions_SetURL(made, url.c_str()));
    check(natsOptions_SetNoEcho(made, true));
    check(natsOptions_UseGlobalMessageDelivery(made, true));
    natsConnection* connection = nullptr;
    check(natsConnection_Connect(&connection, made));
    return cluster::Connection(connection);
}

class Hearing {
public:
    static void on_message(natsConnection* /*connection*/, natsSubscription* /*subscription*/,
                           natsMsg* message, void* closure) {
        const cluster::Message owner(message);
        auto& self = *static_cast<Hearing*>(closure);
        SteadyClock::time_point sent;
        std::memcpy(&sent, natsMsg_GetData(message), sizeof sent);
        self.heard_.fetch_add(1, std::memory_order_relaxed);
        if (!self.is_measuring_.load(std::memory_order_relaxed)) return;
        const std::lock_guard lock(self.mutex_);
        self.latencies_.add(SteadyClock::now() - sent);
    }

    void measure(bool is_measuring) { is_measuring_ = is_measuring; }
    [[nodiscard]] std::uint64_t heard() const { return heard_; }
    load::Latencies& latencies() { return latencies_; }

private:
    std::atomic<bool> is_measuring_{false};
    std::atomic<std::uint64_t> heard_{0};
    std::mutex mutex_;
    load::Latencies latencies_;
};

load::Report run(const Wishes& wishes, const load::Options& options) {
    const cluster::Connection speaker = connect(wishes.url);
    Hearing hearing;
    std::vector<cluster::Connection> listeners;
    std::vector<cluster::Subscription> subscriptions;
    for (std::uint32_t listener = 0; listener < wishes.listeners; ++listener) {
        listeners.push_back(connect(wishes.url));
        natsSubscription* made = nullptr;
        check(natsConnection_Subscribe(&made, listeners.back().get(), kSubject,
                                       &Hearing::on_message, &hearing));
        subscriptions.emplace_back(made);
        // What waits is the server's matter: nothing is dropped here.
        check(natsSubscription_SetPendingLimits(made, -1, -1));
        check(natsConnection_Flush(listeners.back().get()));
    }
    std::string octets(wishes.bytes, 'x');
    const auto began = SteadyClock::now();
    const auto opens = began + options.warmup;
    const auto closes = opens + options.measure;
    load::Window window(options);
    bool is_measuring = false;
    std::uint64_t sent = 0;
    std::uint64_t sent_before = 0;
    for (auto now = began; now < closes; now = SteadyClock::now()) {
        if (!is_measuring && now >= opens) {
            is_measuring = true;
            sent_before = sent;
            hearing.measure(true);
            window.open();
            fmt::print(stderr, "measuring\n");
        }
        if (wishes.rate > 0) {
            const auto due =
                began + std::chrono::duration_cast<SteadyClock::duration>(
                            std::chrono::duration<double>(static_cast<double>(sent) / wishes.rate));
            std::this_thread::sleep_until(due);  // allow(sleep): it is the pace of the load
        }
        const auto moment = SteadyClock::now();
        std::memcpy(octets.data(), &moment, sizeof moment);
        check(natsConnection_Publish(speaker.get(), kSubject, octets.data(),
                                     static_cast<int>(octets.size())));
        ++sent;
    }
    window.close();
    fmt::print(stderr, "measured\n");
    hearing.measure(false);
    const std::uint64_t measured = sent - sent_before;
    check(natsConnection_FlushTimeout(speaker.get(), options.patience.count()));
    for (const auto& listener : listeners)
        check(natsConnection_FlushTimeout(listener.get(), options.patience.count()));
    const std::uint64_t due = sent * wishes.listeners;
    const auto deadline = SteadyClock::now() + options.patience;
    while (hearing.heard() < due && SteadyClock::now() < deadline)
        std::this_thread::yield();

    load::Report report;
    window.report(report, measured, "bus_messages");
    report.add("there_p50_ms", hearing.latencies().percentile_ms(0.5));
    report.add("there_p99_ms", hearing.latencies().percentile_ms(0.99));
    report.add("missing", due - hearing.heard());
    return report;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        Wishes wishes;
        load::Options options;
        std::uint32_t warmup_ms = 1000;
        std::uint32_t measure_ms = 3000;
        pid_t server = 0;
        CLI::App app("Sends messages through a NATS server, and times them.", "bus_limit");
        app.add_option("--url", wishes.url, "of the server")->required();
        app.add_option("--server-pid", server, "whose processor time to report");
        app.add_option("--rate", wishes.rate, "messages a second; 0: as many as go");
        app.add_option("--bytes", wishes.bytes)->check(CLI::Range(8U, 1'000'000U));
        app.add_option("--listeners", wishes.listeners)->check(CLI::Range(1U, 100U));
        app.add_option("--warmup-ms", warmup_ms);
        app.add_option("--measure-ms", measure_ms);
        CLI11_PARSE(app, argc, argv);
        options.warmup = std::chrono::milliseconds(warmup_ms);
        options.measure = std::chrono::milliseconds(measure_ms);
        options.patience = std::chrono::seconds(20);
        if (server != 0) options.beside.push_back({.name = "nats", .pid = server});
        fmt::print("{}\n", run(wishes, options).json());
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        fmt::print(stderr, "bus_limit: {}\n", error.what());
        return EXIT_FAILURE;
    }
}
