#include "net/http/cors.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/message.h"

namespace net::http {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Pair;

Request request(Method method, std::string target, std::vector<Field> fields = {}) {
    Request request;
    request.method = method;
    request.target = std::move(target);
    request.fields = std::move(fields);
    return request;
}

TEST(Cors, star_allows_everyone_without_credentials) {
    const Cors cors({"*"});
    const auto sent = request(Method::get, "/", {{"Origin", "http://evil.example"}});
    EXPECT_TRUE(cors.may_use(sent));
    std::vector<Field> fields;
    cors.append_fields(sent, fields);
    EXPECT_THAT(fields, testing::ElementsAre(Pair("Access-Control-Allow-Origin", "*")));
}

TEST(Cors, a_list_allows_whom_it_names_and_the_own_host) {
    const Cors cors({"https://chat.example"});
    struct {
        std::string_view why;
        std::vector<Field> fields;
        bool may;
    } const cases[] = {
        {"listed", {{"Origin", "https://chat.example"}}, true},
        {"not listed", {{"Origin", "https://evil.example"}}, false},
        {"another port", {{"Origin", "https://chat.example:444"}}, false},
        {"no page at all", {}, true},
        {"own host", {{"Origin", "http://127.0.0.1:8080"}, {"Host", "127.0.0.1:8080"}}, true},
        {"own host, another port",
         {{"Origin", "http://127.0.0.1:81"}, {"Host", "127.0.0.1:8080"}},
         false},
        {"a host that ends alike",
         {{"Origin", "http://evil127.0.0.1:8080"}, {"Host", "127.0.0.1:8080"}},
         false},
        {"no origin to speak of", {{"Origin", "null"}, {"Host", "null"}}, false},
    };
    for (const auto& [why, fields, may] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(cors.may_use(request(Method::get, "/", fields)), may);
    }
}

TEST(Cors, credentials_are_for_listed_origins_only) {
    const Cors cors({"https://chat.example"});
    std::vector<Field> fields;
    cors.append_fields(request(Method::get, "/", {{"Origin", "https://chat.example"}}), fields);
    EXPECT_THAT(fields, Contains(Pair("Access-Control-Allow-Origin", "https://chat.example")));
    EXPECT_THAT(fields, Contains(Pair("Access-Control-Allow-Credentials", "true")));
    EXPECT_THAT(fields, Contains(Pair("Vary", "Origin")));

    fields.clear();
    cors.append_fields(request(Method::get, "/", {{"Origin", "https://evil.example"}}), fields);
    EXPECT_THAT(fields, testing::ElementsAre(Pair("Vary", "Origin")));
}

TEST(Cors, without_a_list_nothing_is_said) {
    std::vector<Field> fields;
    Cors({}).append_fields(request(Method::get, "/", {{"Origin", "http://a"}}), fields);
    EXPECT_THAT(fields, IsEmpty());
}

TEST(Cors, preflight_names_methods_and_headers) {
    const auto response = Cors({"*"}).preflight(
        request(Method::options, "/",
                {{"Origin", "http://a"}, {"Access-Control-Request-Headers", "x-mine"}}),
        "GET,POST");
    EXPECT_EQ(response.status, 204);
    EXPECT_THAT(response.fields, Contains(Pair("Access-Control-Allow-Methods", "GET,POST")));
    EXPECT_THAT(response.fields, Contains(Pair("Access-Control-Allow-Headers", "x-mine")));
}

}  // namespace
}  // namespace net::http
