/// A whole reading of one request, fed in pieces as a connection would do it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/request_reader.h"

namespace support {

struct RequestsRead {
    std::optional<net::http::Refusal> refusal;
    std::optional<net::http::Request> request;
    std::string rest;  // behind the request

    /// The refusal's; 0 for a whole request, -1 for one that is not finished.
    [[nodiscard]] int status() const {
        if (refusal) return refusal->status;
        return request ? 0 : -1;
    }
};

inline std::vector<std::string> in_pieces(std::string_view octets, std::size_t size) {
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i < octets.size(); i += size)
        pieces.emplace_back(octets.substr(i, size));
    return pieces;
}

/// Heads may have 1,024 octets and bodies 64.
inline RequestsRead read_request(const std::vector<std::string>& pieces) {
    using net::http::RequestReader;
    RequestsRead reading;
    RequestReader reader(1024);
    std::string unread;
    for (const std::string& piece : pieces) {
        unread += piece;
        while (!reading.request && !reading.refusal) {
            const auto step = reader.read(unread);
            if (!step) {
                reading.refusal = step.error();
                break;
            }
            unread.erase(0, step->consumed);
            if (step->state == RequestReader::State::need_more) break;
            if (step->state == RequestReader::State::head) {
                if (auto allowed = reader.allow_body(64); !allowed)
                    reading.refusal = allowed.error();
                else if (!reader.has_body())
                    reading.request = reader.take_request();
                continue;
            }
            reading.request = reader.take_request();
        }
    }
    reading.rest = unread;
    return reading;
}

}  // namespace support
