#include "api/http/operations.h"

#include <gtest/gtest.h>

namespace {

using api::http::Probes;
using net::http::Method;
using net::http::Request;

Request ask(Method method, std::string target) {
    Request request;
    request.method = method;
    request.target = std::move(target);
    return request;
}

TEST(Operations, alive_is_not_the_same_as_ready) {
    std::string why;
    const Probes probes{.unready = [&why] { return why; }, .metrics = [] { return std::string(); }};

    EXPECT_EQ(api::http::health(ask(Method::get, "/readyz"), probes)->status, 200);
    why = "The disk is full.";
    const auto unready = api::http::health(ask(Method::get, "/readyz"), probes);
    EXPECT_EQ(unready->status, 503);
    EXPECT_EQ(unready->body.view(), "The disk is full.\n");
    EXPECT_EQ(api::http::health(ask(Method::head, "/healthz"), probes)->status, 200);
}

TEST(Operations, health_answers_only_its_own_questions) {
    const Probes probes{.unready = [] { return std::string(); },
                        .metrics = [] { return std::string(); }};
    EXPECT_FALSE(api::http::health(ask(Method::get, "/"), probes));
    EXPECT_FALSE(api::http::health(ask(Method::get, "/healthz/"), probes));
    EXPECT_FALSE(api::http::health(ask(Method::post, "/healthz"), probes));
}

}  // namespace
