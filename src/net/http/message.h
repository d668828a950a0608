/// HTTP requests and responses as handlers see them; parsing is Beast's, behind connection.cc.
///
/// Thread:     any. Values.
/// Invariant:  a Request was complete and within every limit before a handler sees it, but for a body it did not want.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/shared_bytes.h"
#include "net/http/body_pieces.h"

namespace net::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

using Field = std::pair<std::string, std::string>;

struct Request {
    Method method = Method::other;
    std::string target;         ///< as sent: path and query
    std::vector<Field> fields;  ///< names as sent, in order
    std::string body;
    std::string
        peer_address;  ///< of whoever asks, as text: the other end, or whom trusted proxies name
    unsigned version = 11;        ///< 10 * major + minor
    bool wants_upgrade = false;   ///< has "Upgrade: websocket"
    bool is_body_unread = false;  ///< Handler::begin_body() left it; the connection ends after this

    /// Up to '?'.
    [[nodiscard]] std::string_view path() const;
    /// Behind '?', without it.
    [[nodiscard]] std::string_view query() const;
    /// First field of that name, compared without case; empty when there is none.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};

struct Response {
    std::uint16_t status = 200;
    std::vector<Field>
        fields;  ///< without Content-Length, Connection and Date, which the connection writes
    /// Kept by reference: an embedded file is never copied.
    base::SharedBytes body;
    std::string_view static_body;  ///< used when `body` is empty; must live for ever
    /// In place of a body: one that comes in pieces. Its length is not known, so it goes out chunked.
    std::unique_ptr<BodyPieces> pieces;
    enum class Then : std::uint8_t { keep_alive, close } then = Then::keep_alive;
};

/// Field names, compared without case.
bool equal_names(std::string_view a, std::string_view b);

/// The decoded value of the first query parameter called `name`; empty when absent.
std::string query_parameter(std::string_view query, std::string_view name);

}  // namespace net::http
