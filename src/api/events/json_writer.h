/// JsonWriter: JSON text written straight into a string, for answers whose shape is known.
///
/// Thread:     any. A value on the stack.
/// Owns:       the text so far.
/// Invariant:  strings are escaped by Boost.JSON; commas are placed here.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace api::events {

class JsonWriter {
public:
    JsonWriter() { text_.reserve(kReserved); }

    JsonWriter& begin_object();
    JsonWriter& begin_object(std::string_view name);
    JsonWriter& end_object();
    JsonWriter& begin_array(std::string_view name);
    JsonWriter& end_array();

    JsonWriter& field(std::string_view name, std::string_view value);
    JsonWriter& field(std::string_view name, const char* value) {
        return field(name, std::string_view(value));
    }
    JsonWriter& field(std::string_view name, std::unsigned_integral auto value) {
        start(name);
        text_ += std::to_string(value);
        return *this;
    }
    JsonWriter& field(std::string_view name, std::signed_integral auto value) {
        start(name);
        text_ += std::to_string(value);
        return *this;
    }
    JsonWriter& flag(std::string_view name, std::same_as<bool> auto value) {
        start(name);
        text_ += value ? "true" : "false";
        return *this;
    }
    /// One that is JSON already.
    JsonWriter& field_json(std::string_view name, std::string_view json);
    /// One element of an array.
    JsonWriter& element(std::string_view value);
    /// One element that is JSON already.
    JsonWriter& element_json(std::string_view json);

    [[nodiscard]] std::string take() && { return std::move(text_); }

private:
    static constexpr std::size_t kReserved = 256;

    void comma();
    void start(std::string_view name);
    void append_string(std::string_view value);

    std::string text_;
};

}  // namespace api::events
