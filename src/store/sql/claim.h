/// Claim: what the requests of one transaction touch, so that other programs may write to the same database beside it.
///
/// Thread:     any. A value; what it names is the requests'.
/// Elsewhere:  what comes of it is neighbours.h.
#pragma once

#include <cstdint>
#include <exception>
#include <string_view>
#include <vector>

namespace store::sql {

/// A message's nonce, by the names of its room and its author.
struct ClaimedNonce {
    std::string_view room;
    std::string_view author;
    std::string_view nonce;
};

struct Claim {
    /// rooms: nothing is changed but in the rooms that are named, and of the people who are, that they are needed.
    enum class Reach : std::uint8_t { rooms, everything } reach = Reach::rooms;
    std::vector<std::string_view> rooms;
    std::vector<std::string_view> users;
    std::vector<ClaimedNonce> nonces;
};

/// A transaction that claimed rooms turned out to need everything. Nothing is wrong: it is rolled back and decided again.
class Overreach : public std::exception {
public:
    [[nodiscard]] const char* what() const noexcept override { return "more than was claimed"; }
};

}  // namespace store::sql
