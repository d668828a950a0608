/// The places of events in their room's log, to be compared.
#pragma once

#include <span>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"

namespace support {

[[nodiscard]] inline std::vector<chat::Seq> seqs_of(std::span<const chat::Event> events) {
    std::vector<chat::Seq> seqs;
    seqs.reserve(events.size());
    for (const chat::Event& event : events)
        seqs.push_back(event.seq);
    return seqs;
}

}  // namespace support
