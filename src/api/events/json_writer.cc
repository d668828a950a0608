#include "api/events/json_writer.h"

#include <boost/json/serializer.hpp>
#include <boost/json/string_view.hpp>

namespace api::events {
namespace {

// Most of what people and programs name themselves needs no escape.
bool is_plain(std::string_view text) {
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x20 || c == '"' || c == '\\') return false;
    }
    return true;
}

}  // namespace

void JsonWriter::append_string(std::string_view value) {
    if (is_plain(value)) {
        text_ += '"';
        text_ += value;
        text_ += '"';
        return;
    }
    boost::json::serializer serializer;
    serializer.reset(boost::json::string_view(value.data(), value.size()));
    char part[1024];
    while (!serializer.done()) {
        const auto written = serializer.read(part);
        text_.append(written.data(), written.size());
    }
}

void JsonWriter::comma() {
    if (text_.empty()) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void JsonWriter::start(std::string_view name) {
    comma();
    text_ += '"';
    text_ += name;
    text_ += "\":";
}

JsonWriter& JsonWriter::begin_object() {
    comma();
    text_ += '{';
    return *this;
}

JsonWriter& JsonWriter::begin_object(std::string_view name) {
    start(name);
    text_ += '{';
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    text_ += '}';
    return *this;
}

JsonWriter& JsonWriter::begin_array(std::string_view name) {
    start(name);
    text_ += '[';
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    text_ += ']';
    return *this;
}

JsonWriter& JsonWriter::field(std::string_view name, std::string_view value) {
    start(name);
    append_string(value);
    return *this;
}

JsonWriter& JsonWriter::field_json(std::string_view name, std::string_view json) {
    start(name);
    text_ += json;
    return *this;
}

JsonWriter& JsonWriter::element(std::string_view value) {
    comma();
    append_string(value);
    return *this;
}

JsonWriter& JsonWriter::element_json(std::string_view json) {
    comma();
    text_ += json;
    return *this;
}

}  // namespace api::events
