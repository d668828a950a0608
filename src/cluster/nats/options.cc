#include "cluster/nats/options.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <utility>

#include "base/check.h"
#include "cluster/nats/subjects.h"

namespace cluster {
namespace {

constexpr int kPingsUnansweredMax = 2;

std::vector<std::string> servers_of(std::string_view urls) {
    std::vector<std::string> servers;
    while (!urls.empty()) {
        const std::size_t comma = urls.find(',');
        std::string_view one = urls.substr(0, comma);
        urls.remove_prefix(comma == std::string_view::npos ? urls.size() : comma + 1);
        while (one.starts_with(' '))
            one.remove_prefix(1);
        while (one.ends_with(' ') || one.ends_with('/'))
            one.remove_suffix(1);
        if (!one.empty()) servers.emplace_back(one);
    }
    return servers;
}

/// What stands behind the scheme and whoever asks.
std::string_view place_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    const std::size_t user = url.rfind('@');
    if (user != std::string_view::npos) url.remove_prefix(user + 1);
    return url;
}

bool is_tls(std::string_view url) {
    return url.starts_with("tls://");
}

bool is_readable(const std::string& path) {
    return std::ifstream(path).good();
}

/// What is wrong with what a person wrote; empty: nothing.
std::string problem_of(const NatsSettings& settings, const std::vector<std::string>& servers) {
    if (servers.empty()) return "the bus needs the address of a NATS server: nats://host:4222";
    for (const std::string& server : servers) {
        const std::string place(place_of(server));
        if (!server.starts_with("nats://") && !is_tls(server)) {
            return "'" + place +
                   "' is no address of a NATS server: write nats://host:4222 or tls://host:4222";
        }
        if (place.empty() || place.starts_with(':')) {
            return "an address of a NATS server has no host: write nats://host:4222";
        }
        if (is_tls(server) != is_tls(servers.front())) {
            return "the NATS servers are reached all with tls:// or all with nats://";
        }
    }
    if (!Subjects::is_prefix(settings.subject_prefix)) {
        return "'" + settings.subject_prefix +
               "' cannot begin the bus's subjects: letters, digits, - and _, with dots between, at "
               "most 64";
    }
    if (!settings.ca_file.empty() && !is_tls(servers.front())) {
        return "a file of trusted authorities is for NATS servers with tls://";
    }
    for (const std::string* file : {&settings.credentials_file, &settings.ca_file}) {
        if (!file->empty() && !is_readable(*file)) return "'" + *file + "' cannot be read";
    }
    return {};
}

/// Sets what cannot fail but for want of memory.
class Setter {
public:
    explicit Setter(natsOptions* options) : options_(options) {}

    template <typename Set, typename... Values>
    Setter& set(Set function, Values... values) {
        const natsStatus status = function(options_, values...);
        CHECK(status == NATS_OK);
        return *this;
    }

private:
    natsOptions* options_;
};

int bounded(std::size_t count) {
    return static_cast<int>(std::min<std::size_t>(count, std::numeric_limits<int>::max()));
}

}  // namespace

base::Result<Options, std::string> make_options(const NatsSettings& settings,
                                                const chat::NodeId& id) {
    const std::vector<std::string> servers = servers_of(settings.url);
    if (std::string problem = problem_of(settings, servers); !problem.empty()) {
        return base::fail(std::move(problem));
    }
    natsOptions* made = nullptr;
    const natsStatus status = natsOptions_Create(&made);
    CHECK(status == NATS_OK);
    Options options(made);
    std::vector<const char*> addresses;
    addresses.reserve(servers.size());
    for (const std::string& server : servers)
        addresses.push_back(server.c_str());
    if (natsOptions_SetServers(made, addresses.data(), bounded(addresses.size())) != NATS_OK) {
        return base::fail("'" + public_names_of(settings.url) +
                          "' is no address of a NATS server: write nats://host:4222");
    }
    const NatsLimits& limits = settings.limits;
    const std::string name = "parlor " + id.value();
    Setter(made)
        .set(natsOptions_SetName, name.c_str())
        .set(natsOptions_SetNoEcho, true)
        .set(natsOptions_SetTimeout, limits.connect_timeout.count())
        .set(natsOptions_SetWriteDeadline, limits.write_timeout.count())
        .set(natsOptions_SetPingInterval, limits.ping_interval.count())
        .set(natsOptions_SetMaxPingsOut, kPingsUnansweredMax)
        // The link connects again itself: what is lost meanwhile must not come late, and a server that refuses us twice
        // may be told to let us in.
        .set(natsOptions_SetAllowReconnect, false)
        // One thread hands over what came for all subscriptions; else each room would have its own.
        .set(natsOptions_UseGlobalMessageDelivery, true)
        // The outbox has a thread that may wait for the socket; a second one in the library would wait a millisecond first.
        .set(natsOptions_SetSendAsap, true)
        .set(natsOptions_SetSecure, is_tls(servers.front()));
    if (!settings.ca_file.empty() &&
        natsOptions_LoadCATrustedCertificates(made, settings.ca_file.c_str()) != NATS_OK) {
        return base::fail("'" + settings.ca_file + "' holds no certificates in PEM form");
    }
    if (!settings.credentials_file.empty() &&
        natsOptions_SetUserCredentialsFromFiles(made, settings.credentials_file.c_str(), nullptr) !=
            NATS_OK) {
        return base::fail("'" + settings.credentials_file + "' holds no credentials of NATS");
    }
    return options;
}

std::string public_names_of(std::string_view urls) {
    std::string names;
    for (const std::string& server : servers_of(urls)) {
        if (!names.empty()) names += ", ";
        names += place_of(server);
    }
    return names;
}

}  // namespace cluster
