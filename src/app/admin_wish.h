/// AdminWish: what `parlor admin` is asked to do, as typed.
///
/// Thread:     main. A value.
/// Elsewhere:  admin_command.h does it.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace app {

struct AdminWish {
    enum class Verb : std::uint8_t {
        none,
        people,
        role,
        suspend,
        reinstate,
        end_sessions,
        settings,
        invite,
        audit,
        figures,
        import,
        rooms,
        bans,
        ban,
        unban
    } verb = Verb::none;
    std::string name;     ///< whom; of `people` the beginning of names, of `rooms` a part of them
    std::string network;  ///< of a ban
    std::string role;
    std::string until;  ///< a day
    std::string reason;
    std::string registration;  ///< empty: it stays
    std::string guests;        ///< the same
    std::string file;          ///< to import
    std::string host;          ///< of what is imported
    std::uint64_t uses = 1;
    std::uint64_t days = 7;
};

/// The flags and words below `parlor admin`, into `wish`, which lives as long as `cli`.
CLI::App* add_admin(CLI::App& cli, AdminWish& wish);

/// errors  StartError: a word is missing, or none of ours
void check_admin(const AdminWish& wish);

}  // namespace app
