// Beast's parser asserts that a chunked body's end comes in pieces of a certain length. Peers choose the pieces, so its
// assertions are off here, in the only file that includes it, and read_body() keeps to the length.
#define BOOST_DISABLE_ASSERTS

#include "net/http/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>
#include <utility>

#include "base/check.h"

namespace net::http {
namespace {

namespace beast = boost::beast;
using beast::http::error;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

Method method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
            return Method::get;
        case beast::http::verb::head:
            return Method::head;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::patch:
            return Method::patch;
        case beast::http::verb::delete_:
            return Method::del;
        case beast::http::verb::options:
            return Method::options;
        default:
            return Method::other;
    }
}

bool has_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view item = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        const std::size_t begin = std::min(item.find_first_not_of(" \t"), item.size());
        item.remove_prefix(begin);
        item = item.substr(0, item.find_last_not_of(" \t") + 1);
        if (equal_names(item, token)) return true;
    }
    return false;
}

/// "HTTP/" DIGIT "." DIGIT at the end of the first line.
bool names_a_version(std::string_view in) {
    std::string_view line = in.substr(0, in.find('\n'));
    if (!line.ends_with('\r')) return false;
    line.remove_suffix(1);
    static constexpr std::size_t kVersionBytes = 8;
    if (line.size() < kVersionBytes) return false;
    const std::string_view version = line.substr(line.size() - kVersionBytes);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
           is_digit(version[7]);
}

constexpr Refusal kLineTooLong{.status = 414, .sentence = "The request line is too long."};
constexpr Refusal kHeadTooLong{.status = 431,
                               .sentence = "The request's header fields are too long."};

Refusal refusal_of(const boost::system::error_code& code, std::string_view in) {
    if (code == error::header_limit) return kHeadTooLong;
    if (code == error::body_limit)
        return {.status = 413, .sentence = "The request's body is too long."};
    if (code == error::bad_version && names_a_version(in))
        return {.status = 505, .sentence = "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    if (code == error::multiple_content_length || code == error::bad_content_length ||
        code == error::bad_transfer_encoding)
        return {.status = 400, .sentence = "The length of the request's body is ambiguous."};
    if (code == error::bad_chunk || code == error::bad_chunk_extension)
        return {.status = 400, .sentence = "A chunk of the request's body is malformed."};
    return {.status = 400, .sentence = "This is not an HTTP request."};
}

}  // namespace

class RequestReader::Parser final : public beast::http::basic_parser<true> {
public:
    Request request;
    unsigned version = 11;
    std::size_t fields_refused = 0;
    std::size_t head_bytes = 0;  // of earlier calls
    std::size_t hosts = 0;
    bool is_head_done = false;

private:
    void on_request_impl(beast::http::verb verb, beast::string_view, beast::string_view target,
                         int http_version, beast::error_code&) override {
        request.method = method_of(verb);
        request.target = view(target);
        version = static_cast<unsigned>(http_version);
    }

    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                       beast::error_code&) override {
        // Fields behind a chunked body must not become fields of the head.
        if (is_head_done) return;
        if (field == beast::http::field::host) ++hosts;
        if (request.fields.size() < kFieldsMax)
            request.fields.emplace_back(view(name), view(value));
        else
            ++fields_refused;
    }

    void on_header_impl(beast::error_code&) override { is_head_done = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}

    std::size_t on_body_impl(beast::string_view body, beast::error_code&) override {
        request.body.append(body.data(), body.size());
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body,
                                   beast::error_code&) override {
        request.body.append(body.data(), body.size());
        return body.size();
    }

    void on_finish_impl(beast::error_code&) override {}
};

namespace {

/// The rules of RFC 9110 and 9112 that Beast leaves to us.
base::Result<void, Refusal> check_head(Request& request, unsigned version, std::size_t hosts,
                                       bool is_chunked) {
    if (hosts > 1 || (hosts == 0 && version >= 11))
        return base::fail(Refusal{.status = 400,
                                  .sentence = "The request needs one Host field (RFC 9112 §3.2)."});
    const std::string_view coding = request.field("Transfer-Encoding");
    if (!coding.empty()) {
        // Whoever stands before us might understand the length otherwise (request smuggling).
        if (!is_chunked || !equal_names(coding, "chunked"))
            return base::fail(
                Refusal{.status = 501, .sentence = "Only the transfer coding chunked is known."});
        if (version < 11)
            return base::fail(
                Refusal{.status = 400, .sentence = "HTTP/1.0 knows no transfer codings."});
    }
    const std::string_view expectation = request.field("Expect");
    if (!expectation.empty() && !equal_names(expectation, "100-continue"))
        return base::fail(
            Refusal{.status = 417, .sentence = "Only the expectation 100-continue can be met."});

    // absolute-form (§3.2.2) is for proxies, but servers must take it.
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equal_names(std::string_view(request.target).substr(0, scheme.size()), scheme))
            continue;
        const std::size_t path = request.target.find_first_of("/?", scheme.size());
        request.target = path == std::string::npos ? "/" : request.target.substr(path);
        if (request.target.front() == '?') request.target.insert(0, "/");
    }
    const bool is_about_server = request.method == Method::options && request.target == "*";
    if (!request.target.starts_with('/') && !is_about_server)
        return base::fail(Refusal{.status = 400, .sentence = "The request's target is no path."});
    request.wants_upgrade = has_token(request.field("Upgrade"), "websocket");
    return {};
}

}  // namespace

RequestReader::RequestReader(std::uint64_t head_bytes_max)
    : parser_(std::make_unique<Parser>()), head_bytes_max_(head_bytes_max) {
    parser_->header_limit(static_cast<std::uint32_t>(
        std::min<std::uint64_t>(head_bytes_max, std::numeric_limits<std::uint32_t>::max())));
    // The limit is known after the head; allow_body() sets it.
    parser_->body_limit(boost::none);
}

RequestReader::~RequestReader() = default;

base::Result<RequestReader::Step, Refusal> RequestReader::read(std::string_view in) {
    return parser_->is_head_done ? read_body(in) : read_head(in);
}

base::Result<RequestReader::Step, Refusal> RequestReader::read_head(std::string_view in) {
    // An empty line before the request is to be ignored (RFC 9112 §2.2).
    std::size_t empty_lines = 0;
    while (!parser_->got_some() && in.starts_with("\r\n")) {
        in.remove_prefix(2);
        empty_lines += 2;
    }
    if (in.empty() || (!parser_->got_some() && in == "\r")) return Step{.consumed = empty_lines};

    beast::error_code code;
    std::size_t consumed = 0;
    while (!parser_->is_head_done) {
        const std::string_view rest = in.substr(consumed);
        consumed += parser_->put(boost::asio::const_buffer(rest.data(), rest.size()), code);
        if (code == error::need_more || code == error::header_limit) {
            const bool is_over =
                code == error::header_limit || parser_->head_bytes + in.size() > head_bytes_max_;
            const bool is_in_line =
                parser_->request.target.empty() &&
                in.substr(0, head_bytes_max_).find("\r\n") == std::string_view::npos;
            if (is_over) return base::fail(is_in_line ? kLineTooLong : kHeadTooLong);
            parser_->head_bytes += consumed;
            return Step{.consumed = empty_lines + consumed};
        }
        if (code) return base::fail(refusal_of(code, in));
    }
    if (parser_->head_bytes + consumed > head_bytes_max_ || parser_->fields_refused > 0)
        return base::fail(kHeadTooLong);
    if (auto right =
            check_head(parser_->request, parser_->version, parser_->hosts, parser_->chunked());
        !right)
        return base::fail(right.error());
    return Step{.state = State::head, .consumed = empty_lines + consumed};
}

base::Result<void, Refusal> RequestReader::allow_body(std::uint64_t body_bytes_max) {
    CHECK(parser_->is_head_done);
    const auto announced = parser_->content_length();
    if (announced && *announced > body_bytes_max)
        return base::fail(refusal_of(error::body_limit, {}));
    parser_->body_limit(body_bytes_max);
    return {};
}

base::Result<RequestReader::Step, Refusal> RequestReader::read_body(std::string_view in) {
    // "0\r\n\r\n": with fewer octets a chunked body cannot have ended, and Beast must not see them.
    static constexpr std::size_t kLastChunkBytes = 5;
    beast::error_code code;
    std::size_t consumed = 0;
    while (!parser_->is_done()) {
        const std::string_view rest = in.substr(consumed);
        if (rest.empty()) return Step{.consumed = consumed};
        if (parser_->chunked() && rest.size() < kLastChunkBytes) return Step{.consumed = consumed};
        const std::size_t used =
            parser_->put(boost::asio::const_buffer(rest.data(), rest.size()), code);
        consumed += used;
        if (code == error::need_more) {
            if (in.size() - consumed > kChunkHeadBytesMax)
                return base::fail(refusal_of(error::bad_chunk, {}));
            return Step{.consumed = consumed};
        }
        if (code) return base::fail(refusal_of(code, {}));
        if (used == 0 && !parser_->is_done()) return Step{.consumed = consumed};
    }
    return Step{.state = State::complete, .consumed = consumed};
}

Request& RequestReader::request() {
    return parser_->request;
}

bool RequestReader::has_body() const {
    return !parser_->is_done();
}

bool RequestReader::expects_continue() const {
    return parser_->version >= 11 && has_body() && !parser_->request.field("Expect").empty();
}

bool RequestReader::wants_keep_alive() const {
    return parser_->keep_alive();
}

unsigned RequestReader::version() const {
    return parser_->version;
}

Request RequestReader::take_request() {
    CHECK(parser_->is_head_done);
    parser_->request.is_body_unread = has_body();
    parser_->request.version = parser_->version;
    return std::move(parser_->request);
}

}  // namespace net::http
