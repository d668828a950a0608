/// Cors: which pages of other hosts may use what is served here, and the header fields that tell their browsers so.
///
/// Thread:     any. Immutable.
/// Owns:       the list of allowed origins.
/// Invariant:  credentials are allowed to origins named one by one only, never to "*".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http/message.h"

namespace net::http {

class Cors {
public:
    /// allowed_origins  as "https://chat.example"; "*" for every one; empty for this host's pages only
    explicit Cors(std::vector<std::string> allowed_origins);

    /// No Origin, one that is allowed, or the host the request was sent to.
    [[nodiscard]] bool may_use(const Request& request) const;

    /// Appends what an answer to this request needs.
    void append_fields(const Request& request, std::vector<Field>& fields) const;

    /// The answer to OPTIONS.
    /// methods  as "GET,POST"
    [[nodiscard]] Response preflight(const Request& request, std::string_view methods) const;

private:
    [[nodiscard]] bool is_listed(std::string_view origin) const;

    std::vector<std::string> allowed_origins_;
    bool allows_all_ = false;
};

}  // namespace net::http
