#include "support/cutting_proxy.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace support {
namespace {

constexpr std::size_t kChunk = 65'536;
constexpr std::string_view kFarewell{"X\0\0\0\4", 5};  // PostgreSQL's Terminate

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) {
        throw std::system_error(ENAMETOOLONG, std::generic_category(), path);
    }
    std::ranges::copy(path, static_cast<char*>(address.sun_path));
    return address;
}

int new_socket() {
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) throw std::system_error(errno, std::generic_category(), "socket");
    return made;
}

bool send_all(int socket, const std::string& octets) {
    std::size_t sent = 0;
    while (sent < octets.size()) {
        const auto more = ::send(socket, octets.data() + sent, octets.size() - sent, MSG_NOSIGNAL);
        if (more <= 0) return false;
        sent += static_cast<std::size_t>(more);
    }
    return true;
}

std::string receive(int socket) {
    std::string octets(kChunk, '\0');
    const auto got = ::recv(socket, octets.data(), octets.size(), 0);
    octets.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return octets;
}

void close_and_forget(int& socket) {
    if (socket >= 0) ::close(std::exchange(socket, -1));
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& path, std::string server, std::string whose)
    : server_(std::move(server)),
      whose_(std::move(whose)),
      listener_(new_socket()),
      waker_(::eventfd(0, EFD_CLOEXEC)) {
    const sockaddr_un address = address_of(path);
    constexpr int kWaiting = 16;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        ::listen(listener_, kWaiting) != 0) {
        throw std::system_error(errno, std::generic_category(), path);
    }
    thread_ = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy() {
    is_closing_ = true;
    ::eventfd_write(waker_, 1);
    thread_.join();
    for (Line& line : lines_) {
        close_and_forget(line.client);
        close_and_forget(line.server);
    }
    close_and_forget(listener_);
    close_and_forget(waker_);
}

void CuttingProxy::cut_at(std::string word, Cut cut) {
    const std::lock_guard lock(mutex_);
    word_ = std::move(word);
    cut_ = cut;
}

void CuttingProxy::run() {
    while (!is_closing_) {
        std::vector<pollfd> descriptors = {{.fd = waker_, .events = POLLIN, .revents = 0},
                                           {.fd = listener_, .events = POLLIN, .revents = 0}};
        for (const Line& line : lines_) {
            descriptors.push_back({.fd = line.client, .events = POLLIN, .revents = 0});
            descriptors.push_back({.fd = line.server, .events = POLLIN, .revents = 0});
        }
        ::poll(descriptors.data(), descriptors.size(), -1);
        std::size_t at = 2;
        for (auto line = lines_.begin(); line != lines_.end();) {
            const bool client_spoke = descriptors[at++].revents != 0;
            const bool server_spoke = descriptors[at++].revents != 0;
            const bool goes_on = (!client_spoke || line->client < 0 || from_client(*line)) &&
                                 (!server_spoke || from_server(*line));
            if (!goes_on) {
                close_and_forget(line->client);
                close_and_forget(line->server);
            }
            line = goes_on ? std::next(line) : lines_.erase(line);
        }
        if (descriptors[1].revents != 0) accept();
    }
}

void CuttingProxy::accept() {
    Line line;
    line.client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (line.client < 0) return;
    line.server = new_socket();
    const sockaddr_un address = address_of(server_);
    if (!is_on_ ||
        ::connect(line.server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        close_and_forget(line.client);
        close_and_forget(line.server);
        return;
    }
    lines_.push_back(std::move(line));
}

CuttingProxy::Cut CuttingProxy::cut_in(Line& line, const std::string& octets) {
    line.said += octets;
    line.is_meant = line.is_meant || line.said.find(whose_) != std::string::npos;
    const std::lock_guard lock(mutex_);
    if (cut_ != Cut::never && line.is_meant && line.said.find(word_) != std::string::npos) {
        return std::exchange(cut_, Cut::never);
    }
    // So much of it as may be the beginning of a word whose end is still to come.
    const std::size_t kept = line.is_meant ? word_.size() : std::max(word_.size(), whose_.size());
    line.said.erase(0, line.said.size() - std::min(line.said.size(), kept));
    return Cut::never;
}

bool CuttingProxy::from_client(Line& line) {
    const std::string octets = receive(line.client);
    if (is_holding_ && (octets.empty() || octets == kFarewell)) {
        line.is_deaf = true;
        close_and_forget(line.client);
        return true;
    }
    if (octets.empty()) return false;
    const Cut cut = cut_in(line, octets);
    if (cut == Cut::never) return send_all(line.server, octets);
    if (cut == Cut::after && !send_all(line.server, octets)) return false;
    ++cuts_;
    if (cut == Cut::before) return false;
    // The server learns that nobody listens only when it has done what it was told.
    line.is_deaf = true;
    ::shutdown(line.server, SHUT_WR);
    close_and_forget(line.client);
    return true;
}

bool CuttingProxy::from_server(Line& line) {
    const std::string octets = receive(line.server);
    if (octets.empty()) return false;
    return line.is_deaf || send_all(line.client, octets);
}

}  // namespace support
