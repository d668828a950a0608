#include "app/config.h"

#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

#include "app/admin_wish.h"
#include "app/settings.h"

namespace app {
namespace {

constexpr std::string_view kPrefix = "PARLOR_";
constexpr std::string_view kDefaultFile = "parlor.toml";

std::string did_you_mean(std::string_view name, std::string_view before) {
    const std::string_view nearest = nearest_setting(name);
    if (nearest.empty()) return " `parlor --help` lists all settings.";
    return " Did you mean " + std::string(before) + std::string(nearest) + "?";
}

/// A value as it may be shown and logged: without who is let in and by which password, whatever is wrong with the rest.
std::string shown(std::string_view value) {
    std::string text(value);
    if (const std::size_t at = text.rfind('@'); at != std::string::npos) {
        const std::size_t scheme = text.find("://");
        const std::size_t from = scheme < at ? scheme + std::string_view("://").size() : 0;
        text.replace(from, at - from, "***");
    }
    if (const std::size_t parameters = text.find('?'); parameters != std::string::npos) {
        text.replace(parameters + 1, std::string::npos, "***");
    }
    return text;
}

/// where  "--listen", "PARLOR_LISTEN", "listen in parlor.toml"
void apply(Config& config, const Setting& setting, std::string_view value,
           const std::string& where) {
    try {
        setting.set(config, value);
    } catch (const StartError& error) {
        throw StartError(where + " " + error.what() + ", but is \"" + shown(value) + "\".");
    }
}

std::string value_text(const toml::node& node, const std::string& where) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (const auto* array = node.as_array()) {
        std::string items;
        for (const toml::node& item : *array) {
            if (!item.is_string()) throw StartError(where + " must be a list of texts.");
            items += (items.empty() ? "" : ",") + item.as_string()->get();
        }
        return items;
    }
    throw StartError(where + " must be a text, a number, true, false or a list of texts.");
}

void read_file(Config& config, const std::string& path) {
    toml::table table;
    try {
        table = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        if (!std::filesystem::exists(path)) {
            throw StartError("The configuration file " + path +
                             " does not exist. Create it, or leave --config out.");
        }
        throw StartError("The configuration file " + path + " is no TOML at line " +
                         std::to_string(begin.line) + ": " + std::string(error.description()) +
                         ".");
    }
    for (const auto& [key, node] : table) {
        const std::string_view name = key.str();
        const std::string where = std::string(name) + " in " + path;
        const Setting* const setting = find_setting(name);
        if (setting == nullptr) {
            throw StartError("Unknown setting " + where + "." + did_you_mean(name, ""));
        }
        apply(config, *setting, value_text(node, where), where);
    }
}

std::optional<std::string> environment_value(Environment environment, std::string_view name) {
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry(*environment);
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
            return std::string(entry.substr(name.size() + 1));
        }
    }
    return std::nullopt;
}

void read_environment(Config& config, Environment environment) {
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry(*environment);
        if (!entry.starts_with(kPrefix)) continue;
        const auto equals = entry.find('=');
        const std::string_view variable = entry.substr(0, equals);
        if (variable == "PARLOR_CONFIG") continue;
        const auto all = settings();
        const auto setting = std::ranges::find_if(all, [&](const Setting& candidate) {
            return environment_name(candidate.name) == variable;
        });
        if (setting == all.end()) {
            std::string name(variable.substr(kPrefix.size()));
            std::ranges::transform(name, name.begin(), [](char c) {
                return c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            });
            // Other programs may have variables of that prefix; only what looks like a slip is refused.
            const std::string_view nearest = nearest_setting(name);
            if (nearest.empty()) continue;
            throw StartError("Unknown setting " + std::string(variable) +
                             " in the environment. Did you mean " + environment_name(nearest) +
                             "?");
        }
        apply(config, *setting,
              equals == std::string_view::npos ? std::string_view() : entry.substr(equals + 1),
              std::string(variable));
    }
}

// What CLI11 found on the command line: the texts of the flags that were given.
struct Flags {
    std::string config;
    std::map<std::string_view, std::string> values;
    bool no_rate_limits = false;
};

void add_flags(CLI::App& cli, Flags& flags) {
    cli.add_option("--config", flags.config,
                   "Configuration file (TOML); parlor.toml here is read when it exists.");
    for (const Setting& setting : settings()) {
        const std::string flag = "--" + std::string(setting.name);
        cli.add_option(flag, flags.values[setting.name], std::string(setting.help));
    }
    cli.add_flag("--no-rate-limits", flags.no_rate_limits,
                 "The same as --rate-limits false; for load tests only.");
}

CLI::App* add_copying(CLI::App& cli, Command& command, const std::string& verb) {
    CLI::App* const copying = cli.add_subcommand(verb);
    copying->fallthrough();
    copying->add_option("FILE", command.file);
    copying->add_flag("--force", command.is_forced);
    return copying;
}

}  // namespace

Command read_command(int argc, const char* const* argv, Environment environment) {
    CLI::App cli("Parlor");
    cli.set_help_flag();
    Flags flags;
    bool help = false;
    bool version = false;
    Command command;
    cli.add_flag("-h,--help", help);
    cli.add_flag("--version", version);
    add_flags(cli, flags);
    CLI::App* const serve = cli.add_subcommand("serve");
    serve->fallthrough();
    CLI::App* const backup = add_copying(cli, command, "backup");
    CLI::App* const restore = add_copying(cli, command, "restore");
    CLI::App* const migrate = cli.add_subcommand("migrate-store");
    migrate->fallthrough();
    migrate->add_option("--from", command.from);
    migrate->add_option("--to", command.to);
    CLI::App* const drain = cli.add_subcommand("drain");
    drain->fallthrough();
    CLI::App* const status = cli.add_subcommand("status");
    status->fallthrough();
    CLI::App* const admin = add_admin(cli, command.admin);
    cli.require_subcommand(0, 1);
    cli.allow_extras();

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        throw StartError(std::string(error.what()) + ". `parlor --help` lists all flags.");
    }
    if (help) {
        command.verb = Command::Verb::help;
        return command;
    }
    if (version) {
        command.verb = Command::Verb::version;
        return command;
    }
    if (const auto extras = cli.remaining(true); !extras.empty()) {
        const std::string& extra = extras.front();
        if (extra.starts_with("--")) {
            const std::string name = extra.substr(2, extra.find('=') - 2);
            throw StartError("Unknown flag --" + name + "." + did_you_mean(name, "--"));
        }
        throw StartError(
            "Unknown command \"" + extra +
            "\". The commands are: serve, backup, restore, migrate-store, drain, status, admin. "
            "`parlor --help` tells more.");
    }
    if (*backup) command.verb = Command::Verb::backup;
    if (*restore) command.verb = Command::Verb::restore;
    if (*migrate) command.verb = Command::Verb::migrate_store;
    if (*drain) command.verb = Command::Verb::drain;
    if (*status) {
        command.verb = Command::Verb::admin;
        command.admin.verb = AdminWish::Verb::figures;
    }
    if (*admin) {
        command.verb = Command::Verb::admin;
        check_admin(command.admin);
    }
    const bool is_copying = *backup || *restore;
    if (is_copying && command.file.empty()) {
        throw StartError(*backup ? "Name the file that shall be the backup: parlor backup FILE."
                                 : "Name the backup: parlor restore FILE.");
    }

    Config& config = command.config;
    std::string file = flags.config;
    if (file.empty()) file = environment_value(environment, "PARLOR_CONFIG").value_or("");
    if (file.empty() && std::filesystem::exists(kDefaultFile)) file = kDefaultFile;
    if (!file.empty()) read_file(config, file);
    read_environment(config, environment);
    for (const Setting& setting : settings()) {
        const std::string flag = "--" + std::string(setting.name);
        if (cli.count(flag) == 0) continue;
        apply(config, setting, flags.values[setting.name], flag);
    }
    if (flags.no_rate_limits) config.rate_limits = false;
    return command;
}

std::string help_text() {
    std::string text = R"(Parlor: a real-time chat server with its web client built in.

Usage:
  parlor [serve] [--flag value ...]   serve until SIGTERM or Ctrl+C
  parlor backup [--force] FILE        copy all data into one file, while a server runs or while none does;
                                      --force: replace the file that is there
  parlor restore [--force] FILE       put a backup into a data directory without a running server;
                                      --force: also where there is data; the old is kept beside it
  parlor migrate-store --from sqlite --to postgres://...
                                      copy all data from the directory in --data into an empty PostgreSQL database,
                                      or with the ends exchanged back into a directory without one; no server may run
                                      with either. An end that is left out is the configured store
  parlor drain                        end the server that runs with the data in --data, politely: its people
                                      go to other nodes, or come back when it is started again
  parlor status                       how the server that runs with the data in --data is: people, rooms, messages, and
                                      every node of its cluster
  parlor admin VERB                   what people in charge do, to the server that runs with the data in --data:
      people [QUERY]                  everybody with an account, or those whose names begin so
      role NAME ROLE                  make somebody a member, moderator or admin
      suspend NAME [--until DAY] [--reason TEXT]
                                      they may not come in: until that day begins, in UTC, or until reinstated
      reinstate NAME                  they may come in again
      sessions end NAME               sign them out everywhere
      settings [--registration open|invite|closed|configured] [--guests on|off|configured]
                                      show or change what holds, whatever the configuration says
      invite [--uses N] [--days N]    make an invite, for one person and seven days
      import FILE --host NAME [--name ROOM]
                                      put a room that was exported (JSON Lines) here as a private room with that
                                      account as its host
      rooms [QUERY]                   public rooms, or those with that in their name
      bans                            addresses from which nobody comes in
      ban NETWORK [--until DAY] [--reason TEXT]
                                      an address, or a network like 192.0.2.0/24 or 2001:db8::/32
      unban NETWORK                   people may come in from there again
      audit                           who in charge did what, the newest first
      figures                         how many people, rooms, messages
  parlor --help                       this page
  parlor --version

Start it, open the address it prints, enter a nickname, talk. Everything is kept in one directory (--data);
an answer to a sender means that the message is on the disk.

Settings. Each can stand in a TOML file (parlor.toml here, or --config FILE) as `name = value`, in the
environment as PARLOR_NAME, or on the command line as --name; the later in this order wins.

)";
    const Config defaults;
    for (const Setting& setting : settings()) {
        std::string head = "  --" + std::string(setting.name);
        head += " " + std::string(setting.value_hint.empty() ? "true|false" : setting.value_hint);
        text += head + "\n      " + std::string(setting.help);
        if (const std::string value = setting.get(defaults); !value.empty())
            text += " [" + value + "]";
        text += "\n";
    }
    text += R"(  --no-rate-limits
      The same as --rate-limits false; for load tests only.
  --config FILE
      In the environment: PARLOR_CONFIG.

Examples:
  parlor                                              serve on http://127.0.0.1:8080 with ./parlor-data
  parlor serve --listen 0.0.0.0:80 --data /var/lib/parlor
  PARLOR_LOG_LEVEL=debug parlor
  parlor backup --data /var/lib/parlor /mnt/backups/parlor-monday.db
  parlor restore --data /var/lib/parlor /mnt/backups/parlor-monday.db
  parlor migrate-store --data /var/lib/parlor --from sqlite --to postgres://parlor@db.example/parlor
  parlor admin --data /var/lib/parlor role ada admin
)";
    return text;
}

}  // namespace app
