#include "chat/imports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/administration_world.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class ImportsTest : public AdministrationWorld {
protected:
    Said<Room> begin(const Credentials& by, const ImportWish& wish = {.name = "Den"}) {
        Slot<Room> slot;
        chat().imports().begin(by, wish, to(slot));
        return said(slot);
    }
    Said<Seq> add(const Credentials& by, const RoomId& room, std::vector<Event> events) {
        Slot<Seq> slot;
        chat().imports().add(by, room, std::move(events), to(slot));
        return said(slot);
    }
    Said<Room> finish(const Credentials& by, const RoomId& room, const std::string& host = {}) {
        Slot<Room> slot;
        chat().imports().finish(by, room, host, to(slot));
        return said(slot);
    }
    /// What `actor` of another server said there.
    static Event told(Seq seq, const std::string& text, const UserId& actor = UserId("them")) {
        return {.room = RoomId("elsewhere"),
                .seq = seq,
                .actor = actor,
                .nickname = "Max",
                .time = base::WallTime(base::Milliseconds(1000)),
                .text = text,
                .nonce = Nonce("n")};
    }
    RoomId begun() {
        const auto made = begin(by(owner));
        EXPECT_TRUE(made.has_value());
        return made ? made->id : RoomId();
    }
    Guest come(const SignedIn& person) { return come_back(person.token); }
    std::vector<Event> log(const Guest& guest, const RoomId& room) {
        const auto page = history(guest, {.room = room});
        EXPECT_TRUE(page.has_value());
        return page ? page->events : std::vector<Event>();
    }
};

TEST_F(ImportsTest, a_room_comes_with_its_log_and_opens_for_its_host) {
    const Guest there = come(owner);
    (void)heard(there);
    const RoomId den = begun();
    EXPECT_THAT(heard(there), IsEmpty()) << "nobody sees it before it is whole";
    EXPECT_EQ(add(by(owner), den, {told(1, "one"), told(2, "two")}).value(), 2U);
    EXPECT_EQ(add(by(owner), den, {told(3, "three")}).value(), 3U);
    const auto opened = finish(by(owner), den);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->head, 5U);
    EXPECT_FALSE(heard(there).empty());
    EXPECT_EQ(last_entry().action, AuditAction::room_imported);
    EXPECT_EQ(last_entry().by.user, owner.user.id);
    EXPECT_EQ(last_entry().detail, "3") << "events, and not what the room is called";
    const std::vector<Event> events = log(there, den);
    ASSERT_THAT(events, SizeIs(5));
    EXPECT_EQ(events[0].text, "one");
    EXPECT_EQ(events[0].nickname, "Max");
    EXPECT_EQ(events[3].kind, EventKind::member_joined);
    EXPECT_EQ(events[4].kind, EventKind::host_made);
    ASSERT_TRUE(post(there, "and on", "n", den).has_value());
    // As after a restart.
    open_door(door());
    const Guest again = come(owner);
    EXPECT_EQ(again.room(den).role, RoomRole::host);
    EXPECT_EQ(again.room(den).room.kind, RoomKind::closed);
    EXPECT_THAT(log(again, den), SizeIs(6));
}

TEST_F(ImportsTest, nobody_here_is_who_wrote_it) {
    const RoomId den = begun();
    ASSERT_TRUE(add(by(owner), den,
                    {told(1, "words", member.user.id), told(2, "more", member.user.id),
                     told(3, "else", owner.user.id)})
                    .has_value());
    ASSERT_TRUE(finish(by(owner), den).has_value());
    const std::vector<Event> events = log(come(owner), den);
    ASSERT_THAT(events, SizeIs(5));
    EXPECT_NE(events[0].actor, member.user.id);
    EXPECT_NE(events[2].actor, owner.user.id);
    EXPECT_EQ(events[0].actor, events[1].actor);
    EXPECT_NE(events[0].actor, events[2].actor);
}

TEST_F(ImportsTest, is_for_those_in_charge) {
    const RoomId den = begun();
    for (const SignedIn& person : {moderator, member}) {
        EXPECT_EQ(error_of(begin(by(person))), AccountError::forbidden);
        EXPECT_EQ(error_of(add(by(person), den, {told(1, "x")})), AccountError::forbidden);
        EXPECT_EQ(error_of(finish(by(person), den)), AccountError::forbidden);
    }
    EXPECT_TRUE(begin(by(admin)).has_value());
    EXPECT_EQ(error_of(begin(Credentials::of_token("nobody"))), AccountError::token_expired);
}

TEST_F(ImportsTest, the_command_line_names_a_host) {
    const auto made = begin(by_key());
    ASSERT_TRUE(made.has_value());
    ASSERT_TRUE(add(by_key(), made->id, {told(1, "x")}).has_value());
    EXPECT_EQ(error_of(finish(by_key(), made->id)), AccountError::no_such_person);
    EXPECT_EQ(error_of(finish(by_key(), made->id, "Nemo")), AccountError::no_such_person);
    const auto opened = finish(by_key(), made->id, "max");
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(come(member).room(made->id).role, RoomRole::host);
}

TEST_F(ImportsTest, a_room_that_people_are_in_is_none_that_is_imported) {
    const RoomId den = begun();
    ASSERT_TRUE(finish(by(owner), den).has_value());
    EXPECT_EQ(error_of(add(by(owner), den, {told(3, "x")})), AccountError::not_found);
    EXPECT_EQ(error_of(finish(by(admin), den)), AccountError::not_found);
    EXPECT_EQ(error_of(add(by(owner), kLobby, {told(1, "x")})), AccountError::not_found);
    EXPECT_EQ(error_of(finish(by(owner), kLobby)), AccountError::not_found);
    EXPECT_EQ(error_of(add(by(owner), RoomId("nowhere"), {})), AccountError::not_found);
}

TEST_F(ImportsTest, what_is_no_log_is_refused) {
    const RoomId den = begun();
    EXPECT_EQ(error_of(add(by(owner), den, {told(2, "x")})), AccountError::import_invalid);
    Event edit = told(1, "x");
    edit.kind = EventKind::edited;
    edit.target = 7;
    EXPECT_EQ(error_of(add(by(owner), den, {edit})), AccountError::import_invalid);
    std::vector<Event> many;
    for (Seq seq = 1; seq <= kImportEventsMax + 1; ++seq)
        many.push_back(told(seq, "x"));
    EXPECT_EQ(error_of(add(by(owner), den, many)), AccountError::import_invalid);
    many.pop_back();
    EXPECT_EQ(add(by(owner), den, many).value(), kImportEventsMax);
}

TEST_F(ImportsTest, a_name_follows_the_rules_of_rooms) {
    EXPECT_EQ(error_of(begin(by(owner), {.name = "   "})), AccountError::name_invalid);
    EXPECT_EQ(error_of(begin(by(owner), {.name = std::string(49, 'x')})),
              AccountError::name_invalid);
    EXPECT_EQ(error_of(begin(by(owner), {.name = "Den", .topic = std::string(251, 'x')})),
              AccountError::name_invalid);
    EXPECT_TRUE(begin(by(owner), {.name = "Lobby"}).has_value()) << "a private room may";
}

TEST_F(ImportsTest, control_characters_do_not_come_in) {
    const RoomId den = begun();
    Event event = told(1, "a\x1b[31mb\nc");
    event.nickname =
        "M\x07"
        "ax";
    ASSERT_TRUE(add(by(owner), den, {event}).has_value());
    ASSERT_TRUE(finish(by(owner), den).has_value());
    const std::vector<Event> events = log(come(owner), den);
    EXPECT_EQ(events.at(0).text, "a[31mb\nc");
    EXPECT_EQ(events.at(0).nickname, "Max");
}

TEST_F(ImportsTest, a_lost_answer_is_asked_for_again) {
    const RoomId den = begun();
    ASSERT_TRUE(add(by(owner), den, {told(1, "one")}).has_value());
    EXPECT_EQ(add(by(owner), den, {told(1, "one"), told(2, "two")}).value(), 2U);
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(finish(by(owner), den)), AccountError::unavailable);
    EXPECT_TRUE(finish(by(owner), den).has_value());
}

}  // namespace
}  // namespace chat
