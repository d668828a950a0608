#include "engineio/post_marks.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "engineio/session_id.h"
#include "net/http/body_reading.h"

namespace engineio {

class PostMarks::Reading final : public net::http::BodyReading {
public:
    Reading(Mark& mark, std::uint64_t fingerprint) : mark_(mark), fingerprint_(fingerprint) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() override {
        // The session may have ended meanwhile, and its slot be another's.
        std::uint64_t marked = fingerprint_ | kReading;
        mark_.compare_exchange_strong(marked, fingerprint_);
    }

private:
    Mark& mark_;
    std::uint64_t fingerprint_;
};

PostMarks::Mark& PostMarks::mark(std::uint32_t slot) {
    // The blocks before block b have kFirstBlockSlots * (2^b - 1) slots.
    const auto block = static_cast<std::size_t>(std::bit_width((slot / kFirstBlockSlots) + 1) - 1);
    return blocks_.at(block).at(slot - (kFirstBlockSlots * ((1U << block) - 1)));
}

void PostMarks::open(const SessionId& id) {
    for (std::size_t block = 0; id.slot() >= slots_; ++block) {
        if (!blocks_.at(block).empty()) continue;
        blocks_.at(block) = std::vector<Mark>(kFirstBlockSlots << block);
        slots_ += kFirstBlockSlots << block;
    }
    mark(id.slot()) = id.fingerprint();
}

void PostMarks::close(const SessionId& id) {
    mark(id.slot()) = 0;
}

net::http::BodyBegun PostMarks::begin(const SessionId& id) {
    if (id.slot() >= slots_ || id.fingerprint() == 0) return nullptr;
    Mark& mark = this->mark(id.slot());
    std::uint64_t known = id.fingerprint();
    if (mark.compare_exchange_strong(known, id.fingerprint() | kReading))
        return std::make_unique<Reading>(mark, id.fingerprint());
    if (known == (id.fingerprint() | kReading)) return base::fail(net::http::BodyUnwanted{});
    return nullptr;
}

}  // namespace engineio
