#include "chat/pins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/hosted_rooms.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PinsTest : public HostedRooms {
protected:
    using Set = PinWish::Set;

    base::Result<Posted, Refusal> pin(const Guest& guest, const RoomId& room, Seq target,
                                      Set set = Set::on) {
        Answer<Posted> answer;
        chat().pin(guest.connection, {.room = room, .target = target, .set = set}, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> unpin(const Guest& guest, const RoomId& room, Seq target) {
        return pin(guest, room, target, Set::off);
    }
    base::Result<PinsPage, Refusal> pins(const Guest& guest, const RoomId& room) {
        Answer<PinsPage> answer;
        chat().pins(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<Versions, Refusal> versions(const Guest& guest, const RoomId& room, Seq message) {
        Answer<Versions> answer;
        chat().versions(guest.connection, room, message, into(answer));
        return take(answer);
    }
    std::vector<Seq> pinned(const Guest& guest, const RoomId& room) {
        const auto page = pins(guest, room);
        EXPECT_TRUE(page.has_value());
        std::vector<Seq> seqs;
        for (const Pin& each : page ? page->pins : std::vector<Pin>())
            seqs.push_back(each.message.seq);
        return seqs;
    }
    /// The seq of what they say.
    Seq said(const Guest& guest, const RoomId& room, const std::string& text = "hello") {
        const auto posted = post(guest, text, std::to_string(++nonces_), room);
        EXPECT_TRUE(posted.has_value());
        forget();
        return posted ? posted->seq : 0;
    }
    std::uint64_t refused(const char* reason) {
        return metrics.counter("chat_posts_refused_total", "", reason).value();
    }

private:
    int nonces_ = 0;
};

TEST_F(PinsTest, a_host_pins_a_message_and_everybody_there_hears) {
    const Guest tab = come_back("Ada");
    const Seq seq = said(bob, tea, "the rules");
    (void)heard(tab);
    const auto posted = pin(ada, tea, seq);
    ASSERT_TRUE(posted.has_value());
    EXPECT_EQ(posted->seq, seq + 1);
    EXPECT_THAT(heard(bob), ElementsAre("5 Ada pinned 4"));
    EXPECT_THAT(heard(ada), ElementsAre("5 Ada pinned 4"));
    EXPECT_THAT(heard(tab), ElementsAre("5 Ada pinned 4"));
    const auto page = pins(bob, tea);
    ASSERT_TRUE(page.has_value());
    ASSERT_THAT(page->pins, SizeIs(1));
    EXPECT_FALSE(page->more);
    EXPECT_EQ(page->pins[0].message.text, "the rules");
    EXPECT_EQ(page->pins[0].by, (Named{.user = id_of(ada), .nickname = "Ada"}));
    EXPECT_EQ(page->pins[0].time, clock.wall());
    ASSERT_TRUE(unpin(mia, tea, seq).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("6 Mia unpinned 4"));
    EXPECT_THAT(pinned(bob, tea), IsEmpty());
}

TEST_F(PinsTest, what_is_so_already_is_answered_alike_and_nobody_hears) {
    const Seq seq = said(bob, tea);
    EXPECT_EQ(unpin(ada, tea, seq)->seq, seq);
    ASSERT_TRUE(pin(ada, tea, seq).has_value());
    forget();
    EXPECT_EQ(pin(mia, tea, seq)->seq, seq + 1);
    EXPECT_EQ(pin(ada, tea, seq)->seq, seq + 1);
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(PinsTest, who_may_not_pin_may_look) {
    const Seq in_tea = said(bob, tea);
    const Seq in_den = said(bob, den);
    for (const auto& [room, seq] : {std::pair(tea, in_tea), std::pair(den, in_den)}) {
        EXPECT_EQ(error_of(pin(bob, room, seq)), ChatError::forbidden) << "even one's own";
        EXPECT_EQ(error_of(unpin(bob, room, seq)), ChatError::forbidden);
        ASSERT_TRUE(pin(ada, room, seq).has_value());
        EXPECT_THAT(pinned(bob, room), ElementsAre(seq));
    }
}

TEST_F(PinsTest, everybody_pins_in_a_direct_room) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const auto opened = direct(ada, {id_of(gus)});
    ASSERT_TRUE(opened.has_value());
    const RoomId room = opened->room.id;
    const Seq seq = said(ada, room);
    EXPECT_TRUE(pin(gus, room, seq).has_value());
    EXPECT_TRUE(unpin(ada, room, seq).has_value());
}

TEST_F(PinsTest, outside_a_room_nothing_is_told_of_it) {
    const Seq seq = said(bob, den);
    ASSERT_TRUE(pin(ada, den, seq).has_value());
    const Guest eve = enter_as(Role::member, "Eve");
    const struct {
        const Guest& who;
        RoomId room;
        ChatError error;
    } cases[] = {
        {eve, tea, ChatError::not_a_member},
        {eve, den, ChatError::not_found},
        {mia, den, ChatError::not_found},
        {ada, RoomId("nowhere"), ChatError::not_found},
    };
    for (const auto& [who, room, error] : cases) {
        SCOPED_TRACE(room.value());
        EXPECT_EQ(error_of(pin(who, room, seq)), error);
        EXPECT_EQ(error_of(unpin(who, room, seq)), error);
        EXPECT_EQ(error_of(pins(who, room)), error);
        EXPECT_EQ(error_of(versions(who, room, seq)), error);
    }
}

TEST_F(PinsTest, an_archived_room_shows_its_pins_and_takes_none) {
    const Seq seq = said(bob, tea);
    const Seq other = said(bob, tea);
    ASSERT_TRUE(pin(ada, tea, seq).has_value());
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    EXPECT_EQ(error_of(pin(ada, tea, other)), ChatError::archived);
    EXPECT_EQ(error_of(unpin(ada, tea, seq)), ChatError::archived);
    EXPECT_THAT(pinned(bob, tea), ElementsAre(seq));
    EXPECT_TRUE(versions(bob, tea, seq).has_value());
}

TEST_F(PinsTest, only_messages_are_pinned_and_a_deleted_one_is_no_pin) {
    const Seq seq = said(bob, tea);
    ASSERT_TRUE(pin(ada, tea, seq).has_value());
    for (const Seq none : {Seq{1}, seq + 1, seq + 100}) {
        EXPECT_EQ(error_of(pin(ada, tea, none)), ChatError::no_such_message);
    }
    EXPECT_EQ(refused("reason=\"target\""), 3U);
    ASSERT_TRUE(remove(bob, seq, tea).has_value());
    EXPECT_THAT(pinned(ada, tea), IsEmpty());
    EXPECT_EQ(error_of(pin(ada, tea, seq)), ChatError::no_such_message);
    EXPECT_EQ(error_of(unpin(ada, tea, seq)), ChatError::no_such_message);
}

TEST_F(PinsTest, a_room_keeps_so_many_pins) {
    for (std::size_t i = 0; i < kPinsMax; ++i)
        ASSERT_TRUE(pin(ada, tea, said(bob, tea)).has_value());
    const Seq more = said(bob, tea);
    EXPECT_EQ(error_of(pin(ada, tea, more)), ChatError::too_many_pins);
    EXPECT_EQ(refused("reason=\"target\""), 1U);
    ASSERT_TRUE(unpin(ada, tea, 4).has_value());
    EXPECT_TRUE(pin(ada, tea, more).has_value());
    EXPECT_EQ(pinned(bob, tea).front(), more);
}

TEST_F(PinsTest, one_answer_holds_the_last_pinned_that_fit_in_it) {
    const std::string heavy(Limits().text_characters_max, '"');
    Seq last = 0;
    for (std::size_t i = 0; i < kPinsMax; ++i) {
        last = said(ada, tea, heavy);
        ASSERT_TRUE(pin(ada, tea, last).has_value());
    }
    const auto page = pins(bob, tea);
    ASSERT_TRUE(page.has_value());
    EXPECT_TRUE(page->more);
    EXPECT_EQ(page->pins.front().message.seq, last);
    std::uint64_t bytes = 0;
    for (const Pin& each : page->pins)
        bytes += weight_of(each);
    EXPECT_LE(bytes, Limits().page_bytes_max);
    EXPECT_GT(bytes, Limits().page_bytes_max / 2);
}

TEST_F(PinsTest, the_author_and_hosts_see_what_a_message_read_before) {
    const Seq seq = said(bob, tea, "helo");
    ASSERT_TRUE(edit(bob, seq, "hello", tea).has_value());
    for (const Guest& who : {bob, ada, mia}) {
        const auto found = versions(who, tea, seq);
        ASSERT_TRUE(found.has_value()) << who.welcome.me.nickname;
        EXPECT_EQ(found->author, id_of(bob));
        ASSERT_THAT(found->versions, SizeIs(2));
        EXPECT_EQ(found->versions[0].text, "helo");
        EXPECT_EQ(found->versions[1].text, "hello");
        EXPECT_EQ(found->versions[1].seq, seq + 1);
    }
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(join(gus, tea).has_value());
    EXPECT_EQ(error_of(versions(gus, tea, seq)), ChatError::forbidden);
    ASSERT_TRUE(leave(bob, tea).has_value());
    EXPECT_EQ(error_of(versions(bob, tea, seq)), ChatError::not_a_member);
}

TEST_F(PinsTest, in_a_direct_room_versions_are_the_authors_alone) {
    const auto opened = direct(ada, {id_of(mia)});
    ASSERT_TRUE(opened.has_value());
    const RoomId room = opened->room.id;
    const Seq seq = said(ada, room, "helo");
    ASSERT_TRUE(edit(ada, seq, "hello", room).has_value());
    EXPECT_TRUE(versions(ada, room, seq).has_value());
    EXPECT_EQ(error_of(versions(mia, room, seq)), ChatError::forbidden);
}

TEST_F(PinsTest, what_is_deleted_or_no_message_has_no_versions) {
    const Seq seq = said(bob, tea, "a secret");
    ASSERT_TRUE(edit(bob, seq, "a bigger secret", tea).has_value());
    for (const Seq none : {Seq{1}, seq + 1, seq + 100}) {
        EXPECT_EQ(error_of(versions(ada, tea, none)), ChatError::no_such_message);
    }
    ASSERT_TRUE(remove(bob, seq, tea).has_value());
    EXPECT_EQ(error_of(versions(bob, tea, seq)), ChatError::no_such_message);
}

TEST_F(PinsTest, one_answer_holds_the_newest_versions_that_fit_in_it) {
    const std::string heavy(Limits().text_characters_max - 10, '"');
    const Seq seq = said(bob, tea, heavy);
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(edit(bob, seq, heavy + std::to_string(i), tea).has_value());
    const auto found = versions(bob, tea, seq);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->versions.back().text, heavy + "49");
    EXPECT_GT(found->versions.front().seq, seq);
    std::uint64_t bytes = 0;
    for (const Version& version : found->versions)
        bytes += weight_of(version);
    EXPECT_LE(bytes, Limits().page_bytes_max);
    EXPECT_GT(bytes, Limits().page_bytes_max / 2);
}

TEST_F(PinsTest, a_store_that_is_away_changes_and_tells_nothing) {
    const Seq seq = said(bob, tea);
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(pin(ada, tea, seq)), ChatError::unavailable);
    EXPECT_THAT(heard(bob), IsEmpty());
    room_records.fail(RecordCall::pins, 1);
    EXPECT_EQ(error_of(pins(ada, tea)), ChatError::unavailable);
    room_records.fail(RecordCall::versions, 1);
    EXPECT_EQ(error_of(versions(bob, tea, seq)), ChatError::unavailable);
    EXPECT_THAT(pinned(ada, tea), IsEmpty());
}

TEST_F(PinsTest, whoever_went_or_may_no_longer_when_the_store_answers_is_told_nothing) {
    const Seq seq = said(ada, den, "helo");
    ASSERT_TRUE(edit(ada, seq, "hello", den).has_value());
    ASSERT_TRUE(set_host(ada, den, id_of(bob)).has_value());
    room_records.hold(RecordCall::pins);
    room_records.hold(RecordCall::versions);
    Answer<PinsPage> listed;
    Answer<Versions> told;
    chat().pins(bob.connection, den, into(listed));
    chat().versions(bob.connection, den, seq, into(told));
    executor.run();
    ASSERT_TRUE(leave(bob, den).has_value());
    room_records.let_go(RecordCall::pins);
    room_records.let_go(RecordCall::versions);
    EXPECT_EQ(error_of(take(listed)), ChatError::not_found);
    EXPECT_EQ(error_of(take(told)), ChatError::not_found);

    ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
    room_records.hold(RecordCall::versions);
    Answer<Versions> later;
    ASSERT_TRUE(set_host(ada, den, id_of(bob)).has_value());
    chat().versions(bob.connection, den, seq, into(later));
    executor.run();
    ASSERT_TRUE(set_host(bob, den, id_of(bob), HostWish::Set::off).has_value());
    room_records.let_go(RecordCall::versions);
    EXPECT_EQ(error_of(take(later)), ChatError::forbidden);

    room_records.hold(RecordCall::pins);
    Answer<PinsPage> gone;
    chat().pins(bob.connection, den, into(gone));
    executor.run();
    close(bob);
    pass(Limits().leave_grace);
    room_records.let_go(RecordCall::pins);
    EXPECT_EQ(error_of(take(gone)), ChatError::not_connected);
}

TEST_F(PinsTest, who_comes_back_catches_up_with_pins_too) {
    const Seq seq = said(bob, tea);
    close(bob);
    ASSERT_TRUE(pin(ada, tea, seq).has_value());
    ASSERT_TRUE(unpin(ada, tea, seq).has_value());
    const Guest back = come_back("Bob", {{tea, seq}});
    const std::vector<std::string> lines = heard(back);
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(lines[0], testing::HasSubstr("5 6"));
}

TEST_F(PinsTest, all_stands_after_a_restart) {
    const Seq seq = said(bob, tea, "helo");
    ASSERT_TRUE(edit(bob, seq, "hello", tea).has_value());
    ASSERT_TRUE(pin(ada, tea, seq).has_value());
    make_chat(limits_without_rates());
    start();
    bob = come_back("Bob");
    EXPECT_THAT(pinned(bob, tea), ElementsAre(seq));
    EXPECT_THAT(versions(bob, tea, seq)->versions, SizeIs(2));
}

}  // namespace
}  // namespace chat
