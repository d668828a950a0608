/// Wire: values in the binary forms in which PostgreSQL sends and takes them.
///
/// Thread:     any. Pure functions over the caller's octets.
/// Source:     the `_send` and `_recv` functions of PostgreSQL's types; big end first throughout.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace store::postgres {

/// OIDs of types, as the system's catalogue pg_type has them in every installation.
using Type = unsigned int;
inline constexpr Type kBoolean = 16;
inline constexpr Type kOctets = 17;
inline constexpr Type kBigint = 20;
inline constexpr Type kSmallint = 21;
inline constexpr Type kInteger = 23;
inline constexpr Type kText = 25;
inline constexpr Type kNumeric = 1700;

/// The type of an array of `element`.
[[nodiscard]] Type array_of(Type element);

void append_32(std::string& out, std::uint32_t value);
void append_64(std::string& out, std::uint64_t value);

/// What a truth or a number without a fraction is. CHECKs that `type` is one of those and fits into 64 bits.
[[nodiscard]] std::int64_t integer_in(std::string_view octets, Type type);

/// One array of one dimension, made element by element.
class ArrayWriter {
public:
    explicit ArrayWriter(Type element) : element_(element) {}

    void add(std::string_view octets);
    void add(std::int64_t value);
    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] Type element() const { return element_; }
    [[nodiscard]] std::uint64_t bytes() const { return elements_.size(); }
    /// The array, and an empty one is begun.
    [[nodiscard]] std::string take();
    void clear();

private:
    Type element_;
    std::uint32_t size_ = 0;
    std::string elements_;
};

}  // namespace store::postgres
