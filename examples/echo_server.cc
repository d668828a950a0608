/// echo_server: gives back what it gets, as Socket.IO and as bare Engine.IO, on the public headers alone.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>

#include "engineio/owners.h"
#include "engineio/server.h"
#include "engineio/sid.h"
#include "engineio/standalone.h"
#include "socketio/server.h"

/// The nodes named by --peer.
struct Peers final : engineio::Owners {
    std::optional<std::string> address_of(std::string_view node) const override {
        const auto found = addresses.find(node);
        return found == addresses.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<std::string, std::string, std::less<>> addresses;
};

struct Echo final : engineio::Application {
    explicit Echo(engineio::Session& its) : session(its) {}
    void on_message(engineio::MessageKind kind, std::string_view data) override {
        session.send(kind, data);
    }
    void on_closed(engineio::CloseReason) override {}
    engineio::Session& session;
};

void serve(socketio::Server& io) {
    for (const char* name : {"/", "/custom"})
        io.of(name).on_connecting([](socketio::Handshake handshake, socketio::Admission admission) {
            if (auto* socket = admission.accept())
                socket->emit("auth", {std::move(handshake.auth)});
        });
    auto& main = io.of("/");
    main.on_event("message", [](socketio::Socket& socket, socketio::Event& event) {
        socket.emit("message-back", event.args, event.attachments);
    });
    main.on_event("message-with-ack", [](socketio::Socket&, socketio::Event& event) {
        event.ack.answer_all(event.args, event.attachments);
    });
    main.on_event("chat message", [&](socketio::Socket&, socketio::Event& event) {
        io.broadcast(main, "",
                     socketio::encode_event("/", event.name, event.args, event.attachments));
    });
    main.on_event("join", [](socketio::Socket& socket, socketio::Event& event) {
        if (!event.args.empty() && event.args[0].is_string())
            socket.join(event.args[0].get_string());
    });
    main.on_event("room message", [&](socketio::Socket&, socketio::Event& event) {
        if (event.args.size() < 2 || !event.args[0].is_string()) return;
        const std::string room(event.args[0].get_string());
        if (room.empty()) return;  // would be everyone
        event.args.erase(event.args.begin());
        io.broadcast(main, room, socketio::encode_event("/", event.name, event.args));
    });
}

int main(int argc, char** argv) {
    unsigned port = 3000, loops = 0;
    socketio::Options options;
    options.engine.allowed_origins = {"*"};
    CLI::App cli("Gives back what it gets: Socket.IO at /socket.io/, Engine.IO at /engine.io/");
    cli.add_option("--port", port, "0 for any free one")->check(CLI::Range(0, 65535));
    cli.add_option("--loops", loops, "Event loops, 0 for one per core")->check(CLI::Range(0, 256));
    cli.add_option("--max-payload-bytes", options.engine.payload_bytes_max);
    const auto time = [&cli](const char* name, std::chrono::milliseconds& value) {
        cli.add_option_function<int>(name, [&](int ms) { value = std::chrono::milliseconds(ms); });
    };
    time("--ping-interval-ms", options.engine.ping_interval);
    time("--ping-timeout-ms", options.engine.ping_timeout);
    time("--connect-timeout-ms", options.connect_timeout);
    Peers peers;
    cli.add_option("--node", options.engine.node, "This server's name among several")
        ->check(CLI::Validator([](auto& name) { return engineio::is_node_name(name) ? "" : "no"; },
                               "1 to 32 of a-z, 0-9 and -"));
    cli.add_option_function<std::vector<std::string>>(
        "--peer",
        [&](const auto& texts) {
            for (const std::string& text : texts)
                peers.addresses[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
        },
        "Another server behind the same balancer, as b=127.0.0.1:3001; may be repeated");
    CLI11_PARSE(cli, argc, argv);

    engineio::Standalone host(loops);
    socketio::Server io(host.wires(), options, host.random(), host.metrics(), &peers);
    serve(io);
    host.mount(io);
    options.engine.path = "/engine.io/";
    engineio::Server bare(
        host.wires(), options.engine, host.random(), host.metrics(),
        [](auto, auto& session) { return std::make_unique<Echo>(session); }, &peers);
    host.mount(bare);

    const auto bound = host.listen("127.0.0.1:" + std::to_string(port));
    if (!bound) return std::fputs((bound.error().message + "\n").c_str(), stderr), 1;
    std::printf("listening on http://127.0.0.1:%u\n", *bound);
    std::fflush(stdout);
    host.run();
}
