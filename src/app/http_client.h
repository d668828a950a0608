/// One HTTP request to a server on this machine, and its answer.
///
/// Thread:     main; blocks, for kPatience at most.
/// Owns:       nothing that stays.
#pragma once

#include <chrono>
#include <string>

namespace app {

inline constexpr std::chrono::seconds kPatience{30};

struct HttpRequest {
    std::string address;  ///< "127.0.0.1:8080", "[::1]:8080"
    std::string method;
    std::string target;
    std::string authorization;
    std::string body;  ///< JSON; empty: none
};

struct HttpAnswer {
    unsigned status = 0;
    std::string body;
};

/// errors  StartError: nobody answers there
HttpAnswer ask(const HttpRequest& request);

}  // namespace app
