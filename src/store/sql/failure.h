/// Failure: what a database answered when it could not do its work. Never leaves src/store.
///
/// Thread:     any.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace store::sql {

class Failure : public std::runtime_error {
public:
    enum class Cause : std::uint8_t {
        surroundings,  ///< disk full, I/O error, server away, another process: nothing that we asked is at fault
        request,  ///< what was asked, or the part of the database it touches
    };
    enum class Kind : std::uint8_t {
        busy,      ///< another connection has the lock
        full,      ///< the disk or the database's quota is
        damage,    ///< it is no database, or a broken one
        conflict,  ///< with another transaction: the same again may well succeed
        other,
    };

    /// code  the engine's own
    Failure(Cause cause, Kind kind, std::string code, const std::string& message)
        : std::runtime_error(message), cause_(cause), kind_(kind), code_(std::move(code)) {}

    [[nodiscard]] const std::string& code() const { return code_; }
    [[nodiscard]] Cause cause() const { return cause_; }
    [[nodiscard]] Kind kind() const { return kind_; }

    [[nodiscard]] bool is_busy() const { return kind_ == Kind::busy; }
    [[nodiscard]] bool is_damage() const { return kind_ == Kind::damage; }
    [[nodiscard]] bool is_full() const { return kind_ == Kind::full; }

private:
    Cause cause_;
    Kind kind_;
    std::string code_;
};

}  // namespace store::sql
