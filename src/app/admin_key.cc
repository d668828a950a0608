#include "app/admin_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "app/config.h"

namespace app {
namespace {

std::string path_in(const std::string& directory) {
    return directory + "/admin.key";
}

/// Makes a file for its owner's eyes alone.
/// returns  0, or why not
int write_private(const std::string& path, const std::string& text) {
    ::unlink(path.c_str());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return errno;
    const ssize_t written = ::write(file, text.data(), text.size());
    const int error = written < 0 ? errno : ENOSPC;
    ::close(file);
    return written == static_cast<ssize_t>(text.size()) ? 0 : error;
}

}  // namespace

AdminKey::AdminKey(const std::string& directory, const AdminAccess& access)
    : path_(path_in(directory)) {
    const std::string unfinished = path_ + ".new";
    int error = write_private(unfinished, access.address + "\n" + access.key + "\n" +
                                              std::to_string(access.process) + "\n");
    if (error == 0 && std::rename(unfinished.c_str(), path_.c_str()) != 0) error = errno;
    if (error == 0) return;
    ::unlink(unfinished.c_str());
    throw StartError("Cannot write " + path_ + ": " + std::strerror(error) +
                     ". Look at the directory's permissions and the disk's free space.");
}

AdminKey::~AdminKey() {
    ::unlink(path_.c_str());
}

AdminAccess read_admin_key(const std::string& directory) {
    const std::string path = path_in(directory);
    if (::access(path.c_str(), R_OK) != 0) {
        if (errno == EACCES) {
            throw StartError("May not read " + path +
                             ". Run this as the user that the server runs as.");
        }
        throw StartError("No server runs with the data in " + directory +
                         ". Start it, or point --data to where its data is.");
    }
    std::ifstream file(path);
    AdminAccess access;
    std::getline(file, access.address);
    std::getline(file, access.key);
    file >> access.process;
    if (!file || access.address.empty() || access.key.empty() || access.process <= 0) {
        throw StartError(path + " cannot be read. Restart the server; it makes a new one.");
    }
    return access;
}

}  // namespace app
