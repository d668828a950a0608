/// Any octets as a bus message: understood, ignored or refused, never worse; and what is understood is written again in a way
/// that is understood in the same way.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "cluster/wire/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const auto said = cluster::wire::decode(octets);
    if (!said || !*said) return 0;
    const std::string written = cluster::wire::encode((*said)->from, (*said)->message);
    const auto again = cluster::wire::decode(written);
    CHECK(again.has_value());
    CHECK(again->has_value());
    CHECK((*again)->from == (*said)->from);
    CHECK((*again)->message == (*said)->message);
    CHECK(cluster::wire::encode((*again)->from, (*again)->message) == written);
    return 0;
}
