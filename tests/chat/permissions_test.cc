#include "chat/permissions.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "chat/ids.h"
#include "chat/room.h"

namespace chat {
namespace {

const std::map<std::string, Rank> kRanks = {
    {"guest", Rank::guest},         {"member", Rank::member}, {"host", Rank::host},
    {"moderator", Rank::moderator}, {"admin", Rank::admin},   {"owner", Rank::owner},
};

using Lines = std::map<std::string, std::map<std::string, Rank>>;

/// Of each action the least rank, by where it is done.
Lines documented() {
    std::ifstream file(PARLOR_SOURCE_DIR "/docs/protocol/permissions.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const boost::json::value document = boost::json::parse(text);
    Lines lines;
    for (const auto& [word, places] : document.at("actions").as_object()) {
        std::map<std::string, Rank>& least = lines[std::string(word)];
        for (const auto& [place, rank] : places.as_object())
            least.emplace(std::string(place), kRanks.at(std::string(rank.as_string())));
    }
    return lines;
}

Lines ours() {
    Lines lines;
    for (const Permission& permission : permissions()) {
        std::map<std::string, Rank>& least = lines[std::string(permission.word)];
        const std::pair<const char*, std::optional<Rank>> places[] = {
            {"public", permission.in_public},
            {"private", permission.in_private},
            {"direct", permission.in_direct},
            {"server", permission.on_server},
        };
        for (const auto& [place, rank] : places) {
            if (rank) least.emplace(place, *rank);
        }
    }
    return lines;
}

TEST(Permissions, are_those_that_the_protocol_tells_everybody) {
    const Lines documents = documented();
    EXPECT_FALSE(documents.empty());
    EXPECT_EQ(ours(), documents);
}

TEST(Permissions, who_may_do_something_may_do_all_that_those_below_may) {
    for (const Permission& permission : permissions()) {
        for (const RoomKind kind : {RoomKind::open, RoomKind::closed, RoomKind::direct}) {
            const Room room{.id = RoomId("a room"), .name = {}, .name_key = {}, .kind = kind};
            for (const auto& [lower_word, lower] : kRanks) {
                for (const auto& [higher_word, higher] : kRanks) {
                    if (higher < lower) continue;
                    EXPECT_LE(may(lower, permission.action, room),
                              may(higher, permission.action, room))
                        << permission.word << ": " << lower_word << ", " << higher_word;
                    EXPECT_LE(may(lower, permission.action), may(higher, permission.action));
                }
            }
        }
    }
}

TEST(Permissions, nobody_leaves_the_lobby_archives_it_or_has_to_go_from_it) {
    const Room lobby{.id = kLobby, .name = "Lobby", .name_key = "lobby", .kind = RoomKind::open};
    for (const Action action : {Action::leave, Action::archive_room, Action::kick, Action::ban})
        EXPECT_FALSE(may(Rank::owner, action, lobby));
    EXPECT_TRUE(may(Rank::host, Action::rename_room, lobby));
    EXPECT_TRUE(may(Rank::host, Action::delete_others, lobby));
}

TEST(Permissions, a_host_ranks_as_one_in_their_room_unless_they_are_more) {
    EXPECT_EQ(rank_of(Role::guest, RoomRole::member), Rank::guest);
    EXPECT_EQ(rank_of(Role::guest, RoomRole::host), Rank::host);
    EXPECT_EQ(rank_of(Role::member, RoomRole::host), Rank::host);
    EXPECT_EQ(rank_of(Role::moderator, RoomRole::host), Rank::moderator);
    EXPECT_EQ(rank_of(Role::owner, RoomRole::member), Rank::owner);
}

TEST(Permissions, nobody_outranks_their_equals) {
    EXPECT_FALSE(outranks(Rank::host, Rank::host));
    EXPECT_FALSE(outranks(Rank::host, Rank::moderator));
    EXPECT_TRUE(outranks(Rank::host, Rank::member));
}

}  // namespace
}  // namespace chat
