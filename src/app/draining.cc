#include "app/draining.h"

#include <sys/types.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <thread>

#include "app/admin_key.h"
#include "app/config.h"
#include "base/clock.h"

namespace app {
namespace {

constexpr std::chrono::milliseconds kLook{50};
/// Beside what the server waits for its people.
constexpr std::chrono::seconds kEndPatience{20};

bool is_running(pid_t process) {
    return ::kill(process, 0) == 0 || errno == EPERM;
}

}  // namespace

std::string drain(const Command& command) {
    const AdminAccess access = read_admin_key(command.config.data);
    const auto process = static_cast<pid_t>(access.process);
    if (::kill(process, SIGTERM) != 0) {
        if (errno == ESRCH) {
            throw StartError("No server runs with the data in " + command.config.data + ".");
        }
        throw StartError("May not end the server, process " + std::to_string(process) + ": " +
                         std::strerror(errno) + ". Run this as the user that it runs as.");
    }
    const base::SystemClock clock;
    const base::SteadyTime began = clock.now();
    const base::SteadyTime end = began + command.config.drain_timeout + kEndPatience;
    while (is_running(process)) {
        if (clock.now() > end) {
            throw StartError("The server, process " + std::to_string(process) +
                             ", is still there. Its log says what it waits for.");
        }
        // allow(sleep): the command line has nothing else to do until then
        std::this_thread::sleep_for(kLook);
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - began);
    return "The server has sent its people away and ended, in " + std::to_string(took.count()) +
           " ms.\n";
}

}  // namespace app
