#include "api/rest/administration.h"

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "api/rest/admin_answers.h"
#include "api/rest/admin_bodies.h"
#include "api/rest/answers.h"
#include "api/rest/bodies.h"
#include "api/rest/questions.h"
#include "api/rest/route.h"
#include "base/result.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "net/http/message.h"

namespace api::rest {
bool is_administration(Operation operation) {
    switch (operation) {
        case Operation::list_people:
        case Operation::set_role:
        case Operation::suspend:
        case Operation::reinstate:
        case Operation::end_sessions_of:
        case Operation::list_address_bans:
        case Operation::ban_addresses:
        case Operation::lift_address_ban:
        case Operation::list_rooms:
        case Operation::archive_room:
        case Operation::restore_room:
        case Operation::show_settings:
        case Operation::change_settings:
        case Operation::show_figures:
        case Operation::show_audit:
            return true;
        default:
            return false;
    }
}

Parsed<Question> question_of(const Route& route, const net::http::Request& request,
                             chat::Credentials by, std::string_view version) {
    chat::UserId user{std::string(route.id)};
    switch (route.operation) {
        case Operation::list_people: {
            auto asked = parse_people_request(request.query());
            if (!asked) return base::fail(std::move(asked).error());
            return plain_question<chat::PeoplePage>(
                [by = std::move(by), asked = *std::move(asked)](chat::Administration& there,
                                                                auto reply) mutable {
                    there.people(std::move(by), std::move(asked), std::move(reply));
                });
        }
        case Operation::set_role: {
            const auto role = parse_role(request.body);
            if (!role) return base::fail(role.error());
            return plain_question<chat::PersonView>(
                [by = std::move(by), user = std::move(user), role = *role](
                    chat::Administration& there, auto reply) mutable {
                    there.set_role(std::move(by), std::move(user), role, std::move(reply));
                });
        }
        case Operation::suspend: {
            auto wish = parse_suspension(request.body);
            if (!wish) return base::fail(std::move(wish).error());
            return plain_question<chat::PersonView>(
                [by = std::move(by), user = std::move(user), wish = *std::move(wish)](
                    chat::Administration& there, auto reply) mutable {
                    there.suspend(std::move(by), std::move(user), std::move(wish),
                                  std::move(reply));
                });
        }
        case Operation::reinstate:
            return plain_question<chat::PersonView>(
                [by = std::move(by), user = std::move(user)](chat::Administration& there,
                                                             auto reply) mutable {
                    there.reinstate(std::move(by), std::move(user), std::move(reply));
                });
        case Operation::end_sessions_of:
            return question<void>(
                [by = std::move(by), user = std::move(user)](chat::Administration& there,
                                                             auto reply) mutable {
                    there.end_sessions(std::move(by), std::move(user), std::move(reply));
                },
                [] { return answer_none(); });
        case Operation::show_settings:
            return plain_question<chat::SettingsView>(
                [by = std::move(by)](chat::Administration& there, auto reply) mutable {
                    there.settings(std::move(by), std::move(reply));
                });
        case Operation::change_settings: {
            const auto change = parse_settings_change(request.body);
            if (!change) return base::fail(change.error());
            return plain_question<chat::SettingsView>(
                [by = std::move(by), change = *change](chat::Administration& there,
                                                       auto reply) mutable {
                    there.change_settings(std::move(by), change, std::move(reply));
                });
        }
        case Operation::list_address_bans:
        case Operation::ban_addresses:
        case Operation::lift_address_ban:
        case Operation::list_rooms:
        case Operation::archive_room:
        case Operation::restore_room:
            return question_about_places(route, request, std::move(by));
        case Operation::show_figures:
            return question<chat::Figures>(
                [by = std::move(by)](chat::Administration& there, auto reply) mutable {
                    there.figures(std::move(by), std::move(reply));
                },
                [version](const chat::Figures& figures) { return answer(figures, version); });
        default:
            break;
    }
    const auto asked = parse_audit_request(request.query());
    if (!asked) return base::fail(asked.error());
    return plain_question<chat::AuditPage>(
        [by = std::move(by), asked = *asked](chat::Administration& there, auto reply) mutable {
            there.audit(std::move(by), asked, std::move(reply));
        });
}

}  // namespace api::rest
