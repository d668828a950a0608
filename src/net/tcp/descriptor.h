/// Descriptor: an open file of the kernel's, closed once.
///
/// Thread:     any one at a time. Move-only.
/// Owns:       the descriptor.
#pragma once

#include <unistd.h>

#include <utility>

namespace net::tcp {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    [[nodiscard]] int release() { return std::exchange(fd_, -1); }
    void close() {
        if (is_open()) ::close(release());
    }

private:
    int fd_ = -1;
};

}  // namespace net::tcp
