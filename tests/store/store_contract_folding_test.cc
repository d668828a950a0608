#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/store_contract.h"
#include "support/manual_executor.h"

namespace store {

using chat::Append;
using chat::Appended;
using chat::Event;
using chat::EventKind;
using chat::RoomId;
using chat::Seq;
using chat::User;
using From = chat::PageRequest::From;

namespace {

/// Appends of all kinds, some of them nonsense.
class Whims {
public:
    Whims(std::uint64_t seed, std::vector<User> people, std::vector<RoomId> rooms)
        : random_(seed), people_(std::move(people)), rooms_(std::move(rooms)) {}

    Append next() {
        constexpr const char* kEmoji[] = {"👍", "🎉", "❤️"};
        constexpr const char* kTexts[] = {"one", "two", "three"};
        const User& actor = people_[below(people_.size())];
        Append append{.room = rooms_[below(rooms_.size())],
                      .actor = actor.id,
                      .nickname = actor.nickname + std::to_string(below(2)),
                      .time = base::WallTime(base::Milliseconds(++appends_)),
                      .text = kTexts[below(std::size(kTexts))],
                      .nonce = {}};
        // Few targets, so that much happens to each.
        append.target = below(kTargets + 1);
        append.reach = below(4) == 0 ? Append::Reach::anyones : Append::Reach::own;
        const std::size_t percent = below(100);
        if (percent < 4) {
            append.kind = EventKind::deleted;
        } else if (percent < 30) {
            append.kind = EventKind::edited;
        } else if (percent < 50) {
            append.kind = EventKind::reaction_added;
            append.text = kEmoji[below(std::size(kEmoji))];
        } else if (percent < 60) {
            append.kind = EventKind::reaction_removed;
            append.text = kEmoji[below(std::size(kEmoji))];
        } else {
            append.kind = EventKind::message;
            append.nonce = chat::Nonce(std::to_string(below(400)));
            if (below(2) == 0) append.target = 0;
        }
        return append;
    }

private:
    static constexpr std::size_t kTargets = 60;

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

    std::mt19937_64 random_;
    std::vector<User> people_;
    std::vector<RoomId> rooms_;
    std::int64_t appends_ = 0;
};

/// Without what a receiver of later events cannot know: a quote goes with the message that is quoted, and words that
/// were deleted are gone from an edit, which then cannot be folded.
Event without_what_others_change(Event event) {
    if (event.kind == EventKind::edited) event.text.clear();
    if (event.standing) {
        chat::Standing standing = *event.standing;
        standing.quote.reset();
        event.standing = standing == chat::Standing{}
                             ? nullptr
                             : std::make_shared<const chat::Standing>(std::move(standing));
    }
    return event;
}

}  // namespace

TEST_P(StoreContract, comes_to_the_same_as_folding_whatever_happens) {
    constexpr std::uint64_t kSeed = 20'261'125;
    constexpr std::size_t kAppends = 1'500;
    SCOPED_TRACE(kSeed);
    const std::vector<RoomId> rooms = {make_room("a"), make_room("b")};
    std::vector<User> people;
    for (const char* name : {"ada", "bob", "eve"})
        people.push_back(make_user(name, rooms[0]));
    support::ManualExecutor replies;
    MemoryStore model(replies);
    for (const RoomId& room : rooms) {
        model.create_room({.id = room, .name = room.value(), .name_key = room.value()}, {},
                          [](const auto& made) { ASSERT_TRUE(made.has_value()); });
    }
    Whims whims(kSeed, people, rooms);

    std::vector<std::optional<Answer<Appended>>> expected(kAppends);
    std::vector<std::optional<Answer<Appended>>> answers(kAppends);
    for (std::size_t i = 0; i < kAppends; ++i) {
        const Append append = whims.next();
        model.append(append, into(expected[i]));
        store().append(append, into(answers[i]));
    }
    replies.run();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < kAppends; ++i) {
        SCOPED_TRACE(i);
        const auto answer = wait_for(answers[i]);
        ASSERT_EQ(answer.has_value(), (*expected[i]).has_value());
        if (!answer) {
            ASSERT_EQ(answer.error(), (*expected[i]).error());
            continue;
        }
        ASSERT_EQ(answer->event, (*expected[i])->event);
        ASSERT_EQ(answer->outcome, (*expected[i])->outcome);
        kept += answer->outcome == Appended::Outcome::committed ? 1U : 0U;
    }
    EXPECT_GT(kept, kAppends / 3);
    for (const RoomId& room : rooms) {
        std::optional<Answer<chat::Page>> model_page;
        model.page({.room = room, .limit = kAppends}, into(model_page));
        replies.run();
        const auto all = page({.room = room, .limit = kAppends});
        ASSERT_TRUE(all.has_value());
        ASSERT_EQ(all->events.size(), (*model_page)->events.size());
        for (std::size_t i = 0; i < all->events.size(); ++i)
            ASSERT_EQ(all->events[i], (*model_page)->events[i]) << "seq " << i + 1;
    }
}

TEST_P(StoreContract, lets_a_reader_fold_what_came_after_a_page) {
    constexpr std::uint64_t kSeed = 7;
    constexpr std::size_t kAppends = 300;
    SCOPED_TRACE(kSeed);
    const RoomId room = make_room("a");
    std::vector<User> people;
    for (const char* name : {"ada", "bob", "eve"})
        people.push_back(make_user(name, room));
    Whims whims(kSeed, people, {room});
    std::vector<std::optional<Answer<Appended>>> answers(kAppends);
    const auto append_some = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            store().append(whims.next(), into(answers[i]));
        for (std::size_t i = from; i < to; ++i)
            wait_for(answers[i]);
    };
    append_some(0, kAppends / 2);
    auto seen = page({.room = room, .limit = kAppends})->events;
    append_some(kAppends / 2, kAppends);
    // A catch-up from an older cursor gives some of it again.
    const auto later =
        page({.room = room, .from = From::after, .seq = seen.size() / 2, .limit = kAppends});
    ASSERT_TRUE(later.has_value());

    for (const Event& event : later->events) {
        if (event.seq > seen.size()) seen.push_back(event);
        if (is_change(event.kind)) chat::fold(seen[event.target - 1], event);
    }

    const auto now = page({.room = room, .limit = kAppends});
    ASSERT_EQ(seen.size(), now->events.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        ASSERT_EQ(without_what_others_change(seen[i]), without_what_others_change(now->events[i]))
            << "seq " << i + 1;
    }
}

}  // namespace store
