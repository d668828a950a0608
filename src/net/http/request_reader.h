/// RequestReader: octets, cut anywhere, to one HTTP/1.1 request. The parsing is Boost.Beast's; the rules that it leaves
/// open (RFC 9112, RFC 9110) are kept here.
///
/// Thread:     any one at a time. No I/O, no clock.
/// Owns:       the request as far as it came, and what its handler keeps meanwhile. The octets of an unfinished head are
///             the caller's to keep.
/// Invariant:  a body grows with the octets received, never with a length announced, and never over its limit. The same
///             stream gives the same request or refusal however it is cut.
/// Elsewhere:  time limits and pipelining are connection.h.
///
///     RequestReader reader(limits);
///     for (;;) {
///         auto step = reader.read(unread);
///         if (!step) return refuse(step.error());
///         unread.remove_prefix(step->consumed);
///         if (step->state == RequestReader::State::need_more) break;  // come again with more behind `unread`
///         if (step->state == RequestReader::State::head) reader.allow_body(...);
///         if (step->state == RequestReader::State::complete) return reader.take_request();
///     }
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "net/http/body_reading.h"
#include "net/http/message.h"
#include "net/http/refusal.h"

namespace net::http {

class RequestReader {
public:
    enum class State : std::uint8_t {
        need_more,
        head,      ///< told once; read() goes on after allow_body()
        complete,  ///< take_request() has it
    };
    struct Step {
        State state = State::need_more;
        std::size_t consumed = 0;
    };

    /// More fields than this in one head, or more octets of one chunk's head, nobody needs.
    static constexpr std::size_t kFieldsMax = 128;
    static constexpr std::size_t kChunkHeadBytesMax = 4096;

    explicit RequestReader(std::uint64_t head_bytes_max);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// in       what was received and not consumed, from its beginning
    /// errors   400 not HTTP, or ambiguous (two lengths, length and chunks, no Host)     RFC 9112 §6.3, RFC 9110 §7.2
    ///          413 body over its limit     414 no end of the request line in the head's limit
    ///          431 head over its limit     417 an expectation other than 100-continue
    ///          501 transfer coding other than chunked     505 version other than 1.0 and 1.1
    [[nodiscard]] base::Result<Step, Refusal> read(std::string_view in);

    /// After State::head, before the next read().
    ///
    /// errors   413 the body is announced to be longer
    [[nodiscard]] base::Result<void, Refusal> allow_body(std::uint64_t body_bytes_max);

    /// After State::head.
    [[nodiscard]] Request& request();
    /// Whether there is more of its body to read.
    [[nodiscard]] bool has_body() const;
    /// The client waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool expects_continue() const;
    /// Whether the client would send another request after this one.
    [[nodiscard]] bool wants_keep_alive() const;
    /// 10 * major + minor.
    [[nodiscard]] unsigned version() const;

    /// Kept until the reader is gone.
    void keep(std::unique_ptr<BodyReading> reading) { reading_ = std::move(reading); }

    /// When it is complete, or to go without its body (then is_body_unread).
    [[nodiscard]] Request take_request();

private:
    class Parser;
    [[nodiscard]] base::Result<Step, Refusal> read_head(std::string_view in);
    [[nodiscard]] base::Result<Step, Refusal> read_body(std::string_view in);

    std::unique_ptr<Parser> parser_;
    std::unique_ptr<BodyReading> reading_;
    std::uint64_t head_bytes_max_;
};

}  // namespace net::http
