/// StoreContract: what every form of chat::Store must keep, as sentences that run against each form.
///
/// A form takes part by an instance in its own test file, inside namespace store:
///     INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(StoreForm{"memory", make_memory}));
/// The sentences are in store_contract_*_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace store {

/// One fresh, empty store and the means to receive its replies.
class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;

    [[nodiscard]] virtual chat::Store& store() = 0;
    /// The same object's other port.
    [[nodiscard]] virtual chat::AccountStore& accounts() = 0;
    /// And its third.
    [[nodiscard]] virtual chat::RoomStore& room_store() = 0;
    /// And its fourth.
    [[nodiscard]] virtual chat::AdminStore& administration() = 0;
    /// And its seventh.
    [[nodiscard]] virtual chat::ImportStore& imports() = 0;
    /// And its sixth.
    [[nodiscard]] virtual chat::ExportStore& exports() = 0;
    /// And its fifth.
    [[nodiscard]] virtual chat::RoomRecords& room_records() = 0;

    /// Runs the replies that are there, waiting for the first. Returns how many ran; 0: none will come.
    virtual std::size_t run_replies() = 0;
};

struct StoreForm {
    std::string name;
    std::function<std::unique_ptr<StoreUnderTest>()> make;

    friend void PrintTo(const StoreForm& form, std::ostream* out) { *out << form.name; }
};

class StoreContract : public testing::TestWithParam<StoreForm> {
protected:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// A reply that puts its answer into `slot`.
    template <typename T>
    [[nodiscard]] static chat::StoreReply<T> into(std::optional<Answer<T>>& slot) {
        return [&slot](Answer<T> answer) { slot = std::move(answer); };
    }

    /// Runs replies until `slot` has its answer.
    template <typename T>
    Answer<T> wait_for(std::optional<Answer<T>>& slot) {
        while (!slot) {
            if (under_test_->run_replies() == 0) {
                ADD_FAILURE() << "the store never answered";
                return base::fail(chat::StoreError::unavailable);
            }
        }
        return *std::move(slot);
    }

    [[nodiscard]] chat::Store& store() { return under_test_->store(); }
    [[nodiscard]] chat::AccountStore& accounts() { return under_test_->accounts(); }
    [[nodiscard]] chat::RoomStore& room_store() { return under_test_->room_store(); }
    [[nodiscard]] chat::AdminStore& administration() { return under_test_->administration(); }
    [[nodiscard]] chat::ImportStore& imports() { return under_test_->imports(); }
    [[nodiscard]] chat::ExportStore& exports() { return under_test_->exports(); }
    [[nodiscard]] chat::RoomRecords& room_records() { return under_test_->room_records(); }
    std::size_t run_replies() { return under_test_->run_replies(); }

    Answer<chat::Appended> append(chat::Append append) {
        std::optional<Answer<chat::Appended>> slot;
        store().append(std::move(append), into(slot));
        return wait_for(slot);
    }
    Answer<chat::Page> page(chat::PageRequest request) {
        std::optional<Answer<chat::Page>> slot;
        store().page(std::move(request), into(slot));
        return wait_for(slot);
    }
    Answer<chat::Room> create_room(chat::Room room, chat::User creator) {
        std::optional<Answer<chat::Room>> slot;
        store().create_room(std::move(room), std::move(creator), into(slot));
        return wait_for(slot);
    }
    Answer<std::vector<chat::Room>> rooms() {
        std::optional<Answer<std::vector<chat::Room>>> slot;
        store().rooms(into(slot));
        return wait_for(slot);
    }
    Answer<chat::Known> create_user(chat::NewUser user) {
        std::optional<Answer<chat::Known>> slot;
        store().create_user(std::move(user), into(slot));
        return wait_for(slot);
    }
    Answer<std::optional<chat::Known>> find_user(chat::TokenHash token, base::WallTime now) {
        std::optional<Answer<std::optional<chat::Known>>> slot;
        store().find_user(std::move(token), now, into(slot));
        return wait_for(slot);
    }
    Answer<chat::User> rename_user(chat::UserId user, std::string nickname, std::string name_key) {
        std::optional<Answer<chat::User>> slot;
        store().rename_user(std::move(user), std::move(nickname), std::move(name_key), into(slot));
        return wait_for(slot);
    }
    Answer<chat::Membership> set_read(chat::UserId user, chat::RoomId room, chat::Seq seq) {
        std::optional<Answer<chat::Membership>> slot;
        store().set_read(std::move(user), std::move(room), seq, into(slot));
        return wait_for(slot);
    }

    // --- the cast of most sentences ---

    static base::WallTime at(std::int64_t milliseconds) {
        return base::WallTime{base::Milliseconds{1'700'000'000'000 + milliseconds}};
    }

    /// Makes an open room named after its id, without a member.
    chat::RoomId make_room(const std::string& id) {
        const auto room =
            create_room({.id = chat::RoomId(id), .name = id, .name_key = id, .created = at(0)}, {});
        EXPECT_TRUE(room.has_value());
        return chat::RoomId(id);
    }
    /// A session that began at(0).
    static chat::Session session(const std::string& id, const std::string& user,
                                 std::int64_t lifetime = 1'000'000) {
        return {.id = chat::SessionId(id),
                .user = chat::UserId(user),
                .created = at(0),
                .used = at(0),
                .expires = at(lifetime),
                .lifetime = base::Milliseconds(lifetime),
                .agent = "a browser",
                .address = "192.0.2.1"};
    }
    /// Makes a guest whose token's hash is "token of <id>", of the session "session of <id>", good until
    /// at(1'000'000), member of `room`.
    chat::User make_user(const std::string& id, const chat::RoomId& room) {
        chat::User user{.id = chat::UserId(id), .nickname = id, .created = at(0)};
        const auto known = create_user({.user = user,
                                        .name_key = id,
                                        .token = "token of " + id,
                                        .session = session("session of " + id, id),
                                        .first_room = room});
        EXPECT_TRUE(known.has_value());
        return user;
    }
    static chat::Append message(const chat::RoomId& room, const chat::User& author,
                                const std::string& nonce, const std::string& text = "hello") {
        return {.room = room,
                .kind = chat::EventKind::message,
                .actor = author.id,
                .nickname = author.nickname,
                .time = at(10),
                .text = text,
                .nonce = chat::Nonce(nonce)};
    }
    static chat::Append change(const chat::RoomId& room, chat::EventKind kind,
                               const chat::User& actor) {
        return {.room = room,
                .kind = kind,
                .actor = actor.id,
                .nickname = actor.nickname,
                .time = at(20),
                .text = {},
                .nonce = {}};
    }
    /// What `actor` does to the message `target`.
    static chat::Append about(const chat::RoomId& room, chat::EventKind kind,
                              const chat::User& actor, chat::Seq target,
                              const std::string& text = {}) {
        chat::Append append = change(room, kind, actor);
        append.target = target;
        append.text = text;
        return append;
    }
    static chat::Append answer(const chat::RoomId& room, const chat::User& author,
                               const std::string& nonce, chat::Seq target,
                               const std::string& text = "an answer") {
        chat::Append append = message(room, author, nonce, text);
        append.target = target;
        return append;
    }
    /// The event as the store has it now; a failure and an empty one when it has none.
    chat::Event event(const chat::RoomId& room, chat::Seq seq) {
        const auto found =
            page({.room = room, .from = chat::PageRequest::From::around, .seq = seq, .limit = 1});
        if (!found || found->events.size() != 1 || found->events[0].seq != seq) {
            ADD_FAILURE() << "no event " << seq;
            return {};
        }
        return found->events[0];
    }
    /// How it stands; of an event that has no standing, one of nothing.
    chat::Standing standing(const chat::RoomId& room, chat::Seq seq) {
        const chat::Event found = event(room, seq);
        return found.standing ? *found.standing : chat::Standing{};
    }
    /// Of somebody who is meant by nothing and has read so far; without a head, all that there is.
    static chat::Membership read_to(const chat::RoomId& room, chat::Seq read, chat::Ordinal ordinal,
                                    std::optional<chat::Seq> head = {}) {
        return {.room = room,
                .read = read,
                .read_ordinal = ordinal,
                .mentions_to = head.value_or(read)};
    }
    /// The person's membership of `room` as the store has it now.
    std::optional<chat::Membership> membership(const chat::User& user, const chat::RoomId& room) {
        const auto known = find_user("token of " + user.id.value(), at(500));
        if (!known || !*known) {
            ADD_FAILURE() << user.id.value() << " is not known";
            return std::nullopt;
        }
        for (const chat::Membership& membership : (*known)->memberships) {
            if (membership.room == room) return membership;
        }
        return std::nullopt;
    }
    chat::Seq head(const chat::RoomId& room) {
        const auto all = rooms();
        if (!all) return 0;
        for (const chat::Room& each : *all) {
            if (each.id == room) return each.head;
        }
        return 0;
    }

private:
    std::unique_ptr<StoreUnderTest> under_test_ = GetParam().make();
};

}  // namespace store
