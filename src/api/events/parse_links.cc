#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "api/events/fields.h"
#include "api/events/parse.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/room_records.h"

namespace api::events {
namespace {

namespace json = boost::json;
using base::fail;

constexpr std::size_t kLinkTokenBytesMax = 64;
constexpr std::uint64_t kLinkDaysDefault = 7;
constexpr base::Milliseconds kDay{24LL * 3600 * 1000};
constexpr std::uint64_t kLinkDaysMax = chat::kLinkLifetimeMax / kDay;
constexpr std::uint32_t kRoomAuditLimitDefault = 50;

/// The secret of a link, as some field has it.
Parsed<std::string> token_of(const json::object& object, std::string_view name) {
    auto token = string_of(object, name, kLinkTokenBytesMax);
    if (token && token->empty()) return fail(Invalid{std::string(name) + " must not be empty."});
    return token;
}

}  // namespace

Parsed<JoinIn> parse_join(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    if ((*object)->contains("invite")) {
        if ((*object)->contains("room")) {
            return fail(Invalid{"join takes a room or an invite, not both."});
        }
        auto invite = token_of(**object, "invite");
        if (!invite) return fail(std::move(invite).error());
        return JoinIn{.room = {}, .invite = *std::move(invite)};
    }
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    return JoinIn{.room = *std::move(room), .invite = {}};
}

Parsed<chat::LinkWish> parse_invite_link(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    std::uint64_t days = kLinkDaysDefault;
    if (const json::value* const value = (*object)->if_contains("days")) {
        const auto number = whole_number("days", *value, 1, kLinkDaysMax);
        if (!number) return fail(number.error());
        days = *number;
    }
    chat::LinkWish wish{.room = *std::move(room),
                        .lifetime = static_cast<std::int64_t>(days) * kDay};
    if (const json::value* const value = (*object)->if_contains("uses")) {
        const auto uses = whole_number("uses", *value, 0, chat::kLinkUsesMax);
        if (!uses) return fail(uses.error());
        wish.uses_max = static_cast<std::uint32_t>(*uses);
    }
    return wish;
}

Parsed<LinkIn> parse_revoke_invite_link(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    const json::value* const id = (*object)->if_contains("id");
    if (id == nullptr || !id->is_string() || !is_id(view(id->get_string()))) {
        return fail(Invalid{"id must be the id of a link."});
    }
    return LinkIn{.room = *std::move(room),
                  .link = chat::RoomLinkId(std::string(view(id->get_string())))};
}

Parsed<std::string> parse_look_at_invite(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return token_of(**object, "token");
}

Parsed<chat::RoomAuditRequest> parse_room_audit(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    chat::RoomAuditRequest request{.room = *std::move(room), .limit = kRoomAuditLimitDefault};
    if (const json::value* const value = (*object)->if_contains("before")) {
        const auto before = whole_number("before", *value, 1, kSeqMax);
        if (!before) return fail(before.error());
        request.before = *before;
    }
    if (const json::value* const value = (*object)->if_contains("limit")) {
        const auto limit = whole_number("limit", *value, 1, kRoomAuditLimitMax);
        if (!limit) return fail(limit.error());
        request.limit = static_cast<std::uint32_t>(*limit);
    }
    return request;
}

}  // namespace api::events
