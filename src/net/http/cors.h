/// Cors: which pages may use the endpoint, and the header fields that tell their browsers so.
///
/// Thread:     any. Immutable.
/// Owns:       the list of allowed origins.
/// Invariant:  credentials are allowed to origins named one by one only, never to "*".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http/message.h"

namespace engineio {

class Cors {
public:
    /// allowed_origins  as Options::allowed_origins
    explicit Cors(std::vector<std::string> allowed_origins);

    /// No Origin, one that is allowed, or the host the request was sent to.
    [[nodiscard]] bool may_use(const net::http::Request& request) const;

    /// Appends what an answer to this request needs.
    void append_fields(const net::http::Request& request,
                       std::vector<net::http::Field>& fields) const;

    /// The answer to OPTIONS.
    [[nodiscard]] net::http::Response preflight(const net::http::Request& request) const;

private:
    [[nodiscard]] bool is_listed(std::string_view origin) const;

    std::vector<std::string> allowed_origins_;
    bool allows_all_ = false;
};

}  // namespace engineio
