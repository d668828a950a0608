#include "chat/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr base::Milliseconds kDay = std::chrono::days(1);

class RetentionTest : public ChatWorld {
protected:
    void SetUp() override {
        start();
        ada = enter("ada");
        bob = enter("bob");
        garden = created(ada, "Garden");
        ASSERT_TRUE(join(bob, garden).has_value());
    }
    base::Result<Posted, Refusal> keep(const Guest& guest, std::uint32_t days) {
        Answer<Posted> answer;
        chat().set_retention(guest.connection, garden, days, into(answer));
        return take(answer);
    }
    Seq said(const Guest& guest, const std::string& text) {
        const auto posted = post(guest, text, text, garden);
        EXPECT_TRUE(posted.has_value());
        return posted ? posted->seq : 0;
    }
    Page page(const Guest& guest, PageRequest request = {}) {
        request.room = garden;
        const auto found = history(guest, std::move(request));
        EXPECT_TRUE(found.has_value());
        return found ? *found : Page();
    }
    std::vector<std::string> texts(const Guest& guest, PageRequest request = {}) {
        std::vector<std::string> all;
        for (const Event& event : page(guest, std::move(request)).events)
            if (event.kind == EventKind::message) all.push_back(event.text);
        return all;
    }
    Guest again(const Guest& guest, std::vector<std::pair<RoomId, Seq>> cursors = {}) {
        close(guest);
        return come_back(guest.token(), std::move(cursors));
    }

    Guest ada;
    Guest bob;
    RoomId garden;
};

TEST_F(RetentionTest, what_is_older_goes_and_everybody_is_told) {
    said(ada, "old");
    const Seq older = said(ada, "older than a day by then");
    pass(kDay);
    said(bob, "young");
    (void)heard(bob);
    ASSERT_TRUE(keep(ada, 1).has_value());
    EXPECT_THAT(heard(bob), Contains(HasSubstr("keeps messages for 1 days")));
    EXPECT_THAT(texts(bob), ElementsAre("old", "older than a day by then", "young"))
        << "to the millisecond";
    pass(1h);
    EXPECT_THAT(heard(bob), Contains(HasSubstr("gone up to " + std::to_string(older))));
    EXPECT_THAT(texts(bob), ElementsAre("young"));
    EXPECT_FALSE(page(bob).more_before);
    const Guest later = again(bob);
    EXPECT_EQ(later.room(garden).room.retention_days, 1U);
    EXPECT_EQ(later.room(garden).room.expired, older);
    EXPECT_THAT(texts(later), ElementsAre("young"));
}

TEST_F(RetentionTest, goes_at_once_when_it_is_too_old_already) {
    said(ada, "old");
    pass(2 * kDay);
    ASSERT_TRUE(keep(ada, 1).has_value());
    executor.run();
    EXPECT_THAT(texts(bob), IsEmpty());
}

TEST_F(RetentionTest, goes_on_by_itself_hour_by_hour) {
    ASSERT_TRUE(keep(ada, 1).has_value());
    said(ada, "morning");
    pass(12h);
    said(ada, "evening");
    pass(12h + 1h);
    EXPECT_THAT(texts(ada), ElementsAre("evening"));
    pass(12h);
    EXPECT_THAT(texts(ada), IsEmpty());
}

TEST_F(RetentionTest, is_for_ever_again) {
    ASSERT_TRUE(keep(ada, 1).has_value());
    said(ada, "kept");
    ASSERT_TRUE(keep(ada, 0).has_value());
    pass(3 * kDay);
    EXPECT_THAT(texts(ada), ElementsAre("kept"));
    EXPECT_EQ(again(ada).room(garden).room.retention_days, 0U);
}

TEST_F(RetentionTest, is_for_hosts_to_say) {
    EXPECT_EQ(keep(bob, 1).error().error, ChatError::forbidden);
    const Guest eve = enter("eve");
    EXPECT_EQ(keep(eve, 1).error().error, ChatError::not_a_member);
    const auto first = keep(ada, 7);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(keep(ada, 7)->seq, first->seq) << "what is so already is no news";
}

TEST_F(RetentionTest, pages_end_where_it_is_gone) {
    const Seq first = said(ada, "old");
    pass(2 * kDay);
    for (int number = 1; number <= 5; ++number)
        said(ada, "young " + std::to_string(number));
    ASSERT_TRUE(keep(ada, 1).has_value());
    executor.run();
    const Seq gone = again(ada).room(garden).room.expired;
    ASSERT_GE(gone, first);
    const Guest reader = come_back(ada.token());
    using From = PageRequest::From;
    EXPECT_EQ(page(reader, {.room = garden, .from = From::around, .seq = first, .limit = 4})
                  .events.front()
                  .seq,
              gone + 1);
    EXPECT_EQ(page(reader, {.room = garden, .from = From::after, .seq = 0, .limit = 2})
                  .events.front()
                  .seq,
              gone + 1);
    const Page before =
        page(reader, {.room = garden, .from = From::before, .seq = gone + 3, .limit = 50});
    EXPECT_THAT(before.events, SizeIs(2));
    EXPECT_FALSE(before.more_before);
    const Page nothing =
        page(reader, {.room = garden, .from = From::before, .seq = first, .limit = 50});
    EXPECT_THAT(nothing.events, IsEmpty());
    EXPECT_FALSE(nothing.more_before);
}

TEST_F(RetentionTest, who_was_away_forgets_it_as_well) {
    said(ada, "old");
    const Seq seen = page(bob).events.back().seq;
    pass(2 * kDay);
    said(ada, "young");
    const Seq young = page(ada).events.back().seq;
    close(bob);
    ASSERT_TRUE(keep(ada, 1).has_value());
    executor.run();
    // What followed the cursor is there, and among it that what was before is gone.
    const Guest close_by = come_back(bob.token(), {{garden, young}});
    EXPECT_THAT(heard(close_by), Contains(AllOf(HasSubstr("catchup"), Not(HasSubstr("reset")))));
    close(close_by);
    // Of what followed the other cursor a part is gone.
    const Guest far = come_back(bob.token(), {{garden, seen - 1}});
    EXPECT_THAT(heard(far), Contains(HasSubstr("reset")));
    EXPECT_THAT(heard(far), Not(Contains(HasSubstr("old"))));
}

TEST_F(RetentionTest, words_are_nowhere_in_what_is_left) {
    const Seq secret = said(ada, "secret");
    pass(kDay);
    ASSERT_TRUE(reply(bob, secret, "an answer", "n1", garden).has_value());
    ASSERT_TRUE(edit(ada, secret, "secret in other words", garden).has_value());
    pass(1h);
    ASSERT_TRUE(keep(ada, 1).has_value());
    executor.run();
    const auto check = [this, secret](const Guest& reader) {
        for (const Event& event : page(reader).events) {
            EXPECT_GT(event.seq, secret);
            EXPECT_THAT(event.text, Not(HasSubstr("secret")));
            if (event.standing && event.standing->quote) {
                EXPECT_EQ(event.standing->quote->text, "");
            }
        }
    };
    check(bob);  // from memory
    close(ada);
    close(bob);
    pass(1min);
    check(come_back(bob.token()));  // from the store
    EXPECT_EQ(react(come_back(ada.token()), secret, "👍", React::Set::on, garden).error().error,
              ChatError::no_such_message);
}

TEST_F(RetentionTest, what_is_gone_is_not_unread) {
    said(ada, "one");
    said(ada, "@bob two");
    pass(2 * kDay);
    said(ada, "@bob three");
    const Guest before = again(bob);
    EXPECT_EQ(before.room(garden).unread, 3U);
    EXPECT_EQ(before.room(garden).mentions, 2U);
    (void)heard(before);
    ASSERT_TRUE(keep(ada, 1).has_value());
    executor.run();
    EXPECT_THAT(heard(before), Contains(HasSubstr("1 unread")));
    const Guest after = again(before);
    EXPECT_EQ(after.room(garden).unread, 1U);
    EXPECT_EQ(after.room(garden).mentions, 1U);
}

TEST_F(RetentionTest, many_go_part_by_part) {
    Limits limits = limits_without_rates();
    limits.expired_events_max = 3;
    make_chat(limits);
    start();
    const Guest host = come_back(ada.token());
    for (int number = 0; number < 10; ++number)
        said(host, std::to_string(number));
    pass(2 * kDay);
    (void)heard(host);
    ASSERT_TRUE(keep(host, 1).has_value());
    executor.run();
    EXPECT_THAT(texts(host), IsEmpty());
    int told = 0;
    for (const std::string& each : heard(host))
        if (each.contains("gone up to")) ++told;
    EXPECT_EQ(told, 1) << "all of them are told of at once";
}

TEST_F(RetentionTest, a_store_that_fails_is_asked_again) {
    said(ada, "old");
    pass(2 * kDay);
    room_records.fail(RecordCall::expire, 1);
    ASSERT_TRUE(keep(ada, 1).has_value());
    executor.run();
    EXPECT_THAT(texts(ada), ElementsAre("old"));
    pass(1h);
    EXPECT_THAT(texts(ada), IsEmpty());
}

TEST_F(RetentionTest, what_an_end_cut_short_is_done_at_the_start) {
    said(ada, "old");
    pass(2 * kDay);
    ASSERT_TRUE(keep(ada, 3).has_value());
    executor.run();
    clock.advance(2 * kDay);
    make_chat(limits_without_rates());
    start();
    EXPECT_THAT(texts(come_back(ada.token())), IsEmpty());
}

TEST_F(RetentionTest, an_archived_room_does_not_keep_them_either) {
    ASSERT_TRUE(keep(ada, 1).has_value());
    said(ada, "old");
    Answer<Posted> answer;
    chat().set_use(ada.connection, garden, RoomUse::archived, into(answer));
    ASSERT_TRUE(take(answer).has_value());
    EXPECT_EQ(keep(ada, 2).error().error, ChatError::archived);
    pass(2 * kDay);
    EXPECT_THAT(texts(ada), IsEmpty());
}

}  // namespace
}  // namespace chat
