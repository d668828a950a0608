#include "chat/own_node.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/rooms.h"

namespace chat {
namespace {

/// A piece of a roster is cut when it weighs this, so that it fits into one message of any bus.
constexpr std::size_t kPartBytesMax = 256U << 10U;

/// On the wire, roughly and rather too much.
std::size_t weight_of(const PresentPerson& person) {
    constexpr std::size_t kFrame = 128;
    std::size_t bytes = kFrame + person.user.id.value().size() + person.name_key.size() +
                        person.user.nickname.size() + person.user.status.size();
    for (const PresentIn& place : person.rooms)
        bytes += place.room.value().size() + 32;
    return bytes;
}

PresentPerson view_of(const Person& person) {
    PresentPerson view{.user = person.user, .name_key = person.name_key, .rooms = {}};
    view.rooms.reserve(person.places.size());
    for (const Place& place : person.places)
        view.rooms.push_back({.room = place.room->room.id, .role = place.role});
    std::ranges::sort(view.rooms, {}, &PresentIn::room);
    return view;
}

}  // namespace

bool OwnNode::is_alone() const {
    return ports_.bus.reach() == Bus::Reach::this_node;
}

Heartbeat OwnNode::heartbeat() const {
    const base::SteadyTime now = ports_.clock.now();
    return {.version = version_,
            .state = state_,
            .name = introduction_.name,
            .address = introduction_.address,
            .release = introduction_.release,
            .people = static_cast<std::uint32_t>(people_.present()),
            .connections = static_cast<std::uint32_t>(people_.connections()),
            .rooms = static_cast<std::uint32_t>(rooms_.live()),
            .messages = ports_.metrics.messages_posted.value(),
            .messages_per_minute = pulse_.messages_per_minute(now),
            .store_wait_ms = static_cast<std::uint32_t>(pulse_.store_wait(now).count())};
}

void OwnNode::set_state(Heartbeat::State state) {
    state_ = state;
    beat();
}

void OwnNode::start() {
    if (is_alone()) return;
    due_ = ports_.clock.now();
    on_time();
}

void OwnNode::beat() {
    if (!is_alone()) ports_.bus.publish(heartbeat());
}

void OwnNode::on_time() {
    const base::SteadyTime now = ports_.clock.now();
    if (!due_ || *due_ > now) return;
    beat();
    due_ = now + ports_.limits.heartbeat_interval;
}

void OwnNode::present(const Person& person) {
    ++version_;
    if (!is_alone()) {
        ports_.bus.publish(PersonPresent{.version = version_, .person = view_of(person)});
    }
}

void OwnNode::gone(const UserId& user) {
    ++version_;
    if (!is_alone()) ports_.bus.publish(PersonGone{.version = version_, .user = user});
}

void OwnNode::tell_roster(const NodeId& node) {
    std::vector<RosterPart> parts(1);
    std::size_t bytes = 0;
    people_.for_each_person([&](const Person& person) {
        PresentPerson view = view_of(person);
        const std::size_t more = weight_of(view);
        if (bytes > 0 && bytes + more > kPartBytesMax) {
            parts.emplace_back();
            bytes = 0;
        }
        bytes += more;
        parts.back().people.push_back(std::move(view));
    });
    std::uint32_t number = 0;
    for (RosterPart& part : parts) {
        part.version = version_;
        part.part = number++;
        part.parts = static_cast<std::uint32_t>(parts.size());
        ports_.bus.send(node, std::move(part));
    }
}

}  // namespace chat
