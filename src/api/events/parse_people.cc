#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "api/events/fields.h"
#include "api/events/parse.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/chat.h"

namespace api::events {

namespace json = boost::json;
using base::fail;

Parsed<chat::IgnoreWish> parse_ignore(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto user = user_of(**object);
    if (!user) return fail(std::move(user).error());
    chat::IgnoreWish wish{.user = *std::move(user)};
    if (const json::value* const on = (*object)->if_contains("on")) {
        if (!on->is_bool()) return fail(Invalid{"on must be true or false."});
        wish.ignoring = on->get_bool() ? chat::Ignoring::on : chat::Ignoring::off;
    }
    return wish;
}

}  // namespace api::events
