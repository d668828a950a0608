/// Disk: the few things that are done to files by their names, each a step after which power may be lost.
///
/// Thread:     any.
/// Owns:       nothing.
/// Elsewhere:  what is inside a database is written by SQLite alone.
#pragma once

#include <cstdint>
#include <string>
#include <system_error>

namespace store::sqlite {

/// Tests give one that fails, or ends the process, at a step of their choice.
class Disk {
public:
    enum class Replace : std::uint8_t { never, whatever_is_there };

    Disk() = default;
    virtual ~Disk() = default;
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    /// Gives the file one more name, which must be free.
    virtual std::error_code link(const std::string& from, const std::string& to);
    virtual std::error_code rename(const std::string& from, const std::string& to, Replace replace);
    /// That there is no such file is no error.
    virtual std::error_code remove(const std::string& path);
    /// What was done to names in the folder of `path` stays when the power goes.
    virtual std::error_code sync_folder_of(const std::string& path);
};

}  // namespace store::sqlite
