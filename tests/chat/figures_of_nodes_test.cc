// What people in charge see of a cluster.
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/two_nodes.h"

namespace chat {
namespace {

using namespace std::chrono_literals;

class FiguresOfNodes : public TwoNodes {
protected:
    Figures figures_of(std::size_t node) {
        std::optional<base::Result<Figures, AccountRefusal>> said;
        nodes[node]->chat->administration().figures(
            Credentials::of_key(kAdminKeyOfNodes),
            [&said](base::Result<Figures, AccountRefusal> figures) { said = std::move(figures); });
        executor.run();
        EXPECT_TRUE(said && said->has_value());
        return said && *said ? **said : Figures{};
    }
};

TEST_F(FiguresOfNodes, are_those_of_all_whichever_is_asked) {
    nodes[1]->chat->connect(
        {.connection = ConnectionId(3), .nickname = "Cy", .token = {}, .cursors = {}},
        [](const auto& in) { EXPECT_TRUE(in.has_value()); });
    ASSERT_TRUE(say("again"));
    pass(2'000ms);  // each has told the other how it is
    for (const std::size_t asked : {0UZ, 1UZ}) {
        SCOPED_TRACE(asked);
        const Figures all = figures_of(asked);
        EXPECT_EQ(all.people_present, 3U);
        EXPECT_EQ(all.connections, 3U);
        EXPECT_EQ(all.messages_since_start, 2U);
        EXPECT_EQ(all.messages_per_minute, 2U);
        EXPECT_EQ(all.rooms, 1U);
        EXPECT_EQ(all.bus, Figures::Bus::up);
        ASSERT_EQ(all.nodes.size(), 2U);
        EXPECT_EQ(all.nodes[0].which, NodeFigures::Which::this_one);
        EXPECT_EQ(all.nodes[0].people_present, asked == 0 ? 1U : 2U);
        EXPECT_EQ(all.nodes[0].messages_since_start, asked == 0 ? 2U : 0U);
        EXPECT_EQ(all.nodes[1].people_present, asked == 0 ? 2U : 1U);
    }
}

}  // namespace
}  // namespace chat
