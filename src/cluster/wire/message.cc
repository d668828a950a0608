#include "cluster/wire/message.h"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <variant>

#include "chat/event.h"
#include "chat/room.h"
#include "cluster/wire/events.h"
#include "cluster/wire/field_reader.h"
#include "cluster/wire/field_writer.h"
#include "cluster/wire/nodes.h"
#include "cluster/wire/people.h"
#include "cluster/wire/rooms.h"

namespace cluster::wire {
namespace {

/// A message's body's standing's reactions' people are six deep; a newer version may have some more.
constexpr std::size_t kDepthMax = 16;

/// The names of kinds. Never rename one, never give one to another kind.
template <typename T>
constexpr std::string_view kKindOf = {};
template <>
constexpr std::string_view kKindOf<chat::Event> = "event";
template <>
constexpr std::string_view kKindOf<chat::RoomHead> = "room_head";
template <>
constexpr std::string_view kKindOf<chat::TypingNews> = "typing";
template <>
constexpr std::string_view kKindOf<chat::Room> = "room";
template <>
constexpr std::string_view kKindOf<chat::PersonPresent> = "person_present";
template <>
constexpr std::string_view kKindOf<chat::PersonGone> = "person_gone";
template <>
constexpr std::string_view kKindOf<chat::RosterAsked> = "roster_asked";
template <>
constexpr std::string_view kKindOf<chat::RosterPart> = "roster_part";
template <>
constexpr std::string_view kKindOf<chat::Heartbeat> = "heartbeat";
template <>
constexpr std::string_view kKindOf<chat::ProfileNews> = "profile";
template <>
constexpr std::string_view kKindOf<chat::MembershipNews> = "membership";
template <>
constexpr std::string_view kKindOf<chat::IgnoredNews> = "ignored";
template <>
constexpr std::string_view kKindOf<chat::SessionsEnded> = "sessions_ended";
template <>
constexpr std::string_view kKindOf<chat::SettingsNews> = "settings";
template <>
constexpr std::string_view kKindOf<chat::AddressBansNews> = "address_bans";

template <typename T>
bool read_as(const FieldReader& in, std::string_view kind, chat::BusMessage& out) {
    static_assert(!kKindOf<T>.empty(), "a new kind needs a name");
    if (kind != kKindOf<T>) return false;
    read(in, out.emplace<T>());
    return true;
}

/// returns  whether the kind is known
template <typename... Kinds>
bool read_message(const FieldReader& in, std::string_view kind, std::variant<Kinds...>& out) {
    return (read_as<Kinds>(in, kind, out) || ...);
}

}  // namespace

std::string encode(const chat::NodeId& from, const chat::BusMessage& message) {
    return std::visit(
        [&]<typename T>(const T& said) {
            return boost::json::serialize(
                FieldWriter()
                    .put("v", kVersion)
                    .put("from", from)
                    .put_value("kind", boost::json::string_view(kKindOf<T>))
                    .put_value("body", write(said))
                    .take());
        },
        message);
}

base::Result<std::optional<Said>, WireError> decode(std::string_view octets) {
    if (octets.size() > kMessageBytesMax) return base::fail(WireError::too_long);
    std::array<unsigned char, 16'384> space;  // most messages need no more
    boost::json::monotonic_resource memory(space.data(), space.size());
    boost::json::parse_options options;
    options.max_depth = kDepthMax;
    boost::system::error_code error;
    const boost::json::value parsed = boost::json::parse(octets, error, &memory, options);
    if (error) return base::fail(WireError::not_json);
    const boost::json::object* const envelope = parsed.if_object();
    if (envelope == nullptr) return base::fail(WireError::not_envelope);

    Said said;
    Verdict verdict = Verdict::understood;
    std::uint64_t version = 0;
    std::string kind;
    const FieldReader in(*envelope, verdict);
    in.need("v").need("kind").read("v", version).read("from", said.from).read("kind", kind);
    const boost::json::value* const found = envelope->if_contains("body");
    const boost::json::object* const body = found == nullptr ? nullptr : found->if_object();
    const std::size_t id_bytes = said.from.value().size();
    if (verdict != Verdict::understood || body == nullptr || id_bytes == 0 ||
        id_bytes > kNodeIdBytesMax) {
        return base::fail(WireError::not_envelope);
    }
    if (!read_message(FieldReader(*body, verdict), kind, said.message)) return std::nullopt;
    if (verdict == Verdict::broken) return base::fail(WireError::not_body);
    if (verdict == Verdict::unknown) return std::nullopt;
    return said;
}

}  // namespace cluster::wire
