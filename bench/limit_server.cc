// limit_server: the most a server of our write pattern can reach on a machine, as a yardstick.
//
// One thread, one epoll, no library, no chat: it answers the WebSocket and Socket.IO handshakes, and gives
// every `42["chat message",...]` frame to everyone. What comes in during one turn is encoded once, into bytes
// shared by all, and each connection gets them with ONE write at the end of the turn. It trusts its clients,
// keeps no heartbeat and bounds nothing but a frame's size: a yardstick on loopback, never a server.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t kBufferBytes = 256UZ * 1024;
constexpr int kEventsPerTurn = 512;
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §1.3
constexpr std::string_view kBroadcast = R"(42["chat message",)";

void require(bool is_fine, const char* what) {
    if (!is_fine) {
        std::perror(what);
        std::exit(EXIT_FAILURE);
    }
}

std::string accept_key(std::string_view key) {
    const std::string joined = std::string(key).append(kGuid);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(joined.data(), joined.size(), digest.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 64> text{};
    const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
    return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)};
}

void append_text(std::string& out, std::string_view payload) {
    constexpr char kFinalText = '\x81';
    out.push_back(kFinalText);
    if (payload.size() < 126) {
        out.push_back(static_cast<char>(payload.size()));
    } else {
        out.push_back(126);
        out.push_back(static_cast<char>(payload.size() >> 8U));
        out.push_back(static_cast<char>(payload.size()));
    }
    out.append(payload);
}

struct Connection {
    int fd = -1;
    bool is_upgraded = false;
    bool is_member = false;  ///< has sent CONNECT, so broadcasts are for it
    std::uint32_t place = 0;
    std::string carry;  ///< the front of what has not come whole
    std::string out;    ///< what the kernel did not take
};

class Server {
public:
    explicit Server(std::uint16_t port) : buffer_(kBufferBytes) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        require(bind(listener_, generic, size) == 0, "bind");
        require(listen(listener_, SOMAXCONN) == 0, "listen");
        require(getsockname(listener_, generic, &size) == 0, "getsockname");
        epoll_ = epoll_create1(EPOLL_CLOEXEC);
        watch(listener_, nullptr, EPOLLIN);
        std::puts(
            ("listening on http://127.0.0.1:" + std::to_string(ntohs(address.sin_port))).c_str());
        std::fflush(stdout);
    }

    void turn() {
        std::array<epoll_event, kEventsPerTurn> events{};
        const int count = epoll_wait(epoll_, events.data(), kEventsPerTurn, -1);
        require(count >= 0 || errno == EINTR, "epoll_wait");
        for (int at = 0; at < count; ++at) {
            const epoll_event& event = events[static_cast<std::size_t>(at)];
            auto* const connection = static_cast<Connection*>(event.data.ptr);
            if (connection == nullptr) {
                accept_all();
                continue;
            }
            if ((event.events & EPOLLIN) != 0) {
                receive(*connection);
            } else if ((event.events & (EPOLLHUP | EPOLLERR)) != 0) {
                end(*connection);
            }
            if ((event.events & EPOLLOUT) != 0) {
                write(*connection, {});
            }
        }
        if (!broadcast_.empty()) {
            for (const auto& member : connections_) {
                if (member->is_member) {
                    write(*member, broadcast_);
                }
            }
            broadcast_.clear();
        }
        for (Connection* gone : gone_) {
            remove(*gone);
        }
        gone_.clear();
    }

private:
    void watch(int fd, Connection* connection, std::uint32_t events) {
        epoll_event event{};
        event.events = events;
        event.data.ptr = connection;
        require(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
    }

    void accept_all() {
        while (true) {
            const int fd = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) {
                return;
            }
            const int on = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            connections_.push_back(std::make_unique<Connection>());
            connections_.back()->fd = fd;
            connections_.back()->place = static_cast<std::uint32_t>(connections_.size() - 1);
            watch(fd, connections_.back().get(), EPOLLIN | EPOLLOUT | EPOLLET);
        }
    }

    void receive(Connection& connection) {
        while (connection.fd >= 0) {
            const std::size_t held = connection.carry.size();
            std::memcpy(buffer_.data(), connection.carry.data(), held);
            const ssize_t got = recv(connection.fd, buffer_.data() + held, kBufferBytes - held, 0);
            if (got <= 0) {
                if (got == 0 || errno != EAGAIN) {
                    end(connection);
                }
                return;
            }
            const std::size_t size = held + static_cast<std::size_t>(got);
            const std::size_t used = consume(connection, buffer_.data(), size);
            connection.carry.assign(buffer_.data() + used, size - used);
        }
    }

    std::size_t consume(Connection& connection, char* data, std::size_t size) {
        std::size_t used = 0;
        if (!connection.is_upgraded) {
            used = upgrade(connection, {data, size});
            if (!connection.is_upgraded) {
                return 0;
            }
        }
        while (connection.fd >= 0 && size - used >= 6) {
            const auto* const head = reinterpret_cast<const unsigned char*>(data + used);
            std::size_t length = head[1] & 0x7FU;
            std::size_t header = 6;
            if (length == 126) {
                header = 8;
                length = (std::size_t{head[2]} << 8U) | head[3];
            } else if (length == 127) {
                end(connection);
                return size;
            }
            if (size - used < header + length) {
                break;
            }
            char* const payload = data + used + header;
            unmask(payload, length, data + used + header - 4);
            on_frame(connection, head[0] & 0x0FU, {payload, length});
            used += header + length;
        }
        return used;
    }

    static void unmask(char* payload, std::size_t length, const char* key) {
        std::array<char, 8> twice{};
        std::memcpy(twice.data(), key, 4);
        std::memcpy(twice.data() + 4, key, 4);
        const auto wide = std::bit_cast<std::uint64_t>(twice);
        std::size_t at = 0;
        for (; at + sizeof wide <= length; at += sizeof wide) {
            std::uint64_t word = 0;
            std::memcpy(&word, payload + at, sizeof word);
            word ^= wide;
            std::memcpy(payload + at, &word, sizeof word);
        }
        for (; at < length; ++at) {
            payload[at] = static_cast<char>(payload[at] ^ key[at % 4]);
        }
    }

    std::size_t upgrade(Connection& connection, std::string_view request) {
        constexpr std::string_view kKeyHeader = "\r\nSec-WebSocket-Key: ";
        const auto end_of_head = request.find("\r\n\r\n");
        if (end_of_head == std::string_view::npos) {
            return 0;
        }
        const auto key = request.find(kKeyHeader);
        if (key == std::string_view::npos) {
            end(connection);
            return 0;
        }
        const auto from = key + kKeyHeader.size();
        std::string answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " +
            accept_key(request.substr(from, request.find('\r', from) - from)) + "\r\n\r\n";
        append_text(answer,
                    R"(0{"sid":"limit","upgrades":[],"pingInterval":25000,"pingTimeout":20000,)"
                    R"("maxPayload":1000000})");
        connection.is_upgraded = true;
        write(connection, answer);
        return end_of_head + 4;
    }

    void on_frame(Connection& connection, unsigned opcode, std::string_view payload) {
        constexpr unsigned kText = 1;
        constexpr unsigned kClose = 8;
        if (opcode == kText && payload.starts_with(kBroadcast)) {
            append_text(broadcast_, payload);
        } else if (opcode == kText && payload.starts_with("40")) {
            std::string answer;
            append_text(answer, R"(40{"sid":"limit"})");
            connection.is_member = true;
            write(connection, answer);
        } else if (opcode == kClose) {
            constexpr std::string_view kNormalClosure("\x88\x02\x03\xE8", 4);
            write(connection, kNormalClosure);
            end(connection);
        }
    }

    /// Writes what waits and then `bytes`, with one call; keeps what the kernel does not take.
    static void write(Connection& connection, std::string_view bytes) {
        if (connection.fd < 0) {
            return;
        }
        if (!connection.out.empty()) {
            connection.out.append(bytes);
            bytes = connection.out;
        }
        if (bytes.empty()) {
            return;
        }
        const ssize_t sent = send(connection.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        const std::size_t taken = sent > 0 ? static_cast<std::size_t>(sent) : 0;
        if (connection.out.empty()) {
            connection.out.assign(bytes.substr(taken));
        } else {
            connection.out.erase(0, taken);
        }
    }

    void end(Connection& connection) {
        if (connection.fd >= 0) {
            close(connection.fd);
            connection.fd = -1;
            connection.is_member = false;
            gone_.push_back(&connection);
        }
    }

    void remove(const Connection& connection) {
        const std::uint32_t place = connection.place;
        std::swap(connections_[place], connections_.back());
        connections_[place]->place = place;
        connections_.pop_back();
    }

    int listener_ = -1;
    int epoll_ = -1;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> gone_;  ///< ended in this turn, to be removed at its end
    std::vector<char> buffer_;
    std::string broadcast_;  ///< this turn's frames, the same bytes for everyone
};

}  // namespace

int main(int argc, char** argv) {
    const bool has_port = argc == 3 && std::string_view(argv[1]) == "--port";
    if (!has_port && argc != 1) {
        std::fputs("usage: limit_server [--port PORT]\n", stderr);
        return EXIT_FAILURE;
    }
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    Server server(has_port ? static_cast<std::uint16_t>(std::atoi(argv[2])) : std::uint16_t{0});
    while (true) {
        server.turn();
    }
}
