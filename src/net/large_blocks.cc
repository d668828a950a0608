#include "net/large_blocks.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace net {

void give_large_blocks_back() {
#ifdef __GLIBC__
    // Naming the threshold, even as it is by default, ends its growth (mallopt(3)).
    constexpr int kLargeBytesMin = 128 * 1024;
    ::mallopt(M_MMAP_THRESHOLD, kLargeBytesMin);
#endif
}

}  // namespace net
