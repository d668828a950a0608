/// NatsServer: a real nats-server on a free port, that dies with the test.
///
/// Thread:     the test's; the server goes when the thread that started it ends, however that ends.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/temporary_directory.h"

namespace support {

class NatsServer {
public:
    /// arguments  of nats-server, besides where it listens
    explicit NatsServer(std::vector<std::string> arguments = {});
    ~NatsServer();
    NatsServer(const NatsServer&) = delete;
    NatsServer& operator=(const NatsServer&) = delete;

    /// As kill -9 does.
    void kill();
    /// Again, on the same port. Returns when it listens.
    void start();

    /// `user` with an @ behind it, or nothing.
    [[nodiscard]] std::string url(const std::string& scheme = "nats",
                                  const std::string& user = "") const {
        return scheme + "://" + user + "127.0.0.1:" + port_;
    }

private:
    void await_ready(int log);

    std::vector<std::string> arguments_;
    std::string port_ = "-1";  // the server's word for any that is free
    pid_t pid_ = -1;
    int log_ = -1;
};

/// An authority of our own and a certificate for 127.0.0.1 which it signed.
class TlsFiles {
public:
    TlsFiles();

    [[nodiscard]] std::string ca() const { return directory_.path() + "/ca.pem"; }
    [[nodiscard]] std::string certificate() const { return directory_.path() + "/server.pem"; }
    [[nodiscard]] std::string key() const { return directory_.path() + "/server.key"; }

private:
    TemporaryDirectory directory_;
};

}  // namespace support
