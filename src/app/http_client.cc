#include "app/http_client.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#include "app/config.h"

namespace app {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Message = http::request<http::string_body>;
using asio::ip::tcp;

constexpr unsigned kHttp11 = 11;

tcp::endpoint endpoint_of(const std::string& address) {
    const auto colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {asio::ip::make_address(host),
            static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1)))};
}

Message message_of(const HttpRequest& request) {
    Message message(http::string_to_verb(request.method), request.target, kHttp11);
    message.set(http::field::host, request.address);
    message.set(http::field::authorization, request.authorization);
    message.set(http::field::connection, "close");
    if (!request.body.empty()) message.set(http::field::content_type, "application/json");
    message.body() = request.body;
    message.prepare_payload();
    return message;
}

asio::awaitable<HttpAnswer> exchange(tcp::endpoint endpoint, Message message) {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_after(kPatience);
    co_await stream.async_connect(endpoint, asio::use_awaitable);
    co_await http::async_write(stream, message, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    co_return HttpAnswer{.status = response.result_int(), .body = std::move(response.body())};
}

}  // namespace

HttpAnswer ask(const HttpRequest& request) {
    HttpAnswer answer;
    std::exception_ptr failure;
    try {
        asio::io_context context;
        asio::co_spawn(context, exchange(endpoint_of(request.address), message_of(request)),
                       [&](std::exception_ptr error, HttpAnswer given) {
                           failure = std::move(error);
                           answer = std::move(given);
                       });
        context.run();
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception&) {
        throw StartError("No server answers at " + request.address +
                         ". It may have ended without a word; start it again.");
    }
    return answer;
}

}  // namespace app
