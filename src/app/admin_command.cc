#include "app/admin_command.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/admin_import.h"
#include "app/admin_places.h"
#include "app/admin_server.h"
#include "app/admin_wish.h"
#include "app/admin_words.h"
#include "app/config.h"
#include "chat/names.h"

namespace app {
namespace {

namespace json = boost::json;

constexpr std::int64_t kDay = 24LL * 3600 * 1000;

std::string standing_of(const json::object& person) {
    std::string line =
        fmt::format("{} is {}", text_of(person, "nickname"), text_of(person, "role"));
    if (const json::value* const suspended = person.if_contains("suspended")) {
        line += ", suspended " + terms_of(suspended->as_object());
    }
    return line;
}

std::string find_person(const AdminServer& server, const std::string& name) {
    const json::object found = server.ask("GET", "admin/people?limit=1&query=" + encoded(name));
    const json::array& people = found.at("people").as_array();
    // The exact name comes before all that only begin so.
    const bool is_found =
        !people.empty() &&
        chat::key_from(text_of(people[0].as_object(), "nickname")) == chat::key_from(name);
    if (!is_found) throw StartError("Nobody with an account is called " + name + ".");
    return "admin/people/" + text_of(people[0].as_object(), "user");
}

std::string list_people(const AdminServer& server, const AdminWish& wish) {
    std::string lines;
    std::string after;
    for (bool has_more = true; has_more;) {
        const json::object page =
            server.ask("GET", "admin/people?limit=200&query=" + encoded(wish.name) +
                                  "&after=" + encoded(after));
        for (const json::value& each : page.at("people").as_array()) {
            const json::object& person = each.as_object();
            lines += fmt::format("{}, {}, since {}\n", standing_of(person),
                                 person.at("present").as_bool() ? "present" : "away",
                                 minute_of(person.at("created")));
            after = text_of(person, "user");
        }
        has_more = page.at("more").as_bool();
    }
    return lines.empty() ? "Nobody with an account is called so.\n" : lines;
}

std::string suspend(const AdminServer& server, const AdminWish& wish) {
    const json::object answer =
        server.ask("PUT", find_person(server, wish.name) + "/suspension", terms_in(wish));
    return standing_of(answer.at("person").as_object()) + ".\n";
}

std::string change_settings(const AdminServer& server, const AdminWish& wish) {
    json::object change;
    if (!wish.registration.empty()) {
        change["registration"] =
            wish.registration == "configured" ? json::value() : json::value(wish.registration);
    }
    if (wish.guests == "configured") {
        change["guests"] = nullptr;
    } else if (wish.guests == "on" || wish.guests == "off") {
        change["guests"] = wish.guests == "on";
    } else if (!wish.guests.empty()) {
        throw StartError("--guests must be on, off or configured, but is \"" + wish.guests + "\".");
    }
    const json::object settings = change.empty() ? server.ask("GET", "admin/settings")
                                                 : server.ask("PATCH", "admin/settings", change);
    std::string lines;
    for (const auto& [name, each] : settings) {
        const json::object& setting = each.as_object();
        lines += fmt::format("{}: {} ({})\n", std::string(name), text_of(setting, "value"),
                             setting.at("changed").as_bool()
                                 ? "configured: " + text_of(setting, "configured")
                                 : std::string("as configured"));
    }
    return lines;
}

std::string make_invite(const AdminServer& server, const AdminWish& wish) {
    const json::object answer = server.ask(
        "POST", "invites",
        {{"uses", wish.uses}, {"lifetime_ms", static_cast<std::int64_t>(wish.days) * kDay}});
    const json::object& invite = answer.at("invite").as_object();
    return fmt::format("The code {} is good until {}. As a link: ADDRESS/#invite={}\n",
                       text_of(answer, "code"), minute_of(invite.at("expires")),
                       text_of(answer, "code"));
}

std::string list_audit(const AdminServer& server) {
    std::string lines;
    const json::object page = server.ask("GET", "admin/audit?limit=200");
    for (const json::value& each : page.at("entries").as_array()) {
        const json::object& entry = each.as_object();
        lines += fmt::format("{}  {}  {}", minute_of(entry.at("time")), text_of(entry, "by_name"),
                             text_of(entry, "action"));
        for (const std::string& word : {text_of(entry, "nickname"), text_of(entry, "detail")}) {
            if (!word.empty()) lines += "  " + word;
        }
        if (const json::value* const until = entry.if_contains("until")) {
            lines += "  until " + minute_of(*until);
        }
        lines += "\n";
    }
    return lines.empty() ? "Nothing was done yet.\n" : lines;
}

std::string node_line(const json::object& node) {
    const auto count = [&node](const char* name) { return json::serialize(node.at(name)); };
    return fmt::format(
        "node {} ({}, Parlor {}): {}, {} people, {} connections, {} messages, {} in the last "
        "minute, the store takes {} ms{}\n",
        text_of(node, "name"), text_of(node, "node"), text_of(node, "version"),
        text_of(node, "state"), count("people_present"), count("connections"),
        count("messages_since_start"), count("messages_per_minute"), count("store_wait_ms"),
        node.contains("this") ? ", this one" : "");
}

std::string list_figures(const AdminServer& server) {
    std::string lines;
    for (const auto& [name, value] : server.ask("GET", "admin/figures")) {
        if (value.is_array()) {
            for (const json::value& node : value.get_array())
                lines += node_line(node.as_object());
            continue;
        }
        std::string words(name);
        lines += fmt::format("{}: {}\n", words,
                             words == "started"  ? minute_of(value)
                             : value.is_string() ? std::string(value.get_string())
                                                 : json::serialize(value));
    }
    return lines;
}

}  // namespace

std::string administer(const Command& command) {
    using Verb = AdminWish::Verb;
    const AdminWish& wish = command.admin;
    const AdminServer server(command.config.data);
    const auto person_after = [](const json::object& answer) {
        return standing_of(answer.at("person").as_object()) + ".\n";
    };
    switch (wish.verb) {
        case Verb::none:
        case Verb::people:
            return list_people(server, wish);
        case Verb::role:
            return person_after(
                server.ask("PATCH", find_person(server, wish.name), {{"role", wish.role}}));
        case Verb::suspend:
            return suspend(server, wish);
        case Verb::reinstate:
            return person_after(
                server.ask("DELETE", find_person(server, wish.name) + "/suspension"));
        case Verb::end_sessions: {
            const std::string person = find_person(server, wish.name);
            static_cast<void>(server.ask("DELETE", person + "/sessions"));
            return "All sessions of " + wish.name + " are over.\n";
        }
        case Verb::settings:
            return change_settings(server, wish);
        case Verb::invite:
            return make_invite(server, wish);
        case Verb::import:
            return import_file(server, wish);
        case Verb::rooms:
            return list_rooms(server, wish);
        case Verb::bans:
            return list_bans(server);
        case Verb::ban:
            return ban(server, wish);
        case Verb::unban:
            return lift_ban(server, wish);
        case Verb::audit:
            return list_audit(server);
        case Verb::figures:
            return list_figures(server);
    }
    return {};
}

}  // namespace app
