/// version_fault: why a source of another schema is not read.
///
/// Thread:     any.
#pragma once

#include <string>

namespace store::transfer {

/// what  the source as a sentence begins with it
/// returns  a sentence with what to do about it; empty: `version` is `known`
[[nodiscard]] std::string version_fault(const std::string& what, int version, int known);

}  // namespace store::transfer
