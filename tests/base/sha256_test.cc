#include "base/sha256.h"

#include <gtest/gtest.h>

#include <string>

TEST(Sha256, gives_the_digests_of_fips_180_4) {
    EXPECT_EQ(base::sha256("abc"),
              std::string("\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23"
                          "\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad",
                          32));
    EXPECT_EQ(base::sha256("").substr(0, 4), "\xe3\xb0\xc4\x42");
    EXPECT_EQ(base::sha256("").size(), 32U);
}
