#include "app/cluster.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "chat/bus.h"
#include "chat/bus_message.h"

namespace app {
namespace {

constexpr std::size_t kNodeIdCharacters = 12;

/// Of lowercase letters and digits alone: it stands in session ids and in subjects.
chat::NodeId new_node_id(base::Random& random) {
    std::string id;
    while (id.size() < kNodeIdCharacters) {
        for (const char c : random.token(kNodeIdCharacters)) {
            const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (is_plain && id.size() < kNodeIdCharacters) id.push_back(c);
        }
    }
    return chat::NodeId(std::move(id));
}

std::unique_ptr<cluster::NatsBus> open_nats(const Config& config, base::Random& random,
                                            base::Executor& domain, base::Metrics& metrics,
                                            base::Log& log) {
    if (config.bus == "none") return nullptr;
    auto bus = cluster::NatsBus::open({.url = config.bus,
                                       .credentials_file = config.bus_credentials,
                                       .ca_file = config.bus_ca,
                                       .subject_prefix = config.bus_prefix},
                                      new_node_id(random), domain, metrics, log);
    if (!bus) throw StartError(bus.error());
    return *std::move(bus);
}

struct FreeAddresses {
    void operator()(addrinfo* addresses) const { ::freeaddrinfo(addresses); }
};

std::string text_of(const sockaddr& address, socklen_t length) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(&address, length, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) !=
        0) {
        return {};
    }
    std::string host(text.data());
    return host.contains(':') ? "[" + host + "]" : host;
}

/// The first server's host and port in nats://user:password@host:port,...
std::pair<std::string, std::string> first_server(std::string_view urls) {
    std::string_view rest = urls.substr(0, urls.find(','));
    if (const auto scheme = rest.find("://"); scheme != std::string_view::npos) {
        rest.remove_prefix(scheme + 3);
    }
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
    rest = rest.substr(0, rest.find('/'));
    const auto colon = rest.rfind(':');
    const bool has_port = colon != std::string_view::npos && !rest.ends_with(']');
    std::string host(has_port ? rest.substr(0, colon) : rest);
    std::string port(has_port ? rest.substr(colon + 1) : "4222");
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {std::move(host), std::move(port)};
}

/// The address of this machine that it would use to reach that host. No packet is sent.
std::string address_towards(const std::string& host, const std::string& port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return {};
    const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
    const int socket = ::socket(addresses->ai_family, addresses->ai_socktype | SOCK_CLOEXEC,
                                addresses->ai_protocol);
    if (socket < 0) return {};
    std::string address;
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    auto* const own_address = reinterpret_cast<sockaddr*>(&own);
    if (::connect(socket, addresses->ai_addr, addresses->ai_addrlen) == 0 &&
        ::getsockname(socket, own_address, &length) == 0) {
        address = text_of(*own_address, length);
    }
    ::close(socket);
    return address;
}

bool is_every_interface(std::string_view host) {
    return host.empty() || host == "0.0.0.0" || host == "*" || host == "[::]";
}

}  // namespace

Cluster::Cluster(const Config& config, base::Random& random, base::Executor& domain,
                 base::Metrics& metrics, base::Log& log)
    : alone_(nobody_, domain), nats_(open_nats(config, random, domain, metrics, log)) {}

chat::Bus& Cluster::bus() {
    if (nats_) return *nats_;
    return alone_;
}

std::string node_name(const Config& config) {
    if (!config.node_name.empty()) return config.node_name;
    constexpr std::size_t kHostNameBytesMax = 256;
    std::array<char, kHostNameBytesMax> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "node";
    return name.data();
}

std::string node_address(const Config& config, std::uint16_t port) {
    if (!config.node_address.empty()) return config.node_address;
    std::string host = config.listen.substr(0, config.listen.rfind(':'));
    if (host == "localhost") host = "127.0.0.1";
    if (is_every_interface(host)) {
        const auto [bus_host, bus_port] = first_server(config.bus);
        host = address_towards(bus_host, bus_port);
        if (host.empty()) return {};
    }
    return host + ":" + std::to_string(port);
}

}  // namespace app
