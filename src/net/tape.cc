#include "net/tape.h"

#include <limits>

#include "base/check.h"

namespace net {
namespace {

void empty(std::string& lane) {
    lane.clear();
    if (lane.capacity() > Tape::kCapacityKeptMax) lane.shrink_to_fit();
}

}  // namespace

Slice Tape::write(std::string_view octets, Lane lane) {
    return write(octets, {}, lane);
}

Slice Tape::write(std::string_view first, std::string_view second, Lane lane) {
    std::string& octets = of(lane);
    const std::size_t begin = octets.size();
    const std::size_t size = first.size() + second.size();
    CHECK(size <= std::numeric_limits<std::uint32_t>::max() - begin);
    octets.append(first);
    octets.append(second);
    return {.begin = static_cast<std::uint32_t>(begin),
            .size = static_cast<std::uint32_t>(size),
            .lane = lane};
}

std::string_view Tape::view(Slice slice) const {
    const std::string& octets = of(slice.lane);
    DCHECK(std::size_t{slice.begin} + slice.size <= octets.size());
    return std::string_view(octets).substr(slice.begin, slice.size);
}

std::size_t Tape::size(Lane lane) const {
    return of(lane).size();
}

void Tape::clear() {
    empty(shared_);
    empty(direct_);
}

}  // namespace net
