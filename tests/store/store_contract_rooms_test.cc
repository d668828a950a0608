#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

using chat::Appended;
using chat::EventKind;
using chat::RoomId;
using chat::RoomUse;
using chat::StoreError;

TEST_P(RoomStoreContract, keeps_what_a_room_is_about) {
    const chat::Room garden{.id = RoomId("garden"),
                            .name = "Garden",
                            .name_key = "garden",
                            .kind = chat::RoomKind::closed,
                            .created = at(0),
                            .topic = "what grows"};
    EXPECT_EQ(create_room(garden, {}), garden);
    EXPECT_EQ(room(garden.id), garden);
}

TEST_P(RoomStoreContract, changes_a_room_with_an_event_of_its_log) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);

    const auto renamed = append(to_room(id, EventKind::room_renamed, ada, "park"));
    ASSERT_TRUE(renamed.has_value());
    EXPECT_EQ(renamed->event.seq, 1U);
    EXPECT_EQ(renamed->event.ordinal, 0U) << "it is no message";
    EXPECT_EQ(renamed->event.text, "park");
    ASSERT_TRUE(append(to_room(id, EventKind::topic_changed, ada, "what grows")).has_value());
    ASSERT_TRUE(append(to_room(id, EventKind::room_archived, ada)).has_value());

    chat::Room now = room(id);
    EXPECT_EQ(now.name, "park");
    EXPECT_EQ(now.name_key, "park");
    EXPECT_EQ(now.topic, "what grows");
    EXPECT_EQ(now.use, RoomUse::archived);
    EXPECT_EQ(now.head, 3U);
    EXPECT_EQ(event(id, 1), renamed->event);
    EXPECT_EQ(event(id, 2).text, "what grows");

    ASSERT_TRUE(append(to_room(id, EventKind::room_restored, ada)).has_value());
    ASSERT_TRUE(append(to_room(id, EventKind::topic_changed, ada, "")).has_value());
    now = room(id);
    EXPECT_EQ(now.use, RoomUse::active);
    EXPECT_EQ(now.topic, "");
    EXPECT_EQ(event(id, 5).kind, EventKind::topic_changed);
}

TEST_P(RoomStoreContract, a_name_is_one_rooms) {
    const RoomId garden = make_room("garden");
    const RoomId park = make_room("park");
    const chat::User ada = make_user("ada", garden);

    EXPECT_EQ(append(to_room(garden, EventKind::room_renamed, ada, "park")).error(),
              StoreError::name_taken);
    EXPECT_EQ(room(garden).name, "garden");
    EXPECT_EQ(head(garden), 0U);
    ASSERT_TRUE(append(to_room(park, EventKind::room_renamed, ada, "wood")).has_value());
    EXPECT_TRUE(append(to_room(garden, EventKind::room_renamed, ada, "park")).has_value())
        << "the name is free again";
    EXPECT_EQ(
        create_room({.id = RoomId("new"), .name = "wood", .name_key = "wood", .created = at(0)}, {})
            .error(),
        StoreError::name_taken);
    EXPECT_TRUE(
        create_room({.id = RoomId("new"), .name = "x", .name_key = "garden", .created = at(0)}, {})
            .has_value());
}

TEST_P(RoomStoreContract, another_spelling_of_its_own_name_is_no_other_rooms) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    chat::Append spelled = to_room(id, EventKind::room_renamed, ada, "Garden");
    spelled.name_key = "garden";
    EXPECT_TRUE(append(spelled).has_value());
    EXPECT_EQ(room(id).name, "Garden");
}

TEST_P(RoomStoreContract, what_is_so_already_takes_no_place_in_the_log) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    for (const chat::Append& same : {to_room(id, EventKind::room_renamed, ada, "garden"),
                                     to_room(id, EventKind::topic_changed, ada, ""),
                                     to_room(id, EventKind::room_restored, ada)}) {
        EXPECT_EQ(append(same).error(), StoreError::no_change);
    }
    ASSERT_TRUE(append(to_room(id, EventKind::room_archived, ada)).has_value());
    EXPECT_EQ(append(to_room(id, EventKind::room_archived, ada)).error(), StoreError::no_change);
    EXPECT_EQ(head(id), 1U);
}

TEST_P(RoomStoreContract, an_archived_room_is_left_and_restored_only) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    const chat::User eve = make_user("eve", make_room("elsewhere"));
    const auto said = append(message(id, ada, "n"));
    ASSERT_TRUE(said.has_value());
    ASSERT_TRUE(append(to_room(id, EventKind::room_archived, ada)).has_value());

    for (const chat::Append& refused :
         {message(id, ada, "later"), answer(id, bob, "answer", 1),
          about(id, EventKind::edited, ada, 1, "other"), about(id, EventKind::deleted, ada, 1),
          about(id, EventKind::reaction_added, bob, 1, "👍"),
          change(id, EventKind::member_joined, eve), change(id, EventKind::host_made, ada),
          to_room(id, EventKind::room_renamed, ada, "park"),
          to_room(id, EventKind::topic_changed, ada, "none")}) {
        EXPECT_EQ(append(refused).error(), StoreError::archived) << static_cast<int>(refused.kind);
    }
    EXPECT_EQ(head(id), 2U);
    const auto repeated = append(message(id, ada, "n"));
    ASSERT_TRUE(repeated.has_value()) << "it was acknowledged before";
    EXPECT_EQ(repeated->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(repeated->event, said->event);
    EXPECT_EQ(set_read(bob.id, id, 1)->read, 1U);
    EXPECT_TRUE(append(change(id, EventKind::member_left, bob)).has_value());
    ASSERT_TRUE(append(to_room(id, EventKind::room_restored, ada)).has_value());
    EXPECT_TRUE(append(message(id, ada, "later")).has_value());
}

TEST_P(RoomStoreContract, somebody_is_in_so_many_rooms_whoever_adds_them) {
    const RoomId full = make_room("one too many");
    const chat::User ada = make_user("ada", full);
    const chat::User bob = make_user("bob", full);
    std::optional<Answer<chat::Room>> last;
    for (std::uint32_t i = 1; i < chat::kMembershipsMax; ++i) {
        const std::string id = "room" + std::to_string(i);
        store().create_room({.id = RoomId(id), .name = id, .name_key = id, .created = at(0)}, ada,
                            into(last));
    }
    ASSERT_TRUE(membership(ada, RoomId("room499"))) << "decided in the order of the calls";
    const RoomId more = make_room("more");
    EXPECT_EQ(append(by(more, EventKind::member_joined, ada, bob)).error(),
              StoreError::too_many_rooms);
    EXPECT_EQ(append(change(full, EventKind::member_joined, ada)).error(),
              StoreError::already_member);
    EXPECT_EQ(
        create_room({.id = RoomId("own"), .name = "own", .name_key = "own", .created = at(0)}, ada)
            .error(),
        StoreError::too_many_rooms);
    const chat::Room direct{.id = RoomId("direct"),
                            .name = {},
                            .name_key =
                                "\x02"
                                "ada+bob",
                            .kind = chat::RoomKind::direct,
                            .created = at(0)};
    EXPECT_EQ(open_direct(direct, {ada.id, bob.id}).error(), StoreError::too_many_rooms);
    EXPECT_EQ(head(more), 0U);
    EXPECT_EQ(rooms()->size(), chat::kMembershipsMax + 1) << "what is refused makes no room";

    ASSERT_TRUE(append(change(full, EventKind::member_left, ada)).has_value());
    EXPECT_TRUE(append(by(more, EventKind::member_joined, ada, bob)).has_value());
}

TEST_P(RoomStoreContract, tells_all_members_page_by_page) {
    const RoomId id = make_room("garden");
    std::vector<std::string> names;
    for (int i = 0; i < 5; ++i) {
        names.push_back("user" + std::to_string(9 - i));
        make_user(names.back(), id);
    }
    make_user("stranger", make_room("elsewhere"));

    std::vector<std::string> found;
    chat::RosterRequest request{.room = id, .limit = 2};
    for (int pages = 0; pages < 3; ++pages) {
        const auto page = roster(request);
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->more, pages < 2);
        for (const chat::Member& member : page->members)
            found.push_back(member.user.id.value());
        request.after = page->members.back().user.id;
    }
    EXPECT_EQ(found, names);
    EXPECT_TRUE(roster(request)->members.empty());
    EXPECT_EQ(roster({.room = RoomId("nowhere")}).error(), StoreError::no_such_room);
}

TEST_P(RoomStoreContract, finds_accounts_by_how_their_key_begins) {
    for (const char* id : {"ada", "adam", "bob", "add"})
        make_account(id);
    make_user("adaline", make_room("garden"));  // a guest
    const auto names = [this](const std::string& prefix, std::uint32_t limit = 10) {
        std::vector<std::string> ids;
        const auto found = find_accounts("key of " + prefix, limit);
        for (const chat::User& user : found ? *found : std::vector<chat::User>())
            ids.push_back(user.id.value());
        return ids;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(names("ad"), (Names{"ada", "adam", "add"}));
    EXPECT_EQ(names("ada"), (Names{"ada", "adam"}));
    EXPECT_EQ(names("ad", 2), (Names{"ada", "adam"}));
    EXPECT_EQ(names("x"), Names());
    EXPECT_EQ(names("ad\xF4\x8F\xBF\xBF"), Names()) << "the last character that there is";
    EXPECT_EQ(find_accounts("", 10)->size(), 4U);
}

}  // namespace store
