#include "net/http/cors.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/message.h"

namespace net::http {

namespace {

constexpr std::string_view kAll = "*";
constexpr std::string_view kPreflightAgeSeconds = "600";

/// "https://chat.example:8443" names the host "chat.example:8443".
bool is_own_host(std::string_view origin, std::string_view host) {
    const std::size_t scheme_end = origin.find("://");
    return scheme_end != std::string_view::npos && !host.empty() &&
           origin.substr(scheme_end + 3) == host;
}

}  // namespace

Cors::Cors(std::vector<std::string> allowed_origins)
    : allowed_origins_(std::move(allowed_origins)),
      allows_all_(std::ranges::find(allowed_origins_, kAll) != allowed_origins_.end()) {}

bool Cors::is_listed(std::string_view origin) const {
    return std::ranges::find(allowed_origins_, origin) != allowed_origins_.end();
}

bool Cors::may_use(const Request& request) const {
    const std::string_view origin = request.field("Origin");
    return origin.empty() || allows_all_ || is_listed(origin) ||
           is_own_host(origin, request.field("Host"));
}

void Cors::append_fields(const Request& request, std::vector<Field>& fields) const {
    if (allows_all_) {
        fields.emplace_back("Access-Control-Allow-Origin", kAll);
        return;
    }
    if (allowed_origins_.empty()) return;
    fields.emplace_back("Vary", "Origin");
    const std::string_view origin = request.field("Origin");
    if (!is_listed(origin)) return;
    fields.emplace_back("Access-Control-Allow-Origin", origin);
    fields.emplace_back("Access-Control-Allow-Credentials", "true");
}

Response Cors::preflight(const Request& request, std::string_view methods) const {
    Response response;
    response.status = 204;
    append_fields(request, response.fields);
    response.fields.emplace_back("Access-Control-Allow-Methods", methods);
    const std::string_view headers = request.field("Access-Control-Request-Headers");
    response.fields.emplace_back("Access-Control-Allow-Headers",
                                 headers.empty() ? std::string_view("Content-Type") : headers);
    response.fields.emplace_back("Access-Control-Max-Age", kPreflightAgeSeconds);
    return response;
}

}  // namespace net::http
