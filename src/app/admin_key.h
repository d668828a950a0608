/// AdminKey: the file by which the command line is in charge of a server: whoever may read the data directory.
///
/// Thread:     main.
/// Owns:       the file admin.key, from its making to the end.
/// Invariant:  the file can be read by its owner alone, and holds a key of this start; it is there whole or not at all.
/// Elsewhere:  who shows the key is chat/in_charge.h; who reads the file is admin_command.h.
#pragma once

#include <cstdint>
#include <string>

namespace app {

struct AdminAccess {
    std::string address;  ///< "127.0.0.1:8080", "[::1]:8080"
    std::string key;
    std::int64_t process = 0;  ///< the server's
};

class AdminKey {
public:
    /// Writes the file in place of one that a server left behind.
    ///
    /// errors  StartError
    AdminKey(const std::string& directory, const AdminAccess& access);
    /// Removes it.
    ~AdminKey();
    AdminKey(const AdminKey&) = delete;
    AdminKey& operator=(const AdminKey&) = delete;

private:
    std::string path_;
};

/// What the server of that data directory has laid there.
///
/// errors  StartError: no server, or a file that cannot be read
AdminAccess read_admin_key(const std::string& directory);

}  // namespace app
