/// CuttingProxy: stands between a client and a server on a Unix socket, and cuts the line at a word of the client's.
///
/// Thread:     any; it has one of its own.
/// Owns:       its socket, whose folder is the test's, and the connections.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace support {

class CuttingProxy {
public:
    enum class Cut : std::uint8_t {
        never,
        before,  ///< the server never gets the word
        after,   ///< the server gets it and what it answers is lost
    };

    /// Listens on `path` and connects to `server`, both Unix sockets. Throws std::system_error.
    /// whose  only connections over which a client has ever sent this are cut; empty: all
    CuttingProxy(const std::string& path, std::string server, std::string whose = {});
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    /// Cuts the connection over which the client sends `word` next, once. Only that one.
    void cut_at(std::string word, Cut cut);
    /// How many were cut.
    [[nodiscard]] int cuts() const { return cuts_; }
    /// From now on, connections are closed as soon as they come.
    void refuse() { is_on_ = false; }
    /// No more.
    void admit() { is_on_ = true; }
    /// From now on the server does not notice that clients leave.
    void hold() { is_holding_ = true; }

private:
    struct Line {
        int client = -1;
        int server = -1;
        bool is_deaf = false;   // what the server says is dropped, until it has closed
        bool is_meant = false;  // the client has said whose it is
        std::string said;       // by the client, lately
    };

    void run();
    void accept();
    /// returns  false: the line is over
    bool from_client(Line& line);
    bool from_server(Line& line);
    Cut cut_in(Line& line, const std::string& octets);

    const std::string server_;
    const std::string whose_;
    int listener_ = -1;
    int waker_ = -1;
    std::list<Line> lines_;  // the thread's

    std::mutex mutex_;
    std::string word_;
    Cut cut_ = Cut::never;
    std::atomic<int> cuts_{0};
    std::atomic<bool> is_on_{true};
    std::atomic<bool> is_holding_{false};
    std::atomic<bool> is_closing_{false};
    std::thread thread_;
};

}  // namespace support
