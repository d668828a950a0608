#include "api/http/static_files.h"

#include <algorithm>
#include <string>

namespace api::http {
namespace {

using net::http::Request;
using net::http::Response;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `visit` with each element of a comma-separated field value.
template <typename Visit>
void each_element(std::string_view value, Visit visit) {
    while (!value.empty()) {
        const auto comma = value.find(',');
        visit(trimmed(value.substr(0, comma)));
        value = comma == std::string_view::npos ? std::string_view() : value.substr(comma + 1);
    }
}

bool is_refused(std::string_view parameters) {
    // "q=0", "q=0.0": RFC 9110 §12.4.2
    const auto q = parameters.find("q=");
    if (q == std::string_view::npos) return false;
    return trimmed(parameters.substr(q + 2)).find_first_not_of("0.") == std::string_view::npos;
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
    bool accepted = false;
    each_element(accept_encoding, [&](std::string_view element) {
        const auto semicolon = element.find(';');
        if (!net::http::equal_names(trimmed(element.substr(0, semicolon)), coding)) return;
        accepted =
            semicolon == std::string_view::npos || !is_refused(element.substr(semicolon + 1));
    });
    return accepted;
}

bool has_it(std::string_view if_none_match, std::string_view etag) {
    bool matches = false;
    each_element(if_none_match, [&](std::string_view tag) {
        if (tag.starts_with("W/")) tag.remove_prefix(2);  // weak comparison: RFC 9110 §13.1.2
        matches = matches || tag == etag || tag == "*";
    });
    return matches;
}

}  // namespace

const Asset* StaticFiles::asset(std::string_view path) const {
    const auto found = std::lower_bound(
        assets_.begin(), assets_.end(), path,
        [](const Asset& asset, std::string_view wanted) { return asset.path < wanted; });
    return found != assets_.end() && found->path == path ? &*found : nullptr;
}

std::optional<Response> StaticFiles::find(const Request& request) const {
    const std::string_view path = request.path();
    const Asset* file = asset(path);
    // The places in the client; it finds its own way from there.
    if (path == "/" || path.starts_with("/r/")) file = asset("/index.html");
    if (file == nullptr) return std::nullopt;

    Response response;
    response.fields = {
        {"ETag", std::string(file->etag)},
        {"Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache"},
        {"Vary", "Accept-Encoding"},
        {"Content-Security-Policy", std::string(kContentSecurityPolicy)},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
    };
    if (has_it(request.field("If-None-Match"), file->etag)) {
        response.status = 304;
        return response;
    }
    response.fields.emplace_back("Content-Type", std::string(file->content_type));
    const std::string_view accept_encoding = request.field("Accept-Encoding");
    if (!file->brotli.empty() && accepts(accept_encoding, "br")) {
        response.fields.emplace_back("Content-Encoding", "br");
        response.static_body = file->brotli;
    } else if (!file->gzip.empty() && accepts(accept_encoding, "gzip")) {
        response.fields.emplace_back("Content-Encoding", "gzip");
        response.static_body = file->gzip;
    } else {
        response.static_body = file->identity;
    }
    return response;
}

}  // namespace api::http
