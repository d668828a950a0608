#include "app/admin_server.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>

#include "api/rest/administration.h"
#include "app/admin_key.h"
#include "app/config.h"
#include "app/http_client.h"

namespace app {
namespace {

namespace json = boost::json;

constexpr unsigned kFirstRefusal = 400;
constexpr unsigned kTooManyRequests = 429;
constexpr int kTriesMax = 20;

const json::object* error_of(const json::object& answer) {
    const json::value* const error = answer.if_contains("error");
    return error != nullptr && error->is_object() ? &error->get_object() : nullptr;
}

std::string sentence_of(const json::object& answer) {
    const json::object* const error = error_of(answer);
    const json::value* const message = error == nullptr ? nullptr : error->if_contains("message");
    if (message == nullptr || !message->is_string()) return "The server refused that.";
    return std::string(message->get_string());
}

std::chrono::milliseconds wait_of(const json::object& answer) {
    constexpr std::int64_t kUsual = 1000;
    constexpr std::int64_t kLongest = 10'000;
    const json::object* const error = error_of(answer);
    const json::value* const wait =
        error == nullptr ? nullptr : error->if_contains("retry_after_ms");
    const std::int64_t told = wait != nullptr && wait->is_int64() ? wait->get_int64() : kUsual;
    return std::chrono::milliseconds(std::clamp<std::int64_t>(told, 1, kLongest));
}

}  // namespace

AdminServer::AdminServer(const std::string& data) : access_(read_admin_key(data)) {}

json::object AdminServer::ask(const std::string& method, const std::string& resource) const {
    return ask(method, resource, {});
}

json::object AdminServer::ask(const std::string& method, const std::string& resource,
                              const json::object& body) const {
    for (int tries = 1;; ++tries) {
        const HttpAnswer answer =
            app::ask({.address = access_.address,
                      .method = method,
                      .target = "/api/v1/" + resource,
                      .authorization = std::string(api::rest::kAdminKeyScheme) + access_.key,
                      .body = body.empty() ? std::string() : json::serialize(body)});
        boost::system::error_code error;
        json::value value = json::parse(answer.body.empty() ? "{}" : answer.body, error);
        if (error || !value.is_object()) {
            throw StartError("What answers at " + access_.address + " is no Parlor.");
        }
        if (answer.status < kFirstRefusal) return std::move(value.get_object());
        if (answer.status != kTooManyRequests || tries == kTriesMax) {
            throw StartError(sentence_of(value.get_object()));
        }
        // allow(sleep): the command line has nothing else to do until then
        std::this_thread::sleep_for(wait_of(value.get_object()));
    }
}

}  // namespace app
