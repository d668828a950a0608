#include <boost/json/array.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/events/encode.h"
#include "api/events/events.h"
#include "api/events/parse.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/search.h"
#include "chat/store.h"

namespace api::events {

using boost::json::array;
using chat::ConnectionId;
using socketio::AckTicket;

void Events::on_messages() {
    on("message", parse_message, [this](ConnectionId who, chat::Draft draft, AckTicket ticket) {
        chat_.post(who, std::move(draft), answering<chat::Posted>(ticket));
    });
    on("edit", parse_edit, [this](ConnectionId who, const chat::Edit& edit, AckTicket ticket) {
        chat_.edit(who, edit, answering<chat::Posted>(ticket));
    });
    on("delete", parse_delete,
       [this](ConnectionId who, const chat::Deletion& deletion, AckTicket ticket) {
           chat_.remove(who, deletion, answering<chat::Posted>(ticket));
       });
    on("react", parse_react, [this](ConnectionId who, chat::React react, AckTicket ticket) {
        chat_.react(who, std::move(react), answering<chat::Posted>(ticket));
    });
    on(
        "history",
        [max = server_.limits.history_events_max](const array& args) {
            return parse_history(args, max);
        },
        [this](ConnectionId who, chat::PageRequest request, AckTicket ticket) {
            const chat::PageRequest::From from = request.from;
            chat_.history(who, std::move(request),
                          answering<chat::Page>(ticket, [from](const chat::Page& page) {
                              return encode_ok(page, from);
                          }));
        });
    on("typing", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.typing(who, room, answering<void>(ticket));
    });
    on("read", parse_read, [this](ConnectionId who, const ReadIn& read, AckTicket ticket) {
        chat_.read(who, read.room, read.seq,
                   answering<chat::RoomView>(
                       ticket, [](const chat::RoomView& room) { return encode_ok_read(room); }));
    });
    on(
        "search",
        [max = server_.limits.search_hits_max](const array& args) {
            return parse_search(args, max);
        },
        [this](ConnectionId who, const chat::Search& search, AckTicket ticket) {
            chat_.search(who, search, answering<chat::SearchPage>(ticket));
        });
    on("date", parse_date, [this](ConnectionId who, const DateIn& date, AckTicket ticket) {
        chat_.date(who, date.room, date.time, answering<chat::FoundTime>(ticket));
    });
}

void Events::on_pins() {
    using Set = chat::PinWish::Set;
    for (const auto& [name, set] : {std::pair{"pin", Set::on}, std::pair{"unpin", Set::off}}) {
        on(
            name, [set](const array& args) { return parse_pin(args, set); },
            [this](ConnectionId who, const chat::PinWish& wish, AckTicket ticket) {
                chat_.pin(who, wish, answering<chat::Posted>(ticket));
            });
    }
    on("pins", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.pins(who, room, answering<chat::PinsPage>(ticket));
    });
    on("versions", parse_versions,
       [this](ConnectionId who, const TargetIn& message, AckTicket ticket) {
           chat_.versions(who, message.room, message.target, answering<chat::Versions>(ticket));
       });
}

void Events::on_rooms() {
    on("join", parse_join, [this](ConnectionId who, const JoinIn& wish, AckTicket ticket) {
        if (wish.invite.empty()) {
            chat_.join(who, wish.room, answering<chat::RoomView>(ticket));
        } else {
            chat_.join_by_link(who, wish.invite, answering<chat::RoomView>(ticket));
        }
    });
    on("leave", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.leave(who, room, answering<void>(ticket));
    });
    on("prefer", parse_prefer, [this](ConnectionId who, const PreferIn& wish, AckTicket ticket) {
        chat_.prefer(who, wish.room, wish.preference, answering<void>(ticket));
    });
    on("create", parse_create,
       [this](ConnectionId who, const chat::RoomWish& wish, AckTicket ticket) {
           chat_.create(who, wish, answering<chat::RoomView>(ticket));
       });
    on("direct", parse_direct,
       [this](ConnectionId who, std::vector<chat::UserId> users, AckTicket ticket) {
           chat_.direct(who, std::move(users), answering<chat::RoomView>(ticket));
       });
    on("rooms", parse_rooms, [this](ConnectionId who, const std::string& query, AckTicket ticket) {
        chat_.rooms(who, query, answering<std::vector<chat::RoomEntry>>(ticket));
    });
}

void Events::on_hosting() {
    on("rename", parse_rename, [this](ConnectionId who, const RoomTextIn& name, AckTicket ticket) {
        chat_.rename(who, name.room, name.text, answering<chat::Posted>(ticket));
    });
    on("topic", parse_topic, [this](ConnectionId who, const RoomTextIn& topic, AckTicket ticket) {
        chat_.set_topic(who, topic.room, topic.text, answering<chat::Posted>(ticket));
    });
    on("archive", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.set_use(who, room, chat::RoomUse::archived, answering<chat::Posted>(ticket));
    });
    on("restore", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.set_use(who, room, chat::RoomUse::active, answering<chat::Posted>(ticket));
    });
    on("add", parse_on_member,
       [this](ConnectionId who, const chat::OnMember& wish, AckTicket ticket) {
           chat_.add(who, wish, answering<chat::Posted>(ticket));
       });
    on("kick", parse_on_member,
       [this](ConnectionId who, const chat::OnMember& wish, AckTicket ticket) {
           chat_.kick(who, wish, answering<chat::Posted>(ticket));
       });
    on("host", parse_host, [this](ConnectionId who, const chat::HostWish& wish, AckTicket ticket) {
        chat_.set_host(who, wish, answering<chat::Posted>(ticket));
    });
    on(
        "ban", [this](const array& args) { return parse_ban(args, clock_.wall()); },
        [this](ConnectionId who, chat::BanWish wish, AckTicket ticket) {
            chat_.ban(who, std::move(wish), answering<void>(ticket));
        });
    on("unban", parse_on_member,
       [this](ConnectionId who, const chat::OnMember& wish, AckTicket ticket) {
           chat_.lift_ban(who, wish, answering<void>(ticket));
       });
    on(
        "mute", [this](const array& args) { return parse_mute(args, clock_.wall()); },
        [this](ConnectionId who, const chat::MuteWish& wish, AckTicket ticket) {
            chat_.mute(who, wish, answering<chat::Posted>(ticket));
        });
    on("unmute", parse_on_member,
       [this](ConnectionId who, const chat::OnMember& wish, AckTicket ticket) {
           chat_.unmute(who, wish, answering<chat::Posted>(ticket));
       });
    on("mutes", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.mutes(who, room, answering<std::vector<chat::MuteEntry>>(ticket));
    });
    on("slow_mode", parse_slow_mode,
       [this](ConnectionId who, const SlowModeIn& wish, AckTicket ticket) {
           chat_.set_slow_mode(who, wish.room, wish.seconds, answering<chat::Posted>(ticket));
       });
    on("retention", parse_retention,
       [this](ConnectionId who, const RetentionIn& wish, AckTicket ticket) {
           chat_.set_retention(who, wish.room, wish.days, answering<chat::Posted>(ticket));
       });
    on("bans", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.bans(who, room, answering<std::vector<chat::Ban>>(ticket));
    });
}

void Events::on_links() {
    on("invite_link", parse_invite_link,
       [this](ConnectionId who, const chat::LinkWish& wish, AckTicket ticket) {
           chat_.make_link(who, wish, answering<chat::MadeLink>(ticket));
       });
    on("invite_links", parse_room,
       [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
           chat_.links(who, room, answering<std::vector<chat::RoomLink>>(ticket));
       });
    on("revoke_invite_link", parse_revoke_invite_link,
       [this](ConnectionId who, const LinkIn& link, AckTicket ticket) {
           chat_.revoke_link(who, link.room, link.link, answering<void>(ticket));
       });
    on("look_at_invite", parse_look_at_invite,
       [this](ConnectionId who, const std::string& token, AckTicket ticket) {
           chat_.look_at_link(who, token, answering<chat::LinkView>(ticket));
       });
    on("room_audit", parse_room_audit,
       [this](ConnectionId who, chat::RoomAuditRequest request, AckTicket ticket) {
           chat_.room_audit(who, std::move(request), answering<chat::RoomAuditPage>(ticket));
       });
}

void Events::on_people() {
    on("members", parse_room, [this](ConnectionId who, const chat::RoomId& room, AckTicket ticket) {
        chat_.members(who, room, answering<chat::Members>(ticket));
    });
    on(
        "roster",
        [max = server_.limits.members_listed_max](const array& args) {
            return parse_roster(args, max);
        },
        [this](ConnectionId who, chat::RosterRequest request, AckTicket ticket) {
            chat_.roster(who, std::move(request), answering<chat::RosterPage>(ticket));
        });
    on("people", parse_people,
       [this](ConnectionId who, std::vector<chat::UserId> users, AckTicket ticket) {
           chat_.people(who, std::move(users), answering<std::vector<chat::User>>(ticket));
       });
    on("find_people", parse_find_people,
       [this](ConnectionId who, const std::string& query, AckTicket ticket) {
           chat_.find_people(who, query, answering<std::vector<chat::User>>(ticket));
       });
    on("ignore", parse_ignore,
       [this](ConnectionId who, const chat::IgnoreWish& wish, AckTicket ticket) {
           chat_.ignore(who, wish, answering<std::vector<chat::Named>>(ticket));
       });
}

}  // namespace api::events
