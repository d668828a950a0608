#include "support/nats_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace support {
namespace {

constexpr int kPatienceMs = 30'000;

void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

}  // namespace

NatsServer::NatsServer(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
    start();
}

NatsServer::~NatsServer() {
    kill();
}

void NatsServer::kill() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    pid_ = -1;
    if (log_ >= 0) ::close(log_);
    log_ = -1;
}

void NatsServer::start() {
    kill();
    std::vector<std::string> words = {"nats-server", "--addr", "127.0.0.1", "--port", port_};
    words.insert(words.end(), arguments_.begin(), arguments_.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork");
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        ::dup2(pipe[1], STDERR_FILENO);
        ::execvp(argv[0], argv.data());
        ::execv("/usr/sbin/nats-server",
                argv.data());  // where Debian has it, which people's paths have not
        ::_exit(127);
    }
    ::close(pipe[1]);
    log_ = pipe[0];
    await_ready(log_);
}

/// Reads the log until the server says that it is ready, and where.
void NatsServer::await_ready(int log) {
    static constexpr std::string_view kListens = "Listening for client connections on 127.0.0.1:";
    std::string text;
    while (text.find("Server is ready") == std::string::npos) {
        pollfd readable{.fd = log, .events = POLLIN, .revents = 0};
        if (::poll(&readable, 1, kPatienceMs) != 1)
            throw std::runtime_error("nats-server is silent: " + text);
        std::array<char, 4096> piece{};
        const ssize_t size = ::read(log, piece.data(), piece.size());
        if (size <= 0) throw std::runtime_error("nats-server ended: " + text);
        text.append(piece.data(), static_cast<std::size_t>(size));
    }
    const std::size_t at = text.find(kListens);
    if (at == std::string::npos) throw std::runtime_error("nats-server listens nowhere: " + text);
    const std::size_t begin = at + kListens.size();
    port_ = text.substr(begin, text.find_first_not_of("0123456789", begin) - begin);
}

TlsFiles::TlsFiles() {
    const std::string in = "cd '" + directory_.path() + "' && ";
    const std::string key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ";
    run(in + "openssl req -x509 " + key +
        "-subj /CN=ours -days 2 -keyout ca.key -out ca.pem 2>log");
    run(in + "openssl req " + key + "-subj /CN=server -keyout server.key -out server.csr 2>>log");
    run(in +
        "echo subjectAltName=IP:127.0.0.1 > names && openssl x509 -req -in server.csr -CA ca.pem " +
        "-CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem 2>>log");
}

}  // namespace support
