#include "support/postgres_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOwner = "postgres";

/// Debian has the programs of each version in a folder of their own; the newest will do.
std::string program(std::string_view name) {
    std::string newest;
    int version = 0;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        const int found = std::atoi(entry.path().filename().c_str());
        const fs::path path = entry.path() / "bin" / name;
        if (found > version && fs::exists(path)) {
            version = found;
            newest = path.string();
        }
    }
    if (newest.empty())
        throw std::runtime_error("no PostgreSQL server is installed: ./dev setup test");
    return newest;
}

bool is_root() {
    return ::geteuid() == 0;
}

/// Starts a program with `input` as its standard input and without output.
pid_t spawn(const std::vector<std::string>& command, int input) {
    std::vector<char*> words;
    words.reserve(command.size() + 1);
    for (const std::string& word : command)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    for (const int output : {STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);  // what ends the test is not for it
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, words[0], &actions, &attributes, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) throw std::system_error(error, std::generic_category(), command[0]);
    return pid;
}

int status_of(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string made_folder() {
    std::string folder = (fs::temp_directory_path() / "parlor-postgres-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("mkdtemp " + folder);
    if (is_root()) {
        const passwd* const owner = ::getpwnam(kOwner);
        if (owner == nullptr || ::chown(folder.c_str(), owner->pw_uid, owner->pw_gid) != 0) {
            throw std::runtime_error("there is no user 'postgres' to run a server as");
        }
    }
    return folder;
}

}  // namespace

std::vector<std::string> PostgresServer::as_owner(std::vector<std::string> command) {
    if (!is_root()) return command;
    std::vector<std::string> words = {"setpriv", "--reuid",        kOwner, "--regid",
                                      kOwner,    "--clear-groups", "--"};
    words.insert(words.end(), command.begin(), command.end());
    return words;
}

int PostgresServer::run(const std::vector<std::string>& command) {
    return status_of(spawn(as_owner(command), -1));
}

PostgresServer& PostgresServer::shared() {
    static PostgresServer server(Durability::lost_on_crash);
    return server;
}

PostgresServer::PostgresServer(Durability durability)
    : folder_(made_folder()), durability_(durability) {
    keep();
    // Another order of characters than that of octets, so that a column which forgets to ask for it is found.
    if (run({program("initdb"), "-D", folder_ + "/data", "--auth=trust", "--username=parlor",
             "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und",
             "--no-sync"}) != 0) {
        throw std::runtime_error("initdb failed in " + folder_);
    }
    start();
}

PostgresServer::~PostgresServer() {
    ::close(keeper_input_);
    int status = 0;
    ::waitpid(keeper_, &status, 0);
}

/// A shell that reads until this program is gone, however it ends, and cleans up after it.
void PostgresServer::keep() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    constexpr std::string_view kScript = R"sh(
cat
main=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null)
if [ -n "$main" ]; then
    kill -CONT "$main"
    kill -QUIT "$main"
    tail --pid="$main" -f /dev/null
fi
rm -rf "$0"
)sh";
    keeper_ = spawn({"sh", "-c", std::string(kScript), folder_}, ends[0]);
    keeper_input_ = ends[1];
    ::close(ends[0]);
}

void PostgresServer::start() {
    const std::string_view disk = durability_ == Durability::lost_on_crash
                                      ? "-c fsync=off -c full_page_writes=off"
                                      : "-c fsync=on";
    const std::string options =
        "-c listen_addresses='' -c unix_socket_directories=" + folder_ +
        " -c shared_buffers=32MB -c max_wal_size=64MB -c min_wal_size=32MB -c wal_level=minimal"
        " -c max_wal_senders=0 -c dynamic_shared_memory_type=mmap -c jit=off -c autovacuum=off " +
        std::string(disk);
    // After kill(), other processes of the server may still be about to notice.
    constexpr int kTries = 20;
    for (int tries = 0; tries < kTries; ++tries) {
        if (run({program("pg_ctl"), "-D", folder_ + "/data", "-l", folder_ + "/log", "-w", "-t",
                 "120", "-o", options, "start"}) == 0) {
            return;
        }
    }
    std::ifstream log(folder_ + "/log");
    throw std::runtime_error("PostgreSQL does not start: " +
                             std::string(std::istreambuf_iterator<char>(log), {}));
}

std::string PostgresServer::address(std::string_view database, std::string_view folder) {
    return "postgres://parlor@/" + std::string(database) + "?host=" + std::string(folder);
}

std::string PostgresServer::address(std::string_view database) const {
    return address(database, folder_);
}

std::string PostgresServer::socket_path(std::string_view folder) {
    return std::string(folder) + "/.s.PGSQL.5432";
}

std::string PostgresServer::socket_path() const {
    return socket_path(folder_);
}

pid_t PostgresServer::main_process() const {
    std::ifstream file(folder_ + "/data/postmaster.pid");
    pid_t pid = 0;
    if (!(file >> pid)) throw std::runtime_error("no server runs in " + folder_);
    return pid;
}

void PostgresServer::signal_all(int signal) const {
    const pid_t main = main_process();
    const std::string name = std::to_string(main);
    // They are asked for first: the children of a dead process are nobody's.
    std::ifstream list("/proc/" + name + "/task/" + name + "/children");
    const std::vector<pid_t> children{std::istream_iterator<pid_t>(list), {}};
    ::kill(main, signal);
    for (const pid_t child : children)
        ::kill(child, signal);
}

void PostgresServer::kill() {
    signal_all(SIGKILL);
}

void PostgresServer::halt() {
    signal_all(SIGSTOP);
}

void PostgresServer::go_on() {
    signal_all(SIGCONT);
}

}  // namespace support
