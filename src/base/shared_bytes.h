/// SharedBytes: octets that never change, shared by everyone who sends them.
///
/// Thread:     any. Copying counts a reference; the octets are freed with the last copy.
/// Owns:       the octets, together with its copies.
/// Invariant:  the octets seen through any copy are the same for ever.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace base {

class SharedBytes {
public:
    SharedBytes() = default;
    explicit SharedBytes(std::string bytes)
        : bytes_(std::make_shared<const std::string>(std::move(bytes))) {}

    [[nodiscard]] std::string_view view() const {
        return bytes_ ? std::string_view(*bytes_) : std::string_view();
    }
    [[nodiscard]] std::span<const std::byte> bytes() const {
        return std::as_bytes(std::span(view()));
    }
    [[nodiscard]] std::size_t size() const { return view().size(); }
    [[nodiscard]] bool empty() const { return view().empty(); }

private:
    std::shared_ptr<const std::string> bytes_;
};

}  // namespace base
