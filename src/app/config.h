/// Config: every setting of the server, from its one table: file, environment and flags use the same names.
///
/// Thread:     main. A value.
/// Invariant:  later sources win: defaults, the TOML file, the environment, flags.
/// Elsewhere:  the table is settings.cc; docs/configuration.md is checked against it by a test.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/admin_wish.h"
#include "base/log.h"
#include "base/network.h"
#include "chat/accounts.h"

namespace app {

/// Why the server does not start: one sentence a person can act on. Ends the process with code 1.
class StartError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Config {
    std::string listen = "127.0.0.1:8080";
    std::string admin_listen = "127.0.0.1:8081";
    std::string data = "parlor-data";
    std::string store = "sqlite";  ///< or the URL of a PostgreSQL database
    std::string bus = "none";      ///< or URLs of NATS servers
    std::string bus_prefix = "parlor";
    std::string bus_credentials;  ///< a file; empty: none
    std::string bus_ca;           ///< a file; empty: what the system trusts
    std::string node_name;        ///< empty: the machine's
    std::string node_address;     ///< empty: found out
    std::string name = "Parlor";
    std::uint64_t loops = 0;  ///< 0: one for each core
    base::LogLevel log_level = base::LogLevel::info;
    bool rate_limits = true;
    std::vector<std::string> allowed_origins;
    std::vector<base::Network> trusted_proxies;
    chat::Registration registration = chat::Registration::open;
    bool guests = true;
    bool websocket_compression = false;
    std::uint64_t connections_max = 0;  ///< 0: what the open-file limit allows
    std::uint64_t payload_bytes_max = 1'000'000;
    std::uint64_t send_queue_bytes_max = 1'048'576;
    std::uint64_t text_characters_max = 4000;
    std::chrono::milliseconds ping_interval{25'000};
    std::chrono::milliseconds ping_timeout{20'000};
    std::chrono::milliseconds leave_grace{5'000};
    std::chrono::milliseconds drain_timeout{10'000};

    /// Somebody chose the admin address, so a port in use there is an error and not a warning.
    bool admin_listen_chosen = false;
};

/// What the command line asks for.
struct Command {
    enum class Verb : std::uint8_t {
        serve,
        backup,
        restore,
        migrate_store,
        drain,
        admin,
        help,
        version
    };
    Verb verb = Verb::serve;
    Config config;
    std::string file;        ///< of `backup` and `restore`
    bool is_forced = false;  ///< what is in their way is replaced
    std::string from;        ///< of `migrate-store`; empty: the configured store
    std::string to;          ///< the same
    AdminWish admin;         ///< of `admin`
};

/// One variable of the environment after the other, as `NAME=value`; null at the end.
using Environment = const char* const*;

/// Reads flags, environment and file.
///
/// errors  StartError names what is wrong, where it stands, and the nearest known name
Command read_command(int argc, const char* const* argv, Environment environment);

/// What `parlor --help` prints.
std::string help_text();

}  // namespace app
