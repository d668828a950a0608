#include "cluster/wire/events.h"

#include <boost/json/array.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "chat/ids.h"
#include "cluster/wire/field_writer.h"
#include "cluster/wire/people.h"

namespace cluster::wire {
namespace {

boost::json::object write(const chat::Reaction& reaction) {
    const auto& [emoji, by] = reaction;
    boost::json::array people;
    people.reserve(by.size());
    for (const chat::Named& one : by)
        people.emplace_back(wire::write(one));
    return FieldWriter().put("emoji", emoji).put_value("by", std::move(people)).take();
}

void read(const FieldReader& in, chat::Reaction& out) {
    in.need("emoji")
        .need("by")
        .read("emoji", out.emoji)
        .read_each("by", out.by,
                   [](const FieldReader& one, chat::Named& named) { wire::read(one, named); });
}

boost::json::object write(const chat::Quote& quote) {
    const auto& [user, nickname, text] = quote;
    return FieldWriter().put("user", user).put("nickname", nickname).put("text", text).take();
}

void read(const FieldReader& in, chat::Quote& out) {
    in.read("user", out.user).read("nickname", out.nickname).read("text", out.text);
}

boost::json::object write(const chat::Standing& standing) {
    const auto& [version, edited, fate, reactions, quote] = standing;
    FieldWriter out;
    out.put("version", version)
        .put("edited", edited)
        .put_number("fate", fate, chat::Standing::Fate::kept);
    if (!reactions.empty()) {
        boost::json::array written;
        written.reserve(reactions.size());
        for (const chat::Reaction& reaction : reactions)
            written.emplace_back(write(reaction));
        out.put_value("reactions", std::move(written));
    }
    if (quote) out.put_value("quote", write(*quote));
    return out.take();
}

void read(const FieldReader& in, chat::Standing& out) {
    in.read("version", out.version)
        .read("edited", out.edited)
        .read_number("fate", out.fate, chat::Standing::Fate::kept, chat::Standing::Fate::deleted)
        .read_each("reactions", out.reactions,
                   [](const FieldReader& one, chat::Reaction& reaction) { read(one, reaction); })
        .read_object("quote", [&](const FieldReader& quote) { read(quote, out.quote.emplace()); });
}

}  // namespace

boost::json::object write(const chat::Event& event) {
    const auto& [room, seq, ordinal, kind, actor, nickname, time, text, nonce, target, standing, by,
                 mentions] = event;
    FieldWriter out;
    out.put("room", room)
        .put("seq", seq)
        .put("ordinal", ordinal)
        .put_number("kind", kind, chat::EventKind::message)
        .put("actor", actor)
        .put("nickname", nickname)
        .put("time", time)
        .put("text", text)
        .put("nonce", nonce)
        .put("target", target);
    if (standing) out.put_value("standing", write(*standing));
    if (by) out.put_value("by", write(*by));
    if (mentions) out.put_value("mentions", write_ids(*mentions));
    return out.take();
}

void read(const FieldReader& in, chat::Event& out) {
    in.need("room")
        .need("seq")
        .read("room", out.room)
        .read("seq", out.seq)
        .read("ordinal", out.ordinal)
        .read_number("kind", out.kind, chat::EventKind::message, chat::EventKind::expired)
        .read("actor", out.actor)
        .read("nickname", out.nickname)
        .read("time", out.time)
        .read("text", out.text)
        .read("nonce", out.nonce)
        .read("target", out.target)
        .read_object("standing",
                     [&](const FieldReader& standing) {
                         chat::Standing value;
                         read(standing, value);
                         out.standing = std::make_shared<const chat::Standing>(std::move(value));
                     })
        .read_object("by", [&](const FieldReader& by) {
            chat::Named value;
            read(by, value);
            out.by = std::make_shared<const chat::Named>(std::move(value));
        });
    if (in.has("mentions")) {
        std::vector<chat::UserId> mentions;
        in.read_ids("mentions", mentions);
        out.mentions = std::make_shared<const std::vector<chat::UserId>>(std::move(mentions));
    }
    if (out.seq == 0) in.worsen(Verdict::broken);
}

}  // namespace cluster::wire
