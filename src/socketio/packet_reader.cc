#include "socketio/packet_reader.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/parse_options.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "socketio/options.h"
#include "socketio/packet.h"

namespace socketio {

namespace json = boost::json;

namespace {

using base::fail;
template <typename T>
using Parsed = base::Result<T, PacketError>;

constexpr std::array<std::string_view, 6> kReservedNames = {
    "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t count_digits(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

/// The number at the front of `text`, which has at most kAckDigitsMax digits.
std::uint64_t take_number(std::string_view& text, std::size_t digits) {
    std::uint64_t number = 0;
    for (const char c : text.substr(0, digits))
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    text.remove_prefix(digits);
    return number;
}

struct Kind {
    PacketType type;
    bool is_binary;
};

Parsed<Kind> take_type(std::string_view& text) {
    if (text.empty()) return fail(PacketError::type_unknown);
    const char digit = text.front();
    text.remove_prefix(1);
    switch (digit) {
        case '0':
            return Kind{.type = PacketType::connect, .is_binary = false};
        case '1':
            return Kind{.type = PacketType::disconnect, .is_binary = false};
        case '2':
            return Kind{.type = PacketType::event, .is_binary = false};
        case '3':
            return Kind{.type = PacketType::ack, .is_binary = false};
        case '4':
            return fail(PacketError::type_server_only);
        case '5':
            return Kind{.type = PacketType::event, .is_binary = true};
        case '6':
            return Kind{.type = PacketType::ack, .is_binary = true};
        default:
            return fail(PacketError::type_unknown);
    }
}

Parsed<std::size_t> take_attachment_count(std::string_view& text, const PacketLimits& limits) {
    const std::size_t digits = count_digits(text);
    if (digits == 0 || digits == text.size() || text[digits] != '-')
        return fail(PacketError::attachments_malformed);
    if (digits > PacketReader::kAckDigitsMax) return fail(PacketError::attachments_too_many);
    const auto count = static_cast<std::size_t>(take_number(text, digits));
    text.remove_prefix(1);
    if (count == 0) return fail(PacketError::attachments_malformed);
    if (count > limits.attachments_max) return fail(PacketError::attachments_too_many);
    return count;
}

Parsed<std::string_view> take_namespace(std::string_view& text, const PacketLimits& limits) {
    if (!text.starts_with('/')) return "/";
    const std::size_t comma = text.find(',');
    const std::string_view nsp = text.substr(0, comma);
    if (nsp.size() > limits.namespace_bytes_max) return fail(PacketError::namespace_too_long);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    return nsp;
}

Parsed<std::optional<std::uint64_t>> take_ack_id(std::string_view& text) {
    const std::size_t digits = count_digits(text);
    if (digits == 0) return std::nullopt;
    if (digits > PacketReader::kAckDigitsMax) return fail(PacketError::ack_id_too_long);
    return take_number(text, digits);
}

Parsed<json::value> parse_json(std::string_view text, const PacketLimits& limits) {
    json::parse_options options;
    options.max_depth = limits.nesting_max;
    boost::system::error_code error;
    json::value value = json::parse(text, error, {}, options);
    if (error) return fail(PacketError::json_malformed);
    return value;
}

Parsed<void> check_event(const json::value& payload) {
    const json::array* const array = payload.if_array();
    if (array == nullptr || array->empty()) return fail(PacketError::payload_unexpected);
    const json::value& name = array->front();
    if (name.is_number()) return {};
    if (!name.is_string()) return fail(PacketError::event_name_malformed);
    const std::string_view text = name.get_string();
    if (std::ranges::find(kReservedNames, text) != kReservedNames.end())
        return fail(PacketError::event_name_reserved);
    return {};
}

Parsed<void> check_payload(ClientPacket& packet, std::string_view json_text) {
    switch (packet.type) {
        case PacketType::connect:
            if (json_text.empty()) packet.payload.emplace_object();
            if (!packet.payload.is_object()) return fail(PacketError::payload_unexpected);
            return {};
        case PacketType::disconnect:
            if (!json_text.empty()) return fail(PacketError::payload_unexpected);
            return {};
        case PacketType::event:
            return check_event(packet.payload);
        case PacketType::ack:
            if (!packet.payload.is_array()) return fail(PacketError::payload_unexpected);
            if (!packet.ack_id) return fail(PacketError::ack_id_missing);
            return {};
    }
    return {};
}

/// Checks every placeholder in `value` and notes which attachments are used. Depth is bounded by the parser.
bool mark_used(const json::value& value, std::vector<bool>& used) {
    if (const json::array* const array = value.if_array())
        return std::ranges::all_of(
            *array, [&used](const json::value& item) { return mark_used(item, used); });

    const json::object* const object = value.if_object();
    if (object == nullptr) return true;
    const json::value* const mark = object->if_contains("_placeholder");
    if (mark != nullptr && mark->is_bool() && mark->get_bool()) {
        const auto index = attachment_index(value);
        if (!index || *index >= used.size()) return false;
        used[*index] = true;
        return true;
    }
    return std::ranges::all_of(*object, [&used](const json::key_value_pair& member) {
        return mark_used(member.value(), used);
    });
}

Parsed<void> check_placeholders(const json::value& payload, std::size_t attachments) {
    std::vector<bool> used(attachments);
    if (!mark_used(payload, used)) return fail(PacketError::placeholder_malformed);
    if (std::ranges::find(used, false) != used.end()) return fail(PacketError::attachment_unused);
    return {};
}

}  // namespace

base::Result<std::optional<ClientPacket>, PacketError> PacketReader::read_text(
    std::string_view text, const PacketLimits& limits) {
    if (pending_) return fail(PacketError::text_while_binary_due);

    const auto kind = take_type(text);
    if (!kind) return fail(kind.error());
    std::size_t attachments = 0;
    if (kind->is_binary) {
        const auto count = take_attachment_count(text, limits);
        if (!count) return fail(count.error());
        attachments = *count;
    }
    const auto nsp = take_namespace(text, limits);
    if (!nsp) return fail(nsp.error());
    const auto ack_id = take_ack_id(text);
    if (!ack_id) return fail(ack_id.error());

    ClientPacket packet{.type = kind->type, .nsp = std::string(*nsp), .ack_id = *ack_id};
    if (!text.empty()) {
        auto payload = parse_json(text, limits);
        if (!payload) return fail(payload.error());
        packet.payload = *std::move(payload);
    }
    if (const auto checked = check_payload(packet, text); !checked) return fail(checked.error());
    if (!kind->is_binary) return packet;

    if (const auto checked = check_placeholders(packet.payload, attachments); !checked)
        return fail(checked.error());
    pending_ = std::make_unique<Pending>(
        Pending{.packet = std::move(packet), .due = attachments, .bytes = 0});
    return std::nullopt;
}

base::Result<std::optional<ClientPacket>, PacketError> PacketReader::read_binary(
    std::string_view data, const PacketLimits& limits) {
    if (!pending_) return fail(PacketError::binary_unexpected);
    pending_->bytes += data.size();
    if (pending_->bytes > limits.attachment_bytes_max)
        return fail(PacketError::attachments_too_long);
    pending_->packet.attachments.emplace_back(data);
    if (pending_->packet.attachments.size() < pending_->due) return std::nullopt;
    return std::exchange(pending_, nullptr)->packet;
}

std::string_view name(PacketError error) {
    switch (error) {
        case PacketError::type_unknown:
            return "type_unknown";
        case PacketError::type_server_only:
            return "type_server_only";
        case PacketError::attachments_malformed:
            return "attachments_malformed";
        case PacketError::attachments_too_many:
            return "attachments_too_many";
        case PacketError::attachments_too_long:
            return "attachments_too_long";
        case PacketError::namespace_too_long:
            return "namespace_too_long";
        case PacketError::ack_id_too_long:
            return "ack_id_too_long";
        case PacketError::ack_id_missing:
            return "ack_id_missing";
        case PacketError::json_malformed:
            return "json_malformed";
        case PacketError::payload_unexpected:
            return "payload_unexpected";
        case PacketError::event_name_malformed:
            return "event_name_malformed";
        case PacketError::event_name_reserved:
            return "event_name_reserved";
        case PacketError::placeholder_malformed:
            return "placeholder_malformed";
        case PacketError::attachment_unused:
            return "attachment_unused";
        case PacketError::text_while_binary_due:
            return "text_while_binary_due";
        case PacketError::binary_unexpected:
            return "binary_unexpected";
    }
    return {};
}

}  // namespace socketio
