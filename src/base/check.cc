#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace base {

void check_failed(std::string_view expression, std::string_view detail,
                  std::source_location where) {
    std::fprintf(stderr, "CHECK failed: %.*s %.*s (%s:%u, %s)\n",
                 static_cast<int>(expression.size()), expression.data(),
                 static_cast<int>(detail.size()), detail.data(), where.file_name(), where.line(),
                 where.function_name());
    std::fflush(stderr);
    std::abort();
}

}  // namespace base
