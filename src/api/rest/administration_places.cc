#include <string>
#include <utility>
#include <vector>

#include "api/rest/admin_answers.h"
#include "api/rest/admin_bodies.h"
#include "api/rest/answers.h"
#include "api/rest/bodies.h"
#include "api/rest/questions.h"
#include "api/rest/route.h"
#include "base/result.h"
#include "chat/address_ban.h"
#include "chat/administration.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"
#include "net/http/message.h"

namespace api::rest {
namespace {

using Bans = std::vector<chat::AddressBan>;

Question use_of_room(const Route& route, chat::Credentials by, chat::RoomUse use) {
    return plain_question<chat::ServerRoom>([by = std::move(by),
                                             room = chat::RoomId(std::string(route.id)),
                                             use](chat::Administration& there, auto reply) mutable {
        there.set_room_use(std::move(by), std::move(room), use, std::move(reply));
    });
}

}  // namespace

Parsed<Question> question_about_places(const Route& route, const net::http::Request& request,
                                       chat::Credentials by) {
    switch (route.operation) {
        case Operation::list_address_bans:
            return question<Bans>(
                [by = std::move(by)](chat::Administration& there, auto reply) mutable {
                    there.address_bans(std::move(by), std::move(reply));
                },
                [](const Bans& bans) { return answer(bans, 200); });
        case Operation::ban_addresses: {
            auto wish = parse_address_ban(request.body);
            if (!wish) return base::fail(std::move(wish).error());
            wish->from = request.peer_address;
            return question<Bans>(
                [by = std::move(by), wish = *std::move(wish)](chat::Administration& there,
                                                              auto reply) mutable {
                    there.ban_addresses(std::move(by), std::move(wish), std::move(reply));
                },
                [](const Bans& bans) { return answer(bans, 201); });
        }
        case Operation::lift_address_ban:
            return question<void>(
                [by = std::move(by), ban = chat::AddressBanId(std::string(route.id))](
                    chat::Administration& there, auto reply) mutable {
                    there.lift_address_ban(std::move(by), std::move(ban), std::move(reply));
                },
                [] { return answer_none(); });
        case Operation::archive_room:
            return use_of_room(route, std::move(by), chat::RoomUse::archived);
        case Operation::restore_room:
            return use_of_room(route, std::move(by), chat::RoomUse::active);
        default:
            break;
    }
    auto asked = parse_rooms_request(request.query());
    if (!asked) return base::fail(std::move(asked).error());
    return plain_question<chat::ServerRoomsPage>(
        [by = std::move(by), asked = *std::move(asked)](chat::Administration& there,
                                                        auto reply) mutable {
            there.rooms(std::move(by), std::move(asked), std::move(reply));
        });
}

}  // namespace api::rest
