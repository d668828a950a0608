#include "chat/exports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/accounts.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/hosted_rooms.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kKey = "the key in the data directory";

class ExportsTest : public HostedRooms {
protected:
    template <typename T>
    using Said = base::Result<T, AccountRefusal>;

    void SetUp() override {
        make_chat(limits_without_rates(), {.owner_key = {}, .admin_key = kKey});
        HostedRooms::SetUp();
    }

    /// The token of whoever `known()` made is their nickname.
    static Credentials by(const std::string& token) { return Credentials::of_token(token); }
    static Credentials by_key() { return Credentials::of_key(kKey); }

    Said<RoomExport> open(const Credentials& by, const RoomId& room) {
        return asked<RoomExport>(
            [&](auto reply) { chat().exports().open_room(by, room, std::move(reply)); });
    }
    Said<Page> page(const Credentials& by, const RoomId& room, Seq after = 0) {
        return asked<Page>(
            [&](auto reply) { chat().exports().room_page(by, room, after, std::move(reply)); });
    }
    Said<OwnData> own(const Credentials& by) {
        return asked<OwnData>([&](auto reply) { chat().exports().open_own(by, std::move(reply)); });
    }
    Said<SaidPage> said_by(const Credentials& by, const SaidPlace& after = {}) {
        return asked<SaidPage>(
            [&](auto reply) { chat().exports().own_page(by, after, std::move(reply)); });
    }
    template <typename T>
    static AccountError refusal_of(const Said<T>& answer) {
        EXPECT_FALSE(answer.has_value()) << "was not refused";
        return answer ? AccountError::unavailable : answer.error().error;
    }

private:
    template <typename T, typename Ask>
    Said<T> asked(Ask ask) {
        std::optional<Said<T>> slot;
        ask(AccountReply<T>([&slot](Said<T> answer) {
            EXPECT_FALSE(slot.has_value()) << "answered twice";
            slot = std::move(answer);
        }));
        executor.run();
        if (slot) return *std::move(slot);
        ADD_FAILURE() << "no answer";
        return base::fail(AccountRefusal{});
    }
};

TEST_F(ExportsTest, a_host_takes_the_log_away) {
    ASSERT_TRUE(post(bob, "hello", "n", den).has_value());
    const auto opened = open(by("Ada"), den);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->room.name, "Den");
    EXPECT_EQ(opened->room.head, 3U);
    EXPECT_EQ(opened->by.nickname, "Ada");
    const auto all = page(by("Ada"), den);
    ASSERT_TRUE(all.has_value());
    ASSERT_THAT(all->events, SizeIs(3));
    EXPECT_EQ(all->events[2].text, "hello");
    EXPECT_FALSE(all->more_after);
    const auto rest = page(by("Ada"), den, 2);
    ASSERT_TRUE(rest.has_value());
    EXPECT_THAT(rest->events, SizeIs(1));
}

TEST_F(ExportsTest, whoever_hosts_nothing_there_does_not) {
    EXPECT_EQ(refusal_of(open(by("Bob"), den)), AccountError::forbidden);
    EXPECT_EQ(refusal_of(page(by("Bob"), den)), AccountError::forbidden);
    EXPECT_EQ(refusal_of(open(by("Bob"), kLobby)), AccountError::forbidden);
    EXPECT_TRUE(open(by("Mia"), tea).has_value()) << "a moderator may, as a member";
}

TEST_F(ExportsTest, a_room_that_is_not_theirs_to_know_is_not_there) {
    known(Role::owner, "Olga");
    EXPECT_EQ(refusal_of(open(by("Mia"), den)), AccountError::not_found);
    EXPECT_EQ(refusal_of(open(by("Olga"), den)), AccountError::not_found);
    EXPECT_EQ(refusal_of(page(by("Olga"), den)), AccountError::not_found);
    EXPECT_EQ(refusal_of(open(by("Ada"), RoomId("nowhere"))), AccountError::not_found);
    EXPECT_EQ(refusal_of(open(by("Olga"), tea)), AccountError::forbidden) << "no member";
}

TEST_F(ExportsTest, a_direct_conversation_is_of_everybody_in_it) {
    const auto room = direct(ada, {id_of(bob)});
    ASSERT_TRUE(room.has_value());
    EXPECT_TRUE(open(by("Bob"), room->room.id).has_value());
    EXPECT_EQ(refusal_of(open(by("Mia"), room->room.id)), AccountError::not_found);
}

TEST_F(ExportsTest, the_command_line_takes_every_room) {
    const auto opened = open(by_key(), den);
    ASSERT_TRUE(opened.has_value());
    EXPECT_TRUE(opened->by.user.value().empty());
    EXPECT_TRUE(page(by_key(), den).has_value());
    EXPECT_EQ(refusal_of(open(by_key(), RoomId("nowhere"))), AccountError::not_found);
    EXPECT_EQ(refusal_of(open(Credentials::of_key("another"), den)), AccountError::token_expired);
}

TEST_F(ExportsTest, nobody_takes_nothing) {
    EXPECT_EQ(refusal_of(open(by("no such token"), tea)), AccountError::token_expired);
    EXPECT_EQ(refusal_of(open(by(""), tea)), AccountError::token_expired);
    EXPECT_EQ(refusal_of(own(by("no such token"))), AccountError::token_expired);
    EXPECT_EQ(refusal_of(own(by_key())), AccountError::token_expired);
    EXPECT_EQ(refusal_of(said_by(by(""))), AccountError::token_expired);
}

TEST_F(ExportsTest, whoever_is_removed_gets_no_further_page) {
    ASSERT_TRUE(open(by("Mia"), tea).has_value());
    ASSERT_TRUE(leave(mia, tea).has_value());
    EXPECT_EQ(refusal_of(page(by("Mia"), tea)), AccountError::forbidden);
}

TEST_F(ExportsTest, a_page_is_not_heavier_than_others) {
    const std::string heavy(4000, 'x');
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(post(bob, heavy, "n" + std::to_string(i), den).has_value());
    Seq after = 0;
    std::size_t pages = 0;
    for (; after < 102; ++pages) {
        const auto part = page(by("Ada"), den, after);
        ASSERT_TRUE(part.has_value());
        ASSERT_FALSE(part->events.empty());
        EXPECT_EQ(part->events.front().seq, after + 1);
        EXPECT_LT(part->events.size(), 70U);
        after = part->events.back().seq;
    }
    EXPECT_GE(pages, 2U);
}

TEST_F(ExportsTest, a_store_that_is_away_says_so) {
    store.fail(Call::page, 1);
    EXPECT_EQ(refusal_of(page(by("Ada"), den)), AccountError::unavailable);
    store.fail(Call::find_user, 1);
    EXPECT_EQ(refusal_of(open(by("Ada"), den)), AccountError::unavailable);
}

TEST_F(ExportsTest, own_data_are_what_one_is_and_where) {
    ASSERT_TRUE(direct(ada, {id_of(bob)}).has_value());
    const auto data = own(by("Ada"));
    ASSERT_TRUE(data.has_value());
    EXPECT_EQ(data->me.nickname, "Ada");
    EXPECT_THAT(data->sessions, SizeIs(1));
    std::vector<std::string> names;
    for (const RoomView& room : data->rooms)
        names.push_back(room.room.name.empty() ? room.people.at(0).nickname : room.room.name);
    EXPECT_THAT(names, testing::UnorderedElementsAre("Lobby", "Tea", "Den", "Bob"));
    EXPECT_TRUE(own(by("Bob")).has_value());
}

TEST_F(ExportsTest, own_messages_have_nothing_of_others) {
    ASSERT_TRUE(post(ada, "a secret of hers", "n", den).has_value());
    ASSERT_TRUE(reply(bob, 3, "mine", "m", den).has_value());
    ASSERT_TRUE(react(ada, 4, "👍", React::Set::on, den).has_value());
    const auto page = said_by(by("Bob"));
    ASSERT_TRUE(page.has_value());
    ASSERT_THAT(page->messages, SizeIs(1));
    const Event& message = page->messages.front();
    EXPECT_EQ(message.text, "mine");
    EXPECT_EQ(message.target, 3U);
    ASSERT_TRUE(message.standing);
    EXPECT_EQ(message.standing->quote, std::nullopt);
    EXPECT_THAT(message.standing->reactions, IsEmpty());
    EXPECT_EQ(page->next, std::nullopt);
}

TEST_F(ExportsTest, own_messages_stay_ones_own_after_a_removal) {
    ASSERT_TRUE(post(bob, "I was here", "n", den).has_value());
    ASSERT_TRUE(kick(ada, den, id_of(bob)).has_value());
    const auto page = said_by(by("Bob"));
    ASSERT_TRUE(page.has_value());
    EXPECT_THAT(page->messages, SizeIs(1));
}

}  // namespace
}  // namespace chat
