#include "socketio/packet.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engineio/frames.h"

namespace socketio {

namespace json = boost::json;

namespace {

constexpr std::string_view kMainNamespace = "/";

/// "/admin," or nothing for the main namespace.
std::string nsp_prefix(std::string_view nsp) {
    if (nsp == kMainNamespace) return {};
    return std::string(nsp).append(",");
}

std::string digits(std::uint64_t number) {
    return fmt::format_int(number).str();
}

std::string quoted(std::string_view text) {
    return json::serialize(json::string(text));
}

/// The array's items without its brackets.
std::string items(const json::array& args) {
    std::string text = json::serialize(args);
    return text.substr(1, text.size() - 2);
}

/// `text` is the packet behind its type digit and attachment count.
Packet finish(char plain_type, char binary_type, std::string_view text,
              std::span<const std::string> attachments) {
    engineio::FramesBuilder frames;
    if (attachments.empty()) {
        frames.add_text({std::string_view(&plain_type, 1), text});
    } else {
        const std::string count = digits(attachments.size());
        frames.add_text({std::string_view(&binary_type, 1), count, "-", text});
        for (const std::string& attachment : attachments)
            frames.add_binary(attachment);
    }
    return Packet(frames.finish());
}

std::string event_text(std::string_view event, std::string_view args_json) {
    std::string text = "[";
    text.append(quoted(event));
    if (!args_json.empty()) text.append(",").append(args_json);
    text.append("]");
    return text;
}

}  // namespace

Packet encode_event(std::string_view nsp, std::string_view event, const json::array& args,
                    std::span<const std::string> attachments) {
    return finish('2', '5', nsp_prefix(nsp).append(event_text(event, items(args))), attachments);
}

Packet encode_event_text(std::string_view nsp, std::string_view event, std::string_view args_json) {
    engineio::FramesBuilder frames;
    frames.add_text({"2", nsp_prefix(nsp), event_text(event, args_json)});
    return Packet(frames.finish());
}

Packet encode_event_with_ack(std::string_view nsp, std::string_view event, const json::array& args,
                             std::uint64_t ack_id) {
    engineio::FramesBuilder frames;
    frames.add_text({"2", nsp_prefix(nsp), digits(ack_id), event_text(event, items(args))});
    return Packet(frames.finish());
}

Packet encode_ack(std::string_view nsp, std::uint64_t ack_id, const json::array& args,
                  std::span<const std::string> attachments) {
    return finish('3', '6', nsp_prefix(nsp) + digits(ack_id) + json::serialize(args), attachments);
}

Packet encode_ack_text(std::string_view nsp, std::uint64_t ack_id, std::string_view args_json) {
    engineio::FramesBuilder frames;
    frames.add_text({"3", nsp_prefix(nsp), digits(ack_id), "[", args_json, "]"});
    return Packet(frames.finish());
}

Packet encode_connect(std::string_view nsp, std::string_view sid) {
    engineio::FramesBuilder frames;
    frames.add_text({"0", nsp_prefix(nsp), R"({"sid":")", sid, "\"}"});
    return Packet(frames.finish());
}

Packet encode_connect_error(std::string_view nsp, std::string_view error_json) {
    engineio::FramesBuilder frames;
    frames.add_text({"4", nsp_prefix(nsp), error_json});
    return Packet(frames.finish());
}

std::string connect_error_json(std::string_view message, std::string_view data_json) {
    std::string text = R"({"message":)";
    text.append(quoted(message));
    if (!data_json.empty()) text.append(R"(,"data":)").append(data_json);
    text.append("}");
    return text;
}

Packet encode_disconnect(std::string_view nsp) {
    engineio::FramesBuilder frames;
    frames.add_text({"1", nsp_prefix(nsp)});
    return Packet(frames.finish());
}

std::optional<std::size_t> attachment_index(const json::value& value) {
    const json::object* const object = value.if_object();
    if (object == nullptr) return std::nullopt;
    const json::value* const mark = object->if_contains("_placeholder");
    if (mark == nullptr || !mark->is_bool() || !mark->get_bool()) return std::nullopt;
    const json::value* const number = object->if_contains("num");
    if (number == nullptr || !number->is_int64() || number->get_int64() < 0) return std::nullopt;
    return static_cast<std::size_t>(number->get_int64());
}

}  // namespace socketio
