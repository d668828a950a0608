#include "cluster/wire/people.h"

#include "cluster/wire/field_writer.h"

namespace cluster::wire {

boost::json::object write(const chat::Named& named) {
    const auto& [user, nickname] = named;
    return FieldWriter().put("user", user).put("nickname", nickname).take();
}

void read(const FieldReader& in, chat::Named& out) {
    in.need("user").read("user", out.user).read("nickname", out.nickname);
}

boost::json::object write(const chat::User& user) {
    const auto& [id, nickname, role, created, status, hue] = user;
    return FieldWriter()
        .put("id", id)
        .put("nickname", nickname)
        .put_number("role", role, chat::Role::guest)
        .put("created", created)
        .put("status", status)
        .put("hue", hue, chat::kHueOfName)
        .take();
}

void read(const FieldReader& in, chat::User& out) {
    in.need("id")
        .read("id", out.id)
        .read("nickname", out.nickname)
        .read_number("role", out.role, chat::Role::guest, chat::Role::owner)
        .read("created", out.created)
        .read("status", out.status)
        .read("hue", out.hue);
}

boost::json::object write(const chat::PresentIn& place) {
    const auto& [room, role] = place;
    return FieldWriter().put("room", room).put_number("role", role, chat::RoomRole::member).take();
}

void read(const FieldReader& in, chat::PresentIn& out) {
    in.need("room")
        .read("room", out.room)
        .read_number("role", out.role, chat::RoomRole::member, chat::RoomRole::host);
}

boost::json::object write(const chat::PresentPerson& person) {
    const auto& [user, name_key, rooms] = person;
    return FieldWriter()
        .put_value("user", write(user))
        .put("name_key", name_key)
        .put_value("rooms", write_each(rooms))
        .take();
}

void read(const FieldReader& in, chat::PresentPerson& out) {
    in.need("user")
        .read_object("user", [&](const FieldReader& user) { read(user, out.user); })
        .read("name_key", out.name_key)
        .read_each("rooms", out.rooms,
                   [](const FieldReader& one, chat::PresentIn& place) { read(one, place); });
}

boost::json::object write(const chat::PersonPresent& news) {
    const auto& [version, person] = news;
    return FieldWriter().put("version", version).put_value("person", write(person)).take();
}

void read(const FieldReader& in, chat::PersonPresent& out) {
    in.need("person")
        .read("version", out.version)
        .read_object("person", [&](const FieldReader& person) { read(person, out.person); });
}

boost::json::object write(const chat::PersonGone& news) {
    const auto& [version, user] = news;
    return FieldWriter().put("version", version).put("user", user).take();
}

void read(const FieldReader& in, chat::PersonGone& out) {
    in.need("user").read("version", out.version).read("user", out.user);
}

boost::json::object write(const chat::RosterAsked& /*question*/) {
    return {};
}

void read(const FieldReader& /*in*/, chat::RosterAsked& /*out*/) {}

boost::json::object write(const chat::RosterPart& part) {
    const auto& [version, place, parts, people] = part;
    return FieldWriter()
        .put("version", version)
        .put("part", place)
        .put("parts", parts, 1)
        .put_value("people", write_each(people))
        .take();
}

void read(const FieldReader& in, chat::RosterPart& out) {
    in.need("people")
        .read("version", out.version)
        .read("part", out.part)
        .read("parts", out.parts)
        .read_each("people", out.people,
                   [](const FieldReader& one, chat::PresentPerson& person) { read(one, person); });
    if (out.part >= out.parts) in.worsen(Verdict::broken);
}

boost::json::object write(const chat::ProfileNews& news) {
    const auto& [user, name_key] = news;
    return FieldWriter().put_value("user", write(user)).put("name_key", name_key).take();
}

void read(const FieldReader& in, chat::ProfileNews& out) {
    in.need("user")
        .read_object("user", [&](const FieldReader& user) { read(user, out.user); })
        .read("name_key", out.name_key);
}

boost::json::object write(const chat::IgnoredNews& news) {
    const auto& [user, ignored] = news;
    return FieldWriter().put("user", user).put_value("ignored", write_each(ignored)).take();
}

void read(const FieldReader& in, chat::IgnoredNews& out) {
    in.need("user")
        .need("ignored")
        .read("user", out.user)
        .read_each("ignored", out.ignored,
                   [](const FieldReader& one, chat::Named& named) { read(one, named); });
}

}  // namespace cluster::wire
