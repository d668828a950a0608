#include "chat/new_session.h"

#include <gtest/gtest.h>

#include <string>

#include "chat/account.h"

namespace chat {
namespace {

TEST(AgentFrom, keeps_what_is_text_and_short) {
    EXPECT_EQ(agent_from(""), "");
    EXPECT_EQ(agent_from("Browser/1.0 (a machine)"), "Browser/1.0 (a machine)");
    EXPECT_EQ(agent_from("Größe"), "Größe");
}

TEST(AgentFrom, cuts_no_character) {
    const std::string front(kAgentBytesMax - 1, 'a');
    EXPECT_EQ(agent_from(front + "é and more"), front);
    EXPECT_EQ(agent_from(front + "e and more"), front + "e");
}

TEST(AgentFrom, octets_that_are_no_text_are_marked) {
    EXPECT_EQ(agent_from("a\xFF\xC3/b"), "a\?\?/b");
    EXPECT_EQ(agent_from(std::string(5000, '\xFF')), std::string(kAgentBytesMax, '?'));
}

}  // namespace
}  // namespace chat
