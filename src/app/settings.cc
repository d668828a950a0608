#include "app/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <vector>

#include "base/network.h"

namespace app {
namespace {

std::uint64_t whole_number(std::string_view text, std::uint64_t min, std::uint64_t max) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < min || value > max) {
        throw StartError("must be a whole number from " + std::to_string(min) + " to " +
                         std::to_string(max));
    }
    return value;
}

bool on_or_off(std::string_view text) {
    if (text == "true" || text == "on" || text == "yes" || text == "1") return true;
    if (text == "false" || text == "off" || text == "no" || text == "0") return false;
    throw StartError("must be true or false");
}

std::string text_of(bool value) {
    return value ? "true" : "false";
}

std::string not_empty(std::string_view text) {
    if (text.empty()) throw StartError("must not be empty");
    return std::string(text);
}

std::string store(std::string_view text) {
    const bool is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if (text == "sqlite" || is_url) return std::string(text);
    throw StartError(
        "must be sqlite, or the URL of a database as postgres://parlor@db.example/parlor");
}

std::string bus(std::string_view text) {
    const bool is_url = text.starts_with("nats://") || text.starts_with("tls://");
    if (text == "none" || is_url) return std::string(text);
    throw StartError("must be none, or URLs of NATS servers as nats://bus.example:4222");
}

std::vector<std::string> list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view item = text.substr(0, comma);
        while (item.starts_with(' '))
            item.remove_prefix(1);
        while (item.ends_with(' '))
            item.remove_suffix(1);
        if (!item.empty()) items.emplace_back(item);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return items;
}

std::vector<base::Network> networks(std::string_view text) {
    std::vector<base::Network> all;
    for (const std::string& item : list(text)) {
        const std::optional<base::Network> network = base::Network::from(item);
        if (!network) {
            throw StartError("must be addresses or networks like 127.0.0.1,10.0.0.0/8, and \"" +
                             item + "\" is none");
        }
        all.push_back(*network);
    }
    return all;
}

std::string joined(const std::vector<base::Network>& networks) {
    std::string text;
    for (const base::Network& network : networks)
        text += (text.empty() ? "" : ",") + network.text();
    return text;
}

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items)
        text += (text.empty() ? "" : ",") + item;
    return text;
}

constexpr std::array<std::pair<std::string_view, base::LogLevel>, 5> kLogLevels = {
    {{"debug", base::LogLevel::debug},
     {"info", base::LogLevel::info},
     {"warn", base::LogLevel::warn},
     {"error", base::LogLevel::error},
     {"off", base::LogLevel::off}}};

base::LogLevel log_level(std::string_view text) {
    for (const auto& [name, level] : kLogLevels) {
        if (name == text) return level;
    }
    throw StartError("must be debug, info, warn, error or off");
}

std::string text_of(base::LogLevel level) {
    return std::string(
        std::ranges::find(kLogLevels, level, &std::pair<std::string_view, base::LogLevel>::second)
            ->first);
}

constexpr std::array<std::pair<std::string_view, chat::Registration>, 3> kRegistrations = {
    {{"open", chat::Registration::open},
     {"invite", chat::Registration::invite},
     {"closed", chat::Registration::closed}}};

chat::Registration registration(std::string_view text) {
    for (const auto& [name, registration] : kRegistrations) {
        if (name == text) return registration;
    }
    throw StartError("must be open, invite or closed");
}

std::string text_of(chat::Registration registration) {
    return std::string(std::ranges::find(kRegistrations, registration,
                                         &std::pair<std::string_view, chat::Registration>::second)
                           ->first);
}

template <auto Member, std::uint64_t Min, std::uint64_t Max>
constexpr Setting number(std::string_view name, std::string_view help) {
    return {name, "N", help,
            [](Config& c, std::string_view t) { c.*Member = whole_number(t, Min, Max); },
            [](const Config& c) { return std::to_string(c.*Member); }};
}

template <auto Member, std::uint64_t Min, std::uint64_t Max>
constexpr Setting milliseconds(std::string_view name, std::string_view help) {
    return {name, "MS", help,
            [](Config& c, std::string_view t) {
                c.*Member = std::chrono::milliseconds(whole_number(t, Min, Max));
            },
            [](const Config& c) { return std::to_string((c.*Member).count()); }};
}

template <auto Member>
constexpr Setting text(std::string_view name, std::string_view hint, std::string_view help) {
    return {name, hint, help, [](Config& c, std::string_view t) { c.*Member = not_empty(t); },
            [](const Config& c) { return c.*Member; }};
}

template <auto Member>
constexpr Setting flag(std::string_view name, std::string_view help) {
    return {name, "", help, [](Config& c, std::string_view t) { c.*Member = on_or_off(t); },
            [](const Config& c) { return text_of(c.*Member); }};
}

template <auto Member>
constexpr Setting any_text(std::string_view name, std::string_view hint, std::string_view help) {
    return {name, hint, help, [](Config& c, std::string_view t) { c.*Member = std::string(t); },
            [](const Config& c) { return c.*Member; }};
}

constexpr std::uint64_t kHour = 3'600'000;

constexpr std::array kSettings = {
    text<&Config::listen>(
        "listen", "ADDRESS:PORT",
        "Where people connect. 0.0.0.0:8080 for the whole network; port 0 for any free one."),
    Setting{"admin-listen", "ADDRESS:PORT",
            "Where /metrics, /healthz and /readyz are answered; \"off\" for nowhere.",
            [](Config& c, std::string_view t) {
                c.admin_listen = not_empty(t);
                c.admin_listen_chosen = true;
            },
            [](const Config& c) { return c.admin_listen; }},
    text<&Config::data>("data", "DIR", "Directory of the database; made when it is missing."),
    Setting{"store", "URL",
            "Where everything is kept: sqlite, in the data directory; or a PostgreSQL database, "
            "postgres://user:password@host/database, which many nodes share.",
            [](Config& c, std::string_view t) { c.store = store(t); },
            [](const Config& c) { return c.store; }},
    Setting{"bus", "URL",
            "How the nodes of a cluster hear each other: none, for one node; or NATS servers, "
            "nats://host:4222, several with commas.",
            [](Config& c, std::string_view t) { c.bus = bus(t); },
            [](const Config& c) { return c.bus; }},
    text<&Config::bus_prefix>(
        "bus-prefix", "WORD",
        "What the subjects on the bus begin with; another for each cluster on the same servers."),
    any_text<&Config::bus_credentials>("bus-credentials", "FILE",
                                       "Credentials for the NATS servers (a .creds file)."),
    any_text<&Config::bus_ca>("bus-ca", "FILE",
                              "Certificate authorities that NATS servers are believed by (PEM)."),
    any_text<&Config::node_name>("node-name", "TEXT",
                                 "What people in charge see this node called; left out: the "
                                 "machine's name."),
    any_text<&Config::node_address>(
        "node-address", "IP:PORT",
        "Where other nodes reach this one's public listener; left out: found out."),
    text<&Config::name>("name", "TEXT", "What this server calls itself on the join screen."),
    Setting{
        "registration", "WHO",
        "Who may make an account: open for everybody, invite for those with an invite, or closed.",
        [](Config& c, std::string_view t) { c.registration = registration(t); },
        [](const Config& c) { return text_of(c.registration); }},
    flag<&Config::guests>(
        "guests", "People come in with a nickname alone; false: only those with an account."),
    Setting{"allowed-origins", "LIST",
            "Pages of other hosts that may connect, as https://example.org,https://example.net; * "
            "for all.",
            [](Config& c, std::string_view t) { c.allowed_origins = list(t); },
            [](const Config& c) { return joined(c.allowed_origins); }},
    Setting{"trusted-proxies", "LIST",
            "Addresses or networks of reverse proxies, as 127.0.0.1,10.0.0.0/8: people have the "
            "addresses that these name in X-Forwarded-For.",
            [](Config& c, std::string_view t) { c.trusted_proxies = networks(t); },
            [](const Config& c) { return joined(c.trusted_proxies); }},
    flag<&Config::rate_limits>("rate-limits",
                               "Limits on how fast a person, a connection and an address may ask."),
    number<&Config::loops, 0, 256>("loops", "Event loops, each on a thread; 0 for one per core."),
    number<&Config::connections_max, 0, 10'000'000>(
        "connections-max", "Connections at once; 0 for what the open-file limit allows."),
    number<&Config::payload_bytes_max, 1'000, 100'000'000>(
        "payload-bytes-max", "The largest thing a client may send at once."),
    number<&Config::send_queue_bytes_max, 65'536, 1'000'000'000>(
        "send-queue-bytes-max", "Unsent bytes for one slow reader before it is closed."),
    number<&Config::text_characters_max, 1, 100'000>("text-characters-max",
                                                     "The longest message, in characters."),
    milliseconds<&Config::ping_interval, 100, kHour>(
        "ping-interval-ms", "How often a connection is asked whether it lives."),
    milliseconds<&Config::ping_timeout, 100, kHour>("ping-timeout-ms",
                                                    "How long the answer may take."),
    milliseconds<&Config::leave_grace, 0, kHour>("leave-grace-ms",
                                                 "A person back within this time has never left."),
    milliseconds<&Config::drain_timeout, 0, kHour>(
        "drain-timeout-ms", "How long a stopping server waits for what is on its way."),
    flag<&Config::websocket_compression>("websocket-compression",
                                         "permessage-deflate: less traffic, more processor time."),
    Setting{"log-level", "LEVEL", "debug, info, warn, error or off.",
            [](Config& c, std::string_view t) { c.log_level = log_level(t); },
            [](const Config& c) { return text_of(c.log_level); }},
};

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::span<const Setting> settings() {
    return kSettings;
}

const Setting* find_setting(std::string_view name) {
    const auto found = std::ranges::find(kSettings, name, &Setting::name);
    return found == kSettings.end() ? nullptr : &*found;
}

std::string_view nearest_setting(std::string_view name) {
    std::string_view nearest;
    std::size_t best = std::max<std::size_t>(3, name.size() / 2);
    for (const Setting& setting : kSettings) {
        const std::size_t distance = edit_distance(name, setting.name);
        if (distance < best) {
            best = distance;
            nearest = setting.name;
        }
    }
    return nearest;
}

std::string environment_name(std::string_view name) {
    std::string text = "PARLOR_";
    for (const char c : name) {
        text += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return text;
}

}  // namespace app
