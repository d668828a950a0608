/// FieldWriter: the fields of one JSON object of a bus message. What is as usual is left out.
///
/// Thread:     any. A value on the stack.
/// Owns:       the object so far.
/// Elsewhere:  field_reader.h reads them, and puts the usual value where none stands.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "base/strong_id.h"

namespace cluster::wire {

class FieldWriter {
public:
    FieldWriter& put(std::string_view name, const std::string& text) {
        if (!text.empty()) fields_.emplace(name, text);
        return *this;
    }
    template <typename Tag>
    FieldWriter& put(std::string_view name, const base::StrongId<Tag>& id) {
        return put(name, id.value());
    }
    template <std::integral T>
    FieldWriter& put(std::string_view name, T number, std::type_identity_t<T> usual = 0) {
        if (number != usual) fields_.emplace(name, number);
        return *this;
    }
    FieldWriter& put(std::string_view name, base::WallTime time) {
        return put(name, std::int64_t{time.time_since_epoch().count()});
    }
    /// For enumerators whose numbers are kept in stores.
    template <typename Enum>
        requires std::is_enum_v<Enum>
    FieldWriter& put_number(std::string_view name, Enum value, Enum usual) {
        if (value != usual) fields_.emplace(name, static_cast<std::uint64_t>(value));
        return *this;
    }
    /// Also an empty one.
    FieldWriter& put_value(std::string_view name, boost::json::value value) {
        fields_.emplace(name, std::move(value));
        return *this;
    }

    [[nodiscard]] boost::json::object take() { return std::move(fields_); }

private:
    boost::json::object fields_;
};

}  // namespace cluster::wire
