/// Failure: what SQLite answered when it could not do its work. Never leaves this folder.
///
/// Thread:     any.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace store::sqlite {

class Failure : public std::runtime_error {
public:
    enum class Cause : std::uint8_t {
        surroundings,  ///< disk full, I/O error, file gone, another process: nothing that we asked is at fault
        request,  ///< what was asked, or the part of the database it touches
    };

    /// code  SQLite's extended result code
    Failure(int code, const std::string& message) : std::runtime_error(message), code_(code) {}

    [[nodiscard]] int code() const { return code_; }
    [[nodiscard]] Cause cause() const;

    /// Another connection has the lock.
    [[nodiscard]] bool is_busy() const;
    /// The file is no database, or a broken one.
    [[nodiscard]] bool is_damage() const;
    /// The disk or the database's quota is full.
    [[nodiscard]] bool is_full() const;

private:
    int code_;
};

}  // namespace store::sqlite
