#include "cluster/wire/field_reader.h"

#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <chrono>

namespace cluster::wire {

const FieldReader& FieldReader::need(std::string_view name) const {
    const boost::json::value* const found = fields_.if_contains(name);
    const boost::json::string* const text = found == nullptr ? nullptr : found->if_string();
    if (found == nullptr || (text != nullptr && text->empty())) worsen(Verdict::broken);
    return *this;
}

const FieldReader& FieldReader::read(std::string_view name, std::string& out) const {
    if (const boost::json::value* const found = fields_.if_contains(name)) {
        const boost::json::string* const text = found->if_string();
        text == nullptr ? worsen(Verdict::broken) : void(out.assign(text->data(), text->size()));
    }
    return *this;
}

const FieldReader& FieldReader::read(std::string_view name, base::WallTime& out) const {
    std::int64_t milliseconds = out.time_since_epoch().count();
    read(name, milliseconds);
    out = base::WallTime(std::chrono::milliseconds(milliseconds));
    return *this;
}

const boost::json::array& FieldReader::array(std::string_view name) const {
    static const boost::json::array kNone;
    const boost::json::value* const found = fields_.if_contains(name);
    if (found == nullptr) return kNone;
    const boost::json::array* const entries = found->if_array();
    if (entries == nullptr) {
        worsen(Verdict::broken);
        return kNone;
    }
    return *entries;
}

}  // namespace cluster::wire
