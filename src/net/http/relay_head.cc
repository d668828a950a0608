#include "net/http/relay_head.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "net/http/message.h"

namespace net::http {
namespace {

/// Fields of one connection only, and those that are written anew.
constexpr std::array<std::string_view, 12> kNotPassedOn = {
    "Connection", "Keep-Alive",     "Proxy-Connection",  "Proxy-Authorization",
    "TE",         "Trailer",        "Transfer-Encoding", "Upgrade",
    "Expect",     "Content-Length", "X-Forwarded-For",   kRelayedField};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

bool lists(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        const std::size_t comma = std::min(names.find(','), names.size());
        if (equal_names(trimmed(names.substr(0, comma)), name)) return true;
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return false;
}

/// Whether the client said that this field is for us alone.
bool is_named_by_connection(const Request& request, std::string_view name) {
    return std::ranges::any_of(request.fields, [name](const Field& field) {
        return equal_names(field.first, "Connection") && lists(field.second, name);
    });
}

bool is_passed_on(const Request& request, std::string_view name) {
    if (std::ranges::any_of(kNotPassedOn,
                            [name](std::string_view other) { return equal_names(name, other); }))
        return false;
    return equal_names(name, "Host") || !is_named_by_connection(request, name);
}

void write_field(std::string& head, std::string_view name, std::string_view value) {
    // The reader let none of these in; a head must not end early even so.
    static constexpr std::string_view kBreaking("\r\n\0", 3);
    if (value.find_first_of(kBreaking) != std::string_view::npos) return;
    head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string relay_head(const Request& request, std::string_view relayed_by,
                       std::uint64_t body_bytes) {
    const bool is_post = request.method == Method::post;
    CHECK(is_post || request.method == Method::get);
    std::string head = is_post ? "POST " : "GET ";
    head.append(request.target).append(request.version >= 11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
    for (const auto& [name, value] : request.fields)
        if (is_passed_on(request, name)) write_field(head, name, value);
    if (is_post) write_field(head, "Content-Length", std::to_string(body_bytes));
    // Who asks, as far as this server knows; what the client itself wrote there is not passed on.
    write_field(head, "X-Forwarded-For", request.peer_address);
    write_field(head, kRelayedField, relayed_by);
    if (request.wants_upgrade) write_field(head, "Upgrade", "websocket");
    write_field(head, "Connection", request.wants_upgrade ? "Upgrade, close" : "close");
    return head.append("\r\n");
}

}  // namespace net::http
