#include "net/http/response_head.h"

#include <charconv>

namespace net::http {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

bool may_be_sent(const Field& field) {
    static constexpr std::string_view kBreaking("\r\n\0", 3);
    return field.first.find_first_of(kBreaking) == std::string::npos &&
           field.second.find_first_of(kBreaking) == std::string::npos;
}

}  // namespace

std::string response_head(const HeadOptions& options, const std::vector<Field>& fields) {
    std::string out = "HTTP/1.1 ";
    append_number(out, options.status);
    out.append(" ").append(reason_phrase(options.status)).append("\r\n");
    for (const Field& field : fields)
        if (may_be_sent(field)) append_field(out, field.first, field.second);
    if (options.content_length) {
        out.append("Content-Length: ");
        append_number(out, *options.content_length);
        out.append("\r\n");
    }
    if (options.coding == HeadOptions::Coding::chunked)
        append_field(out, "Transfer-Encoding", "chunked");
    append_field(out, "Date", options.date);
    if (options.keep_alive == KeepAlive::no) append_field(out, "Connection", "close");
    if (options.keep_alive == KeepAlive::by_agreement)
        append_field(out, "Connection", "keep-alive");
    return out.append("\r\n");
}

bool may_have_body(std::uint16_t status) {
    return status >= 200 && status != 204 && status != 304;
}

std::string_view reason_phrase(std::uint16_t status) {
    switch (status) {
        case 100:
            return "Continue";
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

}  // namespace net::http
