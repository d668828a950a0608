#include "cluster/wire/nodes.h"

#include "chat/audience.h"
#include "cluster/wire/field_writer.h"

namespace cluster::wire {

boost::json::object write(const chat::Heartbeat& heartbeat) {
    const auto& [version, state, name, address, release, people, connections, rooms, messages,
                 messages_per_minute, store_wait_ms] = heartbeat;
    return FieldWriter()
        .put("version", version)
        .put_number("state", state, chat::Heartbeat::State::serving)
        .put("name", name)
        .put("address", address)
        .put("release", release)
        .put("people", people)
        .put("connections", connections)
        .put("rooms", rooms)
        .put("messages", messages)
        .put("messages_per_minute", messages_per_minute)
        .put("store_wait_ms", store_wait_ms)
        .take();
}

void read(const FieldReader& in, chat::Heartbeat& out) {
    using State = chat::Heartbeat::State;
    in.read("version", out.version)
        .read_number("state", out.state, State::serving, State::draining)
        .read("name", out.name)
        .read("address", out.address)
        .read("release", out.release)
        .read("people", out.people)
        .read("connections", out.connections)
        .read("rooms", out.rooms)
        .read("messages", out.messages)
        .read("messages_per_minute", out.messages_per_minute)
        .read("store_wait_ms", out.store_wait_ms);
}

boost::json::object write(const chat::SessionsEnded& news) {
    const auto& [user, session, keep, why] = news;
    return FieldWriter()
        .put("user", user)
        .put("session", session)
        .put("keep", keep)
        .put_number("why", why, chat::SessionEnd::signed_out)
        .take();
}

void read(const FieldReader& in, chat::SessionsEnded& out) {
    using chat::SessionEnd;
    in.need("user")
        .read("user", out.user)
        .read("session", out.session)
        .read("keep", out.keep)
        .read_number("why", out.why, SessionEnd::signed_out, SessionEnd::address_banned);
}

boost::json::object write(const chat::SettingsNews& /*news*/) {
    return {};
}

void read(const FieldReader& /*in*/, chat::SettingsNews& /*out*/) {}

boost::json::object write(const chat::AddressBansNews& /*news*/) {
    return {};
}

void read(const FieldReader& /*in*/, chat::AddressBansNews& /*out*/) {}

}  // namespace cluster::wire
