/// CHECK: what must be true of our own code, also in release. A wrong server is worse than none.
///
/// Thread:     any.
/// Elsewhere:  what a peer or the world can cause is a Result, never a CHECK.
#pragma once

#include <source_location>
#include <string_view>

namespace base {

/// Logs `expression` with its place and what is known, then aborts.
[[noreturn]] void check_failed(std::string_view expression, std::string_view detail,
                               std::source_location where = std::source_location::current());

}  // namespace base

#define CHECK(condition)                          \
    do {                                          \
        if (!(condition)) [[unlikely]]            \
            ::base::check_failed(#condition, {}); \
    } while (false)

/// CHECK with a sentence (anything convertible to std::string_view) that names the values.
#define CHECK_MSG(condition, detail)                    \
    do {                                                \
        if (!(condition)) [[unlikely]]                  \
            ::base::check_failed(#condition, (detail)); \
    } while (false)

/// CHECK for hot paths: gone when NDEBUG is defined.
#ifdef NDEBUG
#define DCHECK(condition) \
    do {                  \
    } while (false && (condition))
#else
#define DCHECK(condition) CHECK(condition)
#endif
