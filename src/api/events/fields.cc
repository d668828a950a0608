#include "api/events/fields.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/parse.h"
#include "base/result.h"
#include "chat/ids.h"

namespace api::events {
namespace {

namespace json = boost::json;
using base::fail;

constexpr std::size_t kIdCharactersMax = 32;

bool is_id_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/// The id in the field `name`, of what is told as `whose`.
Parsed<std::string> id_of(const json::object& object, std::string_view name,
                          std::string_view whose) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return fail(Invalid{std::string(name) + " is missing."});
    if (!value->is_string() || !is_id(view(value->get_string()))) {
        return fail(Invalid{std::string(name) + " must be a " + std::string(whose) +
                            "'s id: 1 to 32 letters, digits, '_' or '-'."});
    }
    return std::string(view(value->get_string()));
}

}  // namespace

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= kIdCharactersMax &&
           std::ranges::all_of(text, is_id_character);
}

Parsed<const json::object*> payload(const json::array& args) {
    if (args.empty() || !args.front().is_object())
        return fail(Invalid{"The payload must be an object."});
    return &args.front().get_object();
}

Parsed<chat::RoomId> room_of(const json::object& object) {
    auto id = id_of(object, "room", "room");
    if (!id) return fail(std::move(id).error());
    return chat::RoomId(*std::move(id));
}

Parsed<chat::UserId> user_of(const json::object& object, std::string_view name) {
    auto id = id_of(object, name, "person");
    if (!id) return fail(std::move(id).error());
    return chat::UserId(*std::move(id));
}

Parsed<std::vector<chat::UserId>> users_of(const json::object& object, std::size_t people_max) {
    const json::value* const users = object.if_contains("users");
    if (users == nullptr || !users->is_array() || users->get_array().empty() ||
        users->get_array().size() > people_max) {
        return fail(Invalid{"users must be a list of 1 to " + std::to_string(people_max) +
                            " people's ids."});
    }
    std::vector<chat::UserId> ids;
    ids.reserve(users->get_array().size());
    for (const json::value& user : users->get_array()) {
        if (!user.is_string() || !is_id(view(user.get_string()))) {
            return fail(Invalid{"users must hold ids: 1 to 32 letters, digits, '_' or '-'."});
        }
        ids.emplace_back(std::string(view(user.get_string())));
    }
    return ids;
}

Parsed<std::string> string_of(const json::object& object, std::string_view name,
                              std::size_t bytes_max) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr || !value->is_string())
        return fail(Invalid{std::string(name) + " must be a string."});
    if (value->get_string().size() > bytes_max)
        return fail(Invalid{std::string(name) + " is far too long."});
    return std::string(view(value->get_string()));
}

Parsed<std::string> optional_string_of(const json::object& object, std::string_view name,
                                       std::size_t bytes_max) {
    if (!object.contains(name)) return std::string();
    return string_of(object, name, bytes_max);
}

Parsed<std::uint64_t> whole_number(std::string_view name, const json::value& value,
                                   std::uint64_t min, std::uint64_t max) {
    const auto wrong = [&] {
        return fail(Invalid{std::string(name) + " must be a whole number from " +
                            std::to_string(min) + " to " + std::to_string(max) + "."});
    };
    std::uint64_t number = 0;
    if (value.is_uint64()) {
        number = value.get_uint64();
    } else if (value.is_int64() && value.get_int64() >= 0) {
        number = static_cast<std::uint64_t>(value.get_int64());
    } else if (value.is_double()) {
        const double real = value.get_double();
        if (!(real >= 0 && real <= static_cast<double>(kSeqMax))) return wrong();
        number = static_cast<std::uint64_t>(real);
        if (static_cast<double>(number) != real) return wrong();
    } else {
        return wrong();
    }
    if (number < min || number > max) return wrong();
    return number;
}

}  // namespace api::events
