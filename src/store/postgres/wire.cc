#include "store/postgres/wire.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"

namespace store::postgres {
namespace {

constexpr unsigned kOctetBits = 8;

std::uint64_t unsigned_in(std::string_view octets) {
    std::uint64_t value = 0;
    for (const char octet : octets)
        value = (value << kOctetBits) | static_cast<unsigned char>(octet);
    return value;
}

/// A numeric is digits of base 10,000, the first of weight 10,000^weight. Sums of integers are sent so.
std::int64_t whole_numeric_in(std::string_view octets) {
    constexpr std::size_t kHeaderBytes = 8;
    constexpr std::int64_t kBase = 10'000;
    constexpr std::uint64_t kNegative = 0x4000;
    CHECK(octets.size() >= kHeaderBytes);
    const auto word = [octets](std::size_t index) {
        return unsigned_in(octets.substr(2 * index, 2));
    };
    const auto digits = static_cast<std::int64_t>(word(0));
    const auto weight = static_cast<std::int16_t>(word(1));
    const std::uint64_t sign = word(2);
    CHECK(octets.size() == kHeaderBytes + 2 * static_cast<std::size_t>(digits));
    CHECK_MSG(sign == 0 || sign == kNegative, "a numeric that is no number");
    std::int64_t value = 0;
    for (std::int64_t place = 0; place <= weight; ++place) {
        const std::int64_t digit =
            place < digits ? static_cast<std::int64_t>(
                                 word(kHeaderBytes / 2 + static_cast<std::size_t>(place)))
                           : 0;
        const bool fits = !__builtin_mul_overflow(value, kBase, &value) &&
                          !__builtin_add_overflow(value, digit, &value);
        CHECK_MSG(fits, "a numeric over 64 bits");
    }
    return sign == kNegative ? -value : value;
}

}  // namespace

Type array_of(Type element) {
    constexpr Type kOctetsArray = 1001;
    constexpr Type kTextArray = 1009;
    constexpr Type kBigintArray = 1016;
    switch (element) {
        case kOctets:
            return kOctetsArray;
        case kText:
            return kTextArray;
        default:
            CHECK_MSG(element == kBigint, "no array of this type is sent");
            return kBigintArray;
    }
}

void append_32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> static_cast<unsigned>(shift));
}

void append_64(std::string& out, std::uint64_t value) {
    append_32(out, static_cast<std::uint32_t>(value >> 32U));
    append_32(out, static_cast<std::uint32_t>(value));
}

std::int64_t integer_in(std::string_view octets, Type type) {
    switch (type) {
        case kBoolean:
            CHECK(octets.size() == 1);
            return octets[0];
        case kSmallint:
            CHECK(octets.size() == sizeof(std::int16_t));
            return static_cast<std::int16_t>(unsigned_in(octets));
        case kInteger:
            CHECK(octets.size() == sizeof(std::int32_t));
            return static_cast<std::int32_t>(unsigned_in(octets));
        case kNumeric:
            return whole_numeric_in(octets);
        default:
            CHECK_MSG(type == kBigint, "a column that is no integer is read as one");
            CHECK(octets.size() == sizeof(std::int64_t));
            return static_cast<std::int64_t>(unsigned_in(octets));
    }
}

void ArrayWriter::add(std::string_view octets) {
    append_32(elements_, static_cast<std::uint32_t>(octets.size()));
    elements_ += octets;
    ++size_;
}

void ArrayWriter::add(std::int64_t value) {
    append_32(elements_, sizeof(value));
    append_64(elements_, static_cast<std::uint64_t>(value));
    ++size_;
}

std::string ArrayWriter::take() {
    constexpr std::uint32_t kHeaderBytes = 20;
    std::string array;
    array.reserve(kHeaderBytes + elements_.size());
    append_32(array, size_ == 0 ? 0 : 1);  // dimensions
    append_32(array, 0);                   // no NULL among them
    append_32(array, element_);
    if (size_ != 0) {
        append_32(array, size_);
        append_32(array, 1);  // the index of the first
        array += elements_;
    }
    clear();
    return array;
}

void ArrayWriter::clear() {
    size_ = 0;
    elements_.clear();
}

}  // namespace store::postgres
