#include "api/rest/bodies.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/rest/json_fields.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/room.h"

namespace api::rest {
namespace {

namespace json = boost::json;
using base::fail;

constexpr std::int64_t kHueMax = 359;
constexpr std::int64_t kInviteLifetimeMin = 60'000;

Parsed<chat::SignUp::Keep> keep_of(const json::object& object) {
    const json::value* const value = object.if_contains("keep");
    if (value == nullptr) return chat::SignUp::Keep::briefly;
    if (!value->is_bool()) return fail(Invalid{"keep must be true or false."});
    return value->get_bool() ? chat::SignUp::Keep::signed_in : chat::SignUp::Keep::briefly;
}

}  // namespace

Parsed<chat::SignUp> parse_sign_up(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    auto name = needed_text(*object, "name");
    if (!name) return fail(std::move(name).error());
    auto password = needed_text(*object, "password");
    if (!password) return fail(std::move(password).error());
    auto invite = text(*object, "invite");
    if (!invite) return fail(std::move(invite).error());
    auto owner_key = text(*object, "owner_key");
    if (!owner_key) return fail(std::move(owner_key).error());
    const auto keep = keep_of(*object);
    if (!keep) return fail(keep.error());
    return chat::SignUp{.name = *std::move(name),
                        .password = *std::move(password),
                        .token = {},
                        .invite = (*std::move(invite)).value_or(std::string()),
                        .owner_key = (*std::move(owner_key)).value_or(std::string()),
                        .keep = *keep,
                        .caller = {}};
}

Parsed<chat::SignIn> parse_sign_in(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    auto name = needed_text(*object, "name");
    if (!name) return fail(std::move(name).error());
    auto password = needed_text(*object, "password");
    if (!password) return fail(std::move(password).error());
    const auto keep = keep_of(*object);
    if (!keep) return fail(keep.error());
    return chat::SignIn{
        .name = *std::move(name), .password = *std::move(password), .keep = *keep, .caller = {}};
}

Parsed<chat::ProfileChange> parse_profile_change(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    chat::ProfileChange change;
    auto nickname = text(*object, "nickname");
    if (!nickname) return fail(std::move(nickname).error());
    change.nickname = *std::move(nickname);
    auto status = text(*object, "status");
    if (!status) return fail(std::move(status).error());
    change.status = *std::move(status);
    const json::value* const hue = object->if_contains("hue");
    if (hue != nullptr && hue->is_null()) {
        change.hue = chat::kHueOfName;
        return change;
    }
    const auto degrees = whole_number(*object, "hue", 0, kHueMax);
    if (!degrees) return fail(degrees.error());
    if (*degrees) change.hue = static_cast<std::int16_t>(**degrees);
    return change;
}

Parsed<PasswordChange> parse_password_change(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    auto current = needed_text(*object, "current");
    if (!current) return fail(std::move(current).error());
    auto next = needed_text(*object, "password");
    if (!next) return fail(std::move(next).error());
    return PasswordChange{.current = *std::move(current), .next = *std::move(next)};
}

Parsed<chat::InviteRequest> parse_invite_request(std::string_view body) {
    chat::InviteRequest request;
    if (body.empty()) return request;
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    const auto lifetime =
        whole_number(*object, "lifetime_ms", kInviteLifetimeMin, chat::kInviteLifetimeMax.count());
    if (!lifetime) return fail(lifetime.error());
    if (*lifetime) request.lifetime = base::Milliseconds(**lifetime);
    const auto uses = whole_number(*object, "uses", 1, chat::kInviteUsesMax);
    if (!uses) return fail(uses.error());
    if (*uses) request.uses_max = static_cast<std::uint32_t>(**uses);
    return request;
}

Parsed<std::string> parse_invite_check(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    return needed_text(*object, "code");
}

}  // namespace api::rest
