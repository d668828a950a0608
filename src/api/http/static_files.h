/// StaticFiles: the web client's files as HTTP answers, already compressed.
///
/// Thread:     any. Immutable after construction.
/// Owns:       nothing; the files are data of the program.
/// Invariant:  an answer's body is never copied; every answer carries the content security policy.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "api/http/assets.h"
#include "net/http/message.h"

namespace api::http {

class StaticFiles {
public:
    explicit StaticFiles(std::span<const Asset> assets) : assets_(assets) {}

    /// The answer to GET or HEAD: a file, 304 when the client has it, the page itself for any path that names a place
    /// in the client ("/", "/r/lobby"); nullopt when there is nothing of that name.
    [[nodiscard]] std::optional<net::http::Response> find(const net::http::Request& request) const;

private:
    [[nodiscard]] const Asset* asset(std::string_view path) const;

    std::span<const Asset> assets_;
};

/// What the page may load, and from where: its own files and its own server, nothing inline.
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "connect-src 'self' ws: wss:; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

}  // namespace api::http
