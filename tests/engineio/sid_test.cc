#include "engineio/sid.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/seeded_random.h"

namespace engineio {
namespace {

TEST(Sid, names_its_node_and_leads_back) {
    support::SeededRandom random(3);
    const SessionId id(random, 7, 99);
    for (const std::string& node : {std::string(), std::string("b"), std::string("node-17"),
                                    std::string(kNodeBytesMax, 'n')}) {
        SCOPED_TRACE(node);
        const std::string text = sid_text(node, id);
        const auto sid = parse_sid(text);
        ASSERT_TRUE(sid.has_value());
        EXPECT_EQ(sid->node, node);
        EXPECT_TRUE(sid->id == id);
    }
    EXPECT_EQ(sid_text("", id), id.text());
    EXPECT_EQ(sid_text("b", id), "b." + id.text());
}

TEST(Sid, needs_no_escape_in_a_url) {
    support::SeededRandom random(3);
    const std::string text = sid_text("node-17", SessionId(random, 7, 99));
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_."),
              std::string::npos);
}

TEST(Sid, refuses_what_is_none) {
    const std::string id(SessionId::kCharacters, 'A');
    struct Case {
        std::string_view why;
        std::string text;
    };
    const Case cases[] = {
        {"nothing", ""},
        {"a node alone", "b."},
        {"an id too short", "b." + id.substr(1)},
        {"an id too long", "b." + id + "A"},
        {"no node before the separator", "." + id},
        {"a node's name too long", std::string(kNodeBytesMax + 1, 'b') + "." + id},
        {"much too long", std::string(1'000'000, 'b') + "." + id},
        {"capitals", "B." + id},
        {"an address", "127.0.0.1:80." + id},
        {"a slash", "a/b." + id},
        {"an underscore", "a_b." + id},
        {"a line's end", "b\r\n." + id},
        {"a NUL", std::string("b\0.", 3) + id},
        {"a letter of others", "\xC3\xA4." + id},
        {"two separators", "a.b." + id},
        {"an id of other characters", "b." + id.substr(1) + "?"},
        {"no separator, but as long as with one", "bb" + id},
    };
    for (const auto& [why, text] : cases) {
        SCOPED_TRACE(why);
        EXPECT_FALSE(parse_sid(text).has_value());
    }
}

TEST(NodeName, is_a_short_word) {
    for (const std::string& good : {std::string("a"), std::string("node-1"), std::string("7"),
                                    std::string(kNodeBytesMax, '-')})
        EXPECT_TRUE(is_node_name(good)) << good;
    for (const std::string& bad : {std::string(), std::string("A"), std::string("a.b"),
                                   std::string("a b"), std::string(kNodeBytesMax + 1, 'a')})
        EXPECT_FALSE(is_node_name(bad)) << bad;
}

}  // namespace
}  // namespace engineio
