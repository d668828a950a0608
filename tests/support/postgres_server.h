/// PostgresServer: a PostgreSQL server of the test's own, on a Unix socket in a folder that goes with it.
///
/// Thread:     one at a time.
/// Owns:       the server and its folder. Both go with this object, and when the program dies.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace support {

class PostgresServer {
public:
    /// lost_on_crash  quick: a commit waits for no disk. What kill() leaves is whole all the same, as the system lives on.
    enum class Durability : std::uint8_t { lost_on_crash, synced };

    /// Returns when it takes connections. Throws std::runtime_error.
    explicit PostgresServer(Durability durability);
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// The one that the tests of a program share; started by the first of them.
    static PostgresServer& shared();

    /// Of a database, which need not be there, to its owner.
    [[nodiscard]] std::string address(std::string_view database) const;
    /// The same behind another socket, which lies in `folder` (cutting_proxy.h).
    [[nodiscard]] static std::string address(std::string_view database, std::string_view folder);
    [[nodiscard]] std::string socket_path() const;
    static std::string socket_path(std::string_view folder);

    /// Its main process ends at once, and all others with it.
    void kill();
    /// Starts it again after kill().
    void start();
    /// Its processes stand still and say nothing, until go_on().
    void halt();
    void go_on();

private:
    [[nodiscard]] pid_t main_process() const;
    void keep();
    void signal_all(int signal) const;
    static int run(const std::vector<std::string>& command);
    static std::vector<std::string> as_owner(std::vector<std::string> command);

    std::string folder_;
    Durability durability_;
    int keeper_input_ = -1;
    pid_t keeper_ = 0;
};

}  // namespace support
