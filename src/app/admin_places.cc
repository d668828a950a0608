#include "app/admin_places.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "app/admin_server.h"
#include "app/admin_wish.h"
#include "app/admin_words.h"
#include "app/config.h"
#include "base/network.h"

namespace app {
namespace {

namespace json = boost::json;

std::string line_of_ban(const json::object& ban) {
    return fmt::format("{}, since {}, {}", text_of(ban, "network"), minute_of(ban.at("time")),
                       terms_of(ban));
}

}  // namespace

std::string list_rooms(const AdminServer& server, const AdminWish& wish) {
    std::string lines;
    std::string after;
    for (bool has_more = true; has_more;) {
        const json::object page =
            server.ask("GET", "admin/rooms?limit=200&query=" + encoded(wish.name) +
                                  "&after=" + encoded(after));
        for (const json::value& each : page.at("rooms").as_array()) {
            const json::object& room = each.as_object();
            lines += fmt::format("{}{}: {} messages, {} present, since {}\n", text_of(room, "name"),
                                 room.contains("archived") ? " (archived)" : "",
                                 text_of(room, "messages"), text_of(room, "present"),
                                 minute_of(room.at("created")));
            after = text_of(room, "room");
        }
        has_more = page.at("more").as_bool();
    }
    return lines.empty() ? "No public room is called so.\n" : lines;
}

std::string list_bans(const AdminServer& server) {
    std::string lines;
    const json::object answer = server.ask("GET", "admin/bans");
    for (const json::value& each : answer.at("bans").as_array())
        lines += line_of_ban(each.as_object()) + "\n";
    return lines.empty() ? "No address is banned.\n" : lines;
}

std::string ban(const AdminServer& server, const AdminWish& wish) {
    json::object body = terms_in(wish);
    body["network"] = wish.network;
    const json::object answer = server.ask("POST", "admin/bans", body);
    return "Nobody comes in any more from " +
           line_of_ban(answer.at("bans").as_array().at(0).as_object()) + ".\n";
}

std::string lift_ban(const AdminServer& server, const AdminWish& wish) {
    const std::optional<base::Network> network = base::Network::from(wish.network);
    const std::string wanted = network ? network->text() : wish.network;
    const json::object answer = server.ask("GET", "admin/bans");
    for (const json::value& each : answer.at("bans").as_array()) {
        const json::object& banned = each.as_object();
        if (text_of(banned, "network") != wanted) continue;
        static_cast<void>(server.ask("DELETE", "admin/bans/" + text_of(banned, "ban")));
        return "People may come in again from " + wanted + ".\n";
    }
    throw StartError(wanted + " is not banned. `parlor admin bans` shows which networks are.");
}

}  // namespace app
