// Octets as a client may send them to the HTTP request reader. The first octet says into what pieces the rest is cut.
// However it is cut, the outcome is the same, and no body is longer than its limit.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "net/http/request_reader.h"

namespace {

constexpr std::uint64_t kHeadBytesMax = 512;
constexpr std::uint64_t kBodyBytesMax = 100;

struct Outcome {
    bool is_refused = false;
    bool is_whole = false;
    std::string target;
    std::string body;
    std::size_t fields = 0;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read(std::string_view octets, std::size_t piece) {
    using net::http::RequestReader;
    Outcome outcome;
    RequestReader reader(kHeadBytesMax);
    std::string unread;
    const auto finish = [&] {
        const net::http::Request request = reader.take_request();
        CHECK(request.body.size() <= kBodyBytesMax);
        CHECK(request.fields.size() <= RequestReader::kFieldsMax);
        CHECK(request.target.starts_with('/') || request.target == "*");
        outcome.is_whole = true;
        outcome.target = request.target;
        outcome.body = request.body;
        outcome.fields = request.fields.size();
    };
    while (!octets.empty()) {
        const std::size_t size = std::min(piece, octets.size());
        unread.append(octets.substr(0, size));
        octets.remove_prefix(size);
        for (;;) {
            const auto step = reader.read(unread);
            if (!step) {
                CHECK(step.error().status >= 400);
                outcome.is_refused = true;
                return outcome;
            }
            CHECK(step->consumed <= unread.size());
            unread.erase(0, step->consumed);
            if (step->state == RequestReader::State::need_more) break;
            if (step->state == RequestReader::State::head) {
                if (!reader.allow_body(kBodyBytesMax)) {
                    outcome.is_refused = true;
                    return outcome;
                }
                if (reader.has_body()) continue;
            }
            finish();
            return outcome;
        }
        CHECK(unread.size() <= kHeadBytesMax + RequestReader::kChunkHeadBytesMax + piece);
    }
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0] % 16;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Outcome whole = read(octets, octets.size() + 1);
    const Outcome in_pieces = read(octets, piece);
    // Beast may want more of what it could refuse already, depending on the cut. It must never read two requests.
    if (whole.is_whole || in_pieces.is_whole) CHECK(in_pieces == whole);
    return 0;
}
