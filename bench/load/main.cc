// loadgen: makes one kind of load on a server that already listens on 127.0.0.1, and prints one JSON object.
#include <fmt/core.h>
#include <sys/types.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "load/dialect.h"
#include "load/options.h"
#include "load/process.h"
#include "load/report.h"
#include "load/scenarios.h"

namespace {

using load::Options;
using load::Report;

void add_time(CLI::App& app, const char* name, std::chrono::milliseconds& time) {
    app.add_option_function<std::uint32_t>(
        name, [&time](const std::uint32_t& ms) { time = std::chrono::milliseconds(ms); });
}

load::Watched watched_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) throw CLI::ValidationError("--beside", "wants NAME=PID");
    return {.name = text.substr(0, equals),
            .pid = static_cast<pid_t>(std::stol(text.substr(equals + 1)))};
}

void add_options(CLI::App& app, Options& options) {
    static const std::map<std::string, load::Protocol> kProtocols = {
        {"echo", load::Protocol::echo}, {"parlor", load::Protocol::parlor}};
    static const std::map<std::string, load::Pace> kPaces = {{"delivery", load::Pace::delivery},
                                                             {"ack", load::Pace::ack}};
    const CLI::Range positive(1U, 1U << 30U);
    app.add_option("--port", options.ports, "where a server listens; again for each further one")
        ->required();
    app.add_option("--server-pid", options.server_pids,
                   "whose processor time and memory to report; again for each further one");
    app.add_option_function<std::vector<std::string>>(
        "--beside",
        [&options](const std::vector<std::string>& all) {
            for (const std::string& one : all)
                options.beside.push_back(watched_of(one));
        },
        "NAME=PID: of whom else to report processor time, with its children's");
    app.add_option("--protocol", options.protocol, "which events the server speaks")
        ->transform(CLI::CheckedTransformer(kProtocols));
    app.add_option("--pace", options.pace, "what a sender waits for")
        ->transform(CLI::CheckedTransformer(kPaces));
    app.add_option("--connections", options.connections)->check(positive);
    app.add_option("--senders", options.senders)->check(positive);
    app.add_option("--in-flight", options.in_flight, "messages of one sender")->check(positive);
    app.add_option("--text-bytes", options.text_bytes)->check(CLI::Range(8U, 60'000U));
    app.add_option("--rooms", options.rooms)->check(positive);
    app.add_option("--at-once", options.at_once, "connections being opened")->check(positive);
    app.add_option("--sources", options.sources, "client addresses")->check(CLI::Range(1U, 250U));
    app.add_option("--rate", options.rate, "messages per second in all")
        ->check(CLI::Range(0.0, 1e6));
    app.add_option("--count", options.count, "posts: end after so many; rooms: messages in all");
    app.add_option("--members", options.members, "town: of each room")->check(positive);
    app.add_option("--speakers", options.speakers, "town: of each room")->check(positive);
    app.add_option("--speaking", options.speaking, "town: on so many of the first servers");
    app.add_option("--tries", options.tries, "rooms: of each kind")->check(positive);
    add_time(app, "--warmup-ms", options.warmup);
    add_time(app, "--measure-ms", options.measure);
    add_time(app, "--rest-ms", options.rest);
    add_time(app, "--patience-ms", options.patience);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        Options options;
        std::function<Report(const Options&)> run;
        CLI::App app("Makes one kind of load on a server on 127.0.0.1.", "loadgen");
        app.require_subcommand(1);
        app.fallthrough();
        add_options(app, options);
        const auto scenario = [&](const char* name, const char* what,
                                  Report (*function)(const Options&)) {
            app.add_subcommand(name, what)->callback([&run, function] { run = function; });
        };
        scenario("fanout", "everyone in one room, as fast as messages come back", load::fanout);
        scenario("rate", "everyone in one room, at a given rate", load::rate);
        scenario("idle", "connections that only stay", load::idle);
        scenario("handshakes", "connect, be answered, leave, again", load::handshakes);
        scenario("posts", "a room per connection, every message acknowledged", load::posts);
        scenario("rooms", "a person in many rooms, one with a long past", load::rooms);
        scenario("town", "rooms with members on several servers", load::town);
        CLI11_PARSE(app, argc, argv);

        load::raise_file_limit();
        fmt::print("{}\n", run(options).json());
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        fmt::print(stderr, "loadgen: {}\n", error.what());
        return EXIT_FAILURE;
    }
}
