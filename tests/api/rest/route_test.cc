#include "api/rest/route.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>

#include "net/http/message.h"

namespace api::rest {
namespace {

using net::http::Method;

TEST(Route, names_an_operation_by_method_and_path) {
    struct {
        Method method;
        std::string_view path;
        Operation operation;
        std::string_view id;
    } const cases[] = {
        {Method::post, "/api/v1/register", Operation::sign_up, ""},
        {Method::post, "/api/v1/login", Operation::sign_in, ""},
        {Method::post, "/api/v1/logout", Operation::sign_out, ""},
        {Method::get, "/api/v1/me", Operation::show_me, ""},
        {Method::patch, "/api/v1/me", Operation::change_me, ""},
        {Method::post, "/api/v1/password", Operation::change_password, ""},
        {Method::get, "/api/v1/sessions", Operation::list_sessions, ""},
        {Method::del, "/api/v1/sessions", Operation::end_other_sessions, ""},
        {Method::del, "/api/v1/sessions/s-1", Operation::end_session, "s-1"},
        {Method::get, "/api/v1/invites", Operation::list_invites, ""},
        {Method::post, "/api/v1/invites", Operation::make_invite, ""},
        {Method::post, "/api/v1/invites/check", Operation::check_invite, ""},
        {Method::del, "/api/v1/invites/i_1", Operation::revoke_invite, "i_1"},
        {Method::get, "/api/v1/admin/people", Operation::list_people, ""},
        {Method::patch, "/api/v1/admin/people/u1", Operation::set_role, "u1"},
        {Method::put, "/api/v1/admin/people/u1/suspension", Operation::suspend, "u1"},
        {Method::del, "/api/v1/admin/people/u1/suspension", Operation::reinstate, "u1"},
        {Method::del, "/api/v1/admin/people/u1/sessions", Operation::end_sessions_of, "u1"},
        {Method::get, "/api/v1/admin/settings", Operation::show_settings, ""},
        {Method::patch, "/api/v1/admin/settings", Operation::change_settings, ""},
        {Method::get, "/api/v1/admin/figures", Operation::show_figures, ""},
        {Method::get, "/api/v1/admin/audit", Operation::show_audit, ""},
    };
    for (const auto& [method, path, operation, id] : cases) {
        SCOPED_TRACE(path);
        const auto found = find_route(method, path);
        const auto* const route = std::get_if<Route>(&found);
        ASSERT_NE(route, nullptr);
        EXPECT_EQ(route->operation, operation);
        EXPECT_EQ(route->id, id);
    }
}

TEST(Route, says_how_a_resource_may_be_asked) {
    struct {
        Method method;
        std::string_view path;
        std::string_view allowed;
    } const cases[] = {
        {Method::get, "/api/v1/register", "POST"},
        {Method::post, "/api/v1/me", "GET, PATCH"},
        {Method::put, "/api/v1/sessions", "GET, DELETE"},
        {Method::get, "/api/v1/sessions/s1", "DELETE"},
        {Method::get, "/api/v1/invites/check", "POST"},
        {Method::del, "/api/v1/invites/check", "POST"},
        {Method::head, "/api/v1/me", "GET, PATCH"},
        {Method::post, "/api/v1/admin/people", "GET"},
        {Method::get, "/api/v1/admin/people/u1", "PATCH"},
        {Method::get, "/api/v1/admin/people/u1/suspension", "PUT, DELETE"},
        {Method::put, "/api/v1/admin/people/u1/sessions", "DELETE"},
    };
    for (const auto& [method, path, allowed] : cases) {
        SCOPED_TRACE(path);
        const auto found = find_route(method, path);
        const auto* const wrong = std::get_if<WrongMethod>(&found);
        ASSERT_NE(wrong, nullptr);
        EXPECT_EQ(wrong->allowed, allowed);
    }
}

TEST(Route, knows_nothing_else) {
    const std::string long_id = "/api/v1/sessions/" + std::string(65, 'x');
    for (const std::string_view path :
         {std::string_view("/"), std::string_view("/api/v1/"), std::string_view("/api/v1/server"),
          std::string_view("/api/v1/sessions/"), std::string_view("/api/v1/sessions/a/b"),
          std::string_view("/api/v1/registers"), std::string_view("/api/v2/me"),
          std::string_view("/api/v1/me/x"), std::string_view(long_id)}) {
        SCOPED_TRACE(path);
        EXPECT_TRUE(std::holds_alternative<NoRoute>(find_route(Method::get, path)));
        EXPECT_FALSE(is_resource(path));
    }
    EXPECT_TRUE(is_resource("/api/v1/sessions/s1"));
}

}  // namespace
}  // namespace api::rest
