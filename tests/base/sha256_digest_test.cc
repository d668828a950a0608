#include "base/sha256_digest.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/sha256.h"

TEST(Sha256Digest, pieces_have_the_digest_of_the_whole_wherever_they_are_cut) {
    const std::string whole = "what one piece says, another goes on with";
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        base::Sha256Digest digest;
        digest.add(std::string_view(whole).substr(0, cut));
        digest.add(std::string_view(whole).substr(cut));
        EXPECT_EQ(digest.take(), base::sha256(whole)) << cut;
    }
}

TEST(Sha256Digest, begins_anew_when_it_was_taken) {
    base::Sha256Digest digest;
    digest.add("one");
    EXPECT_EQ(digest.take(), base::sha256("one"));
    EXPECT_EQ(digest.take(), base::sha256(""));
    digest.add("two");
    EXPECT_EQ(digest.take(), base::sha256("two"));
}
