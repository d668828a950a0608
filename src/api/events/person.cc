#include "api/events/person.h"

#include <string_view>

#include "api/events/json_writer.h"
#include "chat/room.h"

namespace api::events {

std::string_view name_of(chat::Role role) {
    switch (role) {
        case chat::Role::guest:
            return "guest";
        case chat::Role::member:
            return "member";
        case chat::Role::moderator:
            return "moderator";
        case chat::Role::admin:
            return "admin";
        case chat::Role::owner:
            return "owner";
    }
    return "guest";
}

void write_person(JsonWriter& out, const chat::User& user, Status status) {
    out.field("user", user.id.value())
        .field("nickname", user.nickname)
        .field("role", name_of(user.role));
    if (status == Status::shown && !user.status.empty()) out.field("status", user.status);
    if (user.hue != chat::kHueOfName) out.field("hue", user.hue);
}

}  // namespace api::events
