// What other nodes say: Chat::on_bus_message() and what comes of it.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "chat/audience.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/impl.h"
#include "chat/own_node.h"
#include "chat/people.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/unknown_rooms.h"

namespace chat {
namespace {

template <typename... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

}  // namespace

void Chat::Impl::on_event_elsewhere(const Event& event) {
    KnownRoom* const room = rooms.find(event.room);
    if (room == nullptr) {
        // Nobody here is in it, unless they were made a member just now.
        if (!is_of_member(event.kind) || people.find(event.actor) == nullptr) return;
        UnknownRooms::Then again = [this, event] {
            if (KnownRoom* const learnt = rooms.find(event.room)) delivery.received(*learnt, event);
        };
        // Refused, it is lost like any message of the bus: they find the room when they come again.
        static_cast<void>(unknown_rooms.learn(again));
        return;
    }
    if (event.kind == EventKind::message) {
        // What somebody wrote on another device they have read.
        Person* const author = people.find(event.actor);
        Place* const place = author == nullptr ? nullptr : author->place(*room);
        if (place != nullptr) place->mark(event.seq, event.ordinal);
    }
    delivery.received(*room, event);
}

void Chat::Impl::on_room_elsewhere(const Room& room) {
    if (KnownRoom* const known = rooms.find(room.id)) {
        rooms.take_over(*known, room);
    } else {
        on_room_found(room);
    }
}

void Chat::Impl::on_room_found(const Room& room) {
    if (KnownRoom* const known = rooms.find(room.id)) {
        rooms.take_over(*known, room);
        delivery.head_known(*known, room.head);
        return;
    }
    KnownRoom& known = rooms.add(room);
    neighbours.for_each_person([&known](const PresentPerson& person) {
        if (std::ranges::binary_search(person.rooms, known.room.id, {}, &PresentIn::room)) {
            known.people.enter_elsewhere(person.user.id);
        }
    });
    if (room.kind == RoomKind::open) {
        ports.audience.room_created({.room = known.snapshot(), .present = known.present()});
    } else if (room.kind == RoomKind::direct) {
        direct_rooms.on_made_elsewhere(known);
    }
}

void Chat::Impl::on_elsewhere(const PresentPerson* before, const PresentPerson* now) {
    if (before != nullptr) nicknames.release_elsewhere(before->name_key, before->user.id);
    if (now != nullptr) nicknames.hold_elsewhere(now->name_key, now->user.id);
    attendance.on_elsewhere(before, now);
    if (now == nullptr) return;
    profile_notices.on_elsewhere(before, *now);
    on_present_elsewhere(*now);
}

void Chat::Impl::on_present_elsewhere(const PresentPerson& person) {
    const bool is_known = std::ranges::all_of(
        person.rooms, [this](const PresentIn& each) { return rooms.find(each.room) != nullptr; });
    // Their rooms count them when they are learnt.
    if (!is_known) unknown_rooms.learn();
}

void Chat::on_bus_message(const NodeId& from, const BusMessage& message) {
    Impl& impl = *impl_;
    const auto on_membership = [&impl](const MembershipNews& news) {
        if (news.about == MembershipNews::About::marker) {
            impl.conversation.on_marker_elsewhere(news.user, news.membership);
        } else {
            impl.preferences.on_elsewhere(news.user, news.membership);
        }
    };
    const auto on_head = [&impl](const RoomHead& said) {
        if (KnownRoom* const room = impl.rooms.find(said.room)) {
            impl.delivery.head_known(*room, said.head);
        }
    };
    std::visit(
        Overloaded{
            [&](const Event& event) { impl.on_event_elsewhere(event); },
            [&](const RoomHead& said) { on_head(said); },
            [&](const TypingNews& news) { impl.conversation.on_typing_elsewhere(news); },
            [&](const Room& room) { impl.on_room_elsewhere(room); },
            [&](const PersonPresent& change) { impl.neighbours.on_present(from, change); },
            [&](const PersonGone& change) { impl.neighbours.on_gone(from, change); },
            [&](const RosterAsked& /*asked*/) { impl.own_node.tell_roster(from); },
            [&](const RosterPart& part) { impl.neighbours.on_part(from, part); },
            [&](const Heartbeat& beat) { impl.neighbours.on_heartbeat(from, beat); },
            [&](const ProfileNews& news) { impl.profile_notices.on_news(news); },
            [&](const MembershipNews& news) { on_membership(news); },
            [&](const IgnoredNews& news) { impl.ignored_people.on_elsewhere(news); },
            [&](const SessionsEnded& ended) { impl.ended.on_elsewhere(ended); },
            [&](const SettingsNews& /*news*/) { impl.administration.on_settings_elsewhere(); },
            [&](const AddressBansNews& /*news*/) {
                impl.administration.on_address_bans_elsewhere();
            }},
        message);
}

void Chat::on_bus_restored() {
    Impl& impl = *impl_;
    impl.neighbours.on_restored();
    impl.own_node.beat();
    impl.delivery.doubt_all();
    impl.unknown_rooms.learn();
    impl.administration.on_settings_elsewhere();
    impl.administration.on_address_bans_elsewhere();
    impl.session_checks.check_all();
}

void Chat::introduce(std::string name, std::string address, std::string release) {
    impl_->own_node.introduce(
        {.name = std::move(name), .address = std::move(address), .release = std::move(release)});
    impl_->own_node.beat();
}

void Chat::announce_draining() {
    impl_->own_node.set_state(Heartbeat::State::draining);
}

std::vector<Chat::NodeView> Chat::nodes() const {
    std::vector<NodeView> views;
    views.push_back({.id = impl_->ports.bus.node(),
                     .said = impl_->own_node.heartbeat(),
                     .which = NodeView::Which::this_one});
    impl_->neighbours.for_each_node([&views](const NodeId& id, const Heartbeat& said) {
        views.push_back({.id = id, .said = said});
    });
    return views;
}

void Chat::watch_nodes(std::function<void()> changed) {
    impl_->nodes_changed = std::move(changed);
}

}  // namespace chat
