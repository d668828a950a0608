#include "cluster/wire/rooms.h"

#include "base/clock.h"
#include "cluster/wire/field_writer.h"
#include "cluster/wire/people.h"

namespace cluster::wire {
namespace {

boost::json::object write(const chat::Mute& mute) {
    const auto& [until] = mute;
    FieldWriter out;
    // Also a time of 0: absent means for ever.
    if (until) out.put_value("until", until->time_since_epoch().count());
    return out.take();
}

void read(const FieldReader& in, chat::Mute& out) {
    if (in.has("until")) in.read("until", out.until.emplace());
}

boost::json::object write(const chat::Membership& membership) {
    const auto& [room, read, read_ordinal, role, people, mentions, mentions_to, level, liking,
                 mute] = membership;
    FieldWriter out;
    out.put("room", room)
        .put("read", read)
        .put("read_ordinal", read_ordinal)
        .put_number("role", role, chat::RoomRole::member)
        .put("mentions", mentions)
        .put("mentions_to", mentions_to)
        .put_number("level", level, chat::NotifyLevel::usual)
        .put_number("liking", liking, chat::Liking::plain);
    if (!people.empty()) out.put_value("people", write_each(people));
    if (mute) out.put_value("mute", write(*mute));
    return out.take();
}

void read(const FieldReader& in, chat::Membership& out) {
    in.need("room")
        .read("room", out.room)
        .read("read", out.read)
        .read("read_ordinal", out.read_ordinal)
        .read_number("role", out.role, chat::RoomRole::member, chat::RoomRole::host)
        .read_each("people", out.people,
                   [](const FieldReader& one, chat::User& user) { wire::read(one, user); })
        .read("mentions", out.mentions)
        .read("mentions_to", out.mentions_to)
        .read_number("level", out.level, chat::NotifyLevel::usual, chat::NotifyLevel::nothing)
        .read_number("liking", out.liking, chat::Liking::plain, chat::Liking::favourite)
        .read_object("mute", [&](const FieldReader& mute) { read(mute, out.mute.emplace()); });
}

}  // namespace

boost::json::object write(const chat::Room& room) {
    const auto& [id, name, name_key, kind, created, head, ordinal, topic, use, slow_mode_s,
                 retention_days, expired, expired_ordinal] = room;
    return FieldWriter()
        .put("id", id)
        .put("name", name)
        .put("name_key", name_key)
        .put_number("kind", kind, chat::RoomKind::open)
        .put("created", created)
        .put("head", head)
        .put("ordinal", ordinal)
        .put("topic", topic)
        .put_number("use", use, chat::RoomUse::active)
        .put("slow_mode_s", slow_mode_s)
        .put("retention_days", retention_days)
        .put("expired", expired)
        .put("expired_ordinal", expired_ordinal)
        .take();
}

void read(const FieldReader& in, chat::Room& out) {
    in.need("id")
        .read("id", out.id)
        .read("name", out.name)
        .read("name_key", out.name_key)
        .read_number("kind", out.kind, chat::RoomKind::open, chat::RoomKind::direct)
        .read("created", out.created)
        .read("head", out.head)
        .read("ordinal", out.ordinal)
        .read("topic", out.topic)
        .read_number("use", out.use, chat::RoomUse::active, chat::RoomUse::archived)
        .read("slow_mode_s", out.slow_mode_s)
        .read("retention_days", out.retention_days)
        .read("expired", out.expired)
        .read("expired_ordinal", out.expired_ordinal);
}

boost::json::object write(const chat::RoomHead& news) {
    const auto& [room, head] = news;
    return FieldWriter().put("room", room).put("head", head).take();
}

void read(const FieldReader& in, chat::RoomHead& out) {
    in.need("room").read("room", out.room).read("head", out.head);
}

boost::json::object write(const chat::TypingNews& news) {
    const auto& [room, user] = news;
    return FieldWriter().put("room", room).put_value("user", write(user)).take();
}

void read(const FieldReader& in, chat::TypingNews& out) {
    in.need("room")
        .need("user")
        .read("room", out.room)
        .read_object("user", [&](const FieldReader& user) { read(user, out.user); });
}

boost::json::object write(const chat::MembershipNews& news) {
    const auto& [user, membership, about] = news;
    return FieldWriter()
        .put("user", user)
        .put_value("membership", write(membership))
        .put_number("about", about, chat::MembershipNews::About::marker)
        .take();
}

void read(const FieldReader& in, chat::MembershipNews& out) {
    using About = chat::MembershipNews::About;
    in.need("user")
        .need("membership")
        .read("user", out.user)
        .read_object("membership",
                     [&](const FieldReader& membership) { read(membership, out.membership); })
        .read_number("about", out.about, About::marker, About::preference);
}

}  // namespace cluster::wire
