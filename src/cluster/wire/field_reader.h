/// FieldReader: looks up the fields of one JSON object of a bus message.
///
/// Thread:     any. A value on the stack; the object outlives it.
/// Owns:       nothing. What is found out about the whole message stands in its Verdict.
/// Invariant:  a field that is missing leaves what it is read into as it was; one that nobody asks for is no error, for a
///             newer node may have written it.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"

namespace cluster::wire {

/// What a reader made of a message. It only gets worse.
enum class Verdict : std::uint8_t {
    understood,
    unknown,  ///< it holds a value that this version does not know
    broken,   ///< no version would write it
};

class FieldReader {
public:
    FieldReader(const boost::json::object& fields, Verdict& verdict)
        : fields_(fields), verdict_(verdict) {}

    [[nodiscard]] bool has(std::string_view name) const { return fields_.contains(name); }
    /// The message is broken without this field, and with an empty text in it.
    const FieldReader& need(std::string_view name) const;

    const FieldReader& read(std::string_view name, std::string& out) const;
    const FieldReader& read(std::string_view name, base::WallTime& out) const;
    template <typename Tag>
    const FieldReader& read(std::string_view name, base::StrongId<Tag>& out) const {
        std::string text;
        read(name, text);
        if (!text.empty()) out = base::StrongId<Tag>(std::move(text));
        return *this;
    }
    template <std::integral T>
    const FieldReader& read(std::string_view name, T& out) const {
        if (const boost::json::value* const found = fields_.if_contains(name)) {
            boost::system::error_code error;
            const T number = found->to_number<T>(error);
            error ? worsen(Verdict::broken) : void(out = number);
        }
        return *this;
    }

    /// A number from `first` to `last`; another one is unknown.
    template <typename Enum>
        requires std::is_enum_v<Enum>
    const FieldReader& read_number(std::string_view name, Enum& out, Enum first, Enum last) const {
        auto number = static_cast<std::uint64_t>(out);
        read(name, number);
        const bool is_known = number >= static_cast<std::uint64_t>(first) &&
                              number <= static_cast<std::uint64_t>(last);
        is_known ? void(out = static_cast<Enum>(number)) : worsen(Verdict::unknown);
        return *this;
    }

    /// read_one(FieldReader)
    template <typename ReadOne>
    const FieldReader& read_object(std::string_view name, ReadOne read_one) const {
        if (const boost::json::value* const found = fields_.if_contains(name)) {
            read_as_object(*found, read_one);
        }
        return *this;
    }
    /// read_one(FieldReader, T&)
    template <typename T, typename ReadOne>
    const FieldReader& read_each(std::string_view name, std::vector<T>& out,
                                 ReadOne read_one) const {
        for (const boost::json::value& entry : array(name)) {
            read_as_object(entry, [&](const FieldReader& in) { read_one(in, out.emplace_back()); });
        }
        return *this;
    }
    template <typename Tag>
    const FieldReader& read_ids(std::string_view name,
                                std::vector<base::StrongId<Tag>>& out) const {
        for (const boost::json::value& entry : array(name)) {
            const boost::json::string* const text = entry.if_string();
            if (text == nullptr) {
                worsen(Verdict::broken);
            } else {
                out.emplace_back(std::string(*text));
            }
        }
        return *this;
    }

    void worsen(Verdict verdict) const {
        if (verdict > verdict_) verdict_ = verdict;
    }

private:
    /// Empty when there is none.
    [[nodiscard]] const boost::json::array& array(std::string_view name) const;

    template <typename ReadOne>
    void read_as_object(const boost::json::value& value, ReadOne read_one) const {
        const boost::json::object* const fields = value.if_object();
        fields == nullptr ? worsen(Verdict::broken) : read_one(FieldReader(*fields, verdict_));
    }

    const boost::json::object& fields_;
    Verdict& verdict_;
};

}  // namespace cluster::wire
