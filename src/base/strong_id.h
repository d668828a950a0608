/// StrongId: a name of one kind that cannot be mistaken for a name of another kind.
///
/// Thread:     any. A value.
/// Invariant:  two ids compare only when their Tag is the same.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace base {

template <typename Tag, typename Value = std::string>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(Value value) : value_(std::move(value)) {}

    [[nodiscard]] const Value& value() const { return value_; }

    friend bool operator==(const StrongId&, const StrongId&) = default;
    friend auto operator<=>(const StrongId&, const StrongId&) = default;

private:
    Value value_{};
};

}  // namespace base

template <typename Tag, typename Value>
struct std::hash<base::StrongId<Tag, Value>> {
    std::size_t operator()(const base::StrongId<Tag, Value>& id) const noexcept {
        return std::hash<Value>{}(id.value());
    }
};
