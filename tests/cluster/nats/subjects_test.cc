#include "cluster/nats/subjects.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"

namespace cluster {

TEST(Subjects, octets_with_a_meaning_are_written_otherwise) {
    const Subjects subjects("parlor");
    const std::pair<const char*, const char*> cases[] = {
        {"b1946ac9-Z_", "parlor.room.b1946ac9-Z_"},
        {"a.b", "parlor.room.a=2Eb"},
        {"*", "parlor.room.=2A"},
        {">", "parlor.room.=3E"},
        {"a=2Eb", "parlor.room.a=3D2Eb"},
        {"\xC3\xA9\n", "parlor.room.=C3=A9=0A"},
        {"", "parlor.room.="},
    };
    for (const auto& [id, subject] : cases)
        EXPECT_EQ(subjects.room(chat::RoomId(id)), subject);
    EXPECT_EQ(subjects.node(chat::NodeId("a.b")), "parlor.node.a=2Eb");
}

TEST(Subjects, a_message_goes_to_its_room_or_to_all) {
    const Subjects subjects("x.y");
    chat::Event event;
    event.room = chat::RoomId("tea");
    EXPECT_EQ(subjects.of(event), "x.y.room.tea");
    event.kind = chat::EventKind::member_joined;
    EXPECT_EQ(subjects.of(event), "x.y.all");
    EXPECT_EQ(subjects.of(chat::RosterAsked{}), "x.y.all");
}

TEST(Subjects, a_prefix_is_tokens_with_dots_between) {
    for (const char* good : {"parlor", "a.b-c.D_9"})
        EXPECT_TRUE(Subjects::is_prefix(good)) << good;
    for (const char* bad : {"", ".", "a.", ".a", "a..b", "a b", "a.*", ">", "\xC3\xA9"})
        EXPECT_FALSE(Subjects::is_prefix(bad)) << bad;
    EXPECT_TRUE(Subjects::is_prefix(std::string(64, 'a')));
    EXPECT_FALSE(Subjects::is_prefix(std::string(65, 'a')));
}

}  // namespace cluster
