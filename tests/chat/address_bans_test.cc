#include "chat/address_bans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/administration.h"
#include "chat/administration_world.h"
#include "chat/audit.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"

namespace chat {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const std::string kThere = "203.0.113.7";

class AddressBansTest : public AdministrationWorld {
protected:
    ConnectRequest from(const std::string& address, const std::string& nickname,
                        const std::string& token = {}) {
        return {.connection = new_connection(),
                .nickname = nickname,
                .token = token,
                .cursors = {},
                .address = address};
    }
    ConnectRefusal turned_away(ConnectRequest request) {
        const Connected connected = connect(std::move(request));
        EXPECT_FALSE(connected.has_value());
        return connected ? ConnectRefusal() : connected.error();
    }
    static std::vector<std::string> networks(const std::vector<AddressBan>& bans) {
        std::vector<std::string> all;
        for (const AddressBan& ban : bans)
            all.push_back(ban.network);
        return all;
    }
};

TEST_F(AddressBansTest, nobody_comes_in_from_there) {
    const base::WallTime until = clock.wall() + 1h;
    const auto made =
        ban(by(admin), {.network = "203.0.113.99/24", .until = until, .reason = "spam"});
    ASSERT_TRUE(made.has_value());
    ASSERT_THAT(networks(*made), ElementsAre("203.0.113.0/24"));
    EXPECT_EQ(made->at(0).terms, (Suspension{.by = {.user = admin.user.id, .nickname = "Adam"},
                                             .created = clock.wall(),
                                             .until = until,
                                             .reason = "spam"}));

    const ConnectRefusal guest = turned_away(from(kThere, "Gina"));
    EXPECT_EQ(guest.error, ConnectError::address_banned);
    EXPECT_EQ(guest.suspension, made->at(0).terms);
    EXPECT_EQ(turned_away(from(kThere, "", member.token)).error, ConnectError::address_banned);
    const Caller caller{.address = kThere, .agent = "a browser"};
    const auto signing_in = sign_in("Max", kPassword, caller);
    EXPECT_EQ(error_of(signing_in), AccountError::address_banned);
    EXPECT_EQ(signing_in.error().suspension, made->at(0).terms);
    SignUp request = as("Nina");
    request.caller = caller;
    EXPECT_EQ(error_of(sign_up(request)), AccountError::address_banned);

    EXPECT_EQ(enter(from("203.0.114.1", "Gina")).welcome.me.nickname, "Gina");
    EXPECT_EQ(enter(from("192.0.2.1", "", member.token)).welcome.me.nickname, "Max")
        << "the session is as good as before elsewhere";
    pass(1h);
    EXPECT_EQ(enter(from(kThere, "Greta")).welcome.me.nickname, "Greta") << "it is over";
    EXPECT_THAT(*address_bans(by(admin)), IsEmpty());
}

TEST_F(AddressBansTest, who_is_there_has_to_go) {
    const Guest there = enter(from(kThere, "Gina"));
    const Guest elsewhere = enter(from("198.51.100.1", "Greta"));
    ASSERT_TRUE(ban(by(admin), {.network = kThere}).has_value());
    EXPECT_THAT(heard(there), Contains("ended: address banned"));
    EXPECT_THAT(heard(elsewhere), Not(Contains("ended: address banned")));
    EXPECT_FALSE(post(there, "still here").has_value());
    EXPECT_TRUE(post(elsewhere, "still here").has_value());
    EXPECT_EQ(enter(from("198.51.100.2", "", there.token())).welcome.me.nickname, "Gina");
}

TEST_F(AddressBansTest, somebodys_addresses_are_all_of_theirs) {
    const Guest home = enter(from(kThere, "Gina"));
    const Guest phone = enter(from("2001:db8:1:2::9", "", home.token()));
    const Guest tab = enter(from(kThere, "", home.token()));
    const auto made = ban(by(admin), {.user = home.welcome.me.id, .reason = "noise"});
    ASSERT_TRUE(made.has_value());
    EXPECT_THAT(networks(*made), ElementsAre(kThere, "2001:db8:1:2::/64"));
    for (const Guest& each : {home, phone, tab})
        EXPECT_THAT(heard(each), Contains("ended: address banned"));
    EXPECT_EQ(turned_away(from("2001:db8:1:2::a", "Another")).error, ConnectError::address_banned);

    const auto entries = audit(by(owner))->entries;
    ASSERT_GE(entries.size(), 2U);
    EXPECT_EQ(entries[1].action, AuditAction::address_banned);
    EXPECT_EQ(entries[1].person, (Named{.user = home.welcome.me.id, .nickname = "Gina"}));
    EXPECT_EQ(entries[1].detail, kThere + " noise");
    EXPECT_EQ(entries[0].detail, "2001:db8:1:2::/64 noise");
}

TEST_F(AddressBansTest, is_lifted) {
    const auto made = ban(by(admin), {.network = kThere});
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(*address_bans(by(owner)), *made);
    EXPECT_TRUE(lift(by_key(), made->at(0).id).has_value());
    EXPECT_EQ(last_entry().action, AuditAction::address_ban_lifted);
    EXPECT_EQ(last_entry().detail, kThere);
    EXPECT_EQ(enter(from(kThere, "Gina")).welcome.me.nickname, "Gina");
    EXPECT_EQ(error_of(lift(by(admin), made->at(0).id)), AccountError::not_found);
    EXPECT_EQ(error_of(lift(by(admin), AddressBanId("none"))), AccountError::not_found);
}

TEST_F(AddressBansTest, a_second_one_takes_the_place_of_the_first) {
    const auto first = ban(by(admin), {.network = kThere, .until = clock.wall() + 1h});
    const auto second = ban(by(owner), {.network = kThere + "/32", .reason = "again"});
    ASSERT_TRUE(first.has_value() && second.has_value());
    EXPECT_EQ(*address_bans(by(admin)), *second);
    pass(2h);
    EXPECT_EQ(turned_away(from(kThere, "Gina")).suspension->reason, "again");
    EXPECT_EQ(error_of(lift(by(admin), first->at(0).id)), AccountError::not_found);
}

TEST_F(AddressBansTest, are_there_after_a_restart) {
    ASSERT_TRUE(ban(by(admin), {.network = kThere}).has_value());
    open_door(door());
    EXPECT_EQ(turned_away(from(kThere, "Gina")).error, ConnectError::address_banned);
}

TEST_F(AddressBansTest, nobody_bans_themselves_or_whoever_ranks_no_lower) {
    const auto own = [this](const std::string& wanted) {
        return error_of(ban(by(admin), {.network = wanted, .from = kThere}));
    };
    EXPECT_EQ(own(kThere), AccountError::is_oneself);
    EXPECT_EQ(own("203.0.0.0/16"), AccountError::is_oneself);
    EXPECT_EQ(error_of(ban(by(admin), {.network = "2001:db8::/64", .from = "2001:db8::1"})),
              AccountError::is_oneself);

    const Guest gina = enter(from(kThere, "Gina"));
    EXPECT_EQ(error_of(ban(by(admin), {.user = gina.welcome.me.id, .from = kThere})),
              AccountError::is_oneself);
    enter(from("198.51.100.1", "", owner.token));
    EXPECT_EQ(error_of(ban(by(admin), {.user = owner.user.id})), AccountError::outranked);
    EXPECT_EQ(error_of(ban(by(admin), {.user = admin.user.id})), AccountError::is_oneself);
    EXPECT_EQ(error_of(ban(by(admin), {.user = member.user.id})), AccountError::no_such_person)
        << "they are not here";
    EXPECT_EQ(error_of(ban(by(moderator), {.network = kThere})), AccountError::forbidden);
    EXPECT_EQ(error_of(address_bans(by(moderator))), AccountError::forbidden);
    EXPECT_EQ(error_of(lift(by(member), AddressBanId("one"))), AccountError::forbidden);
    EXPECT_THAT(*address_bans(by(admin)), IsEmpty());
}

TEST_F(AddressBansTest, is_a_network_that_is_not_too_wide_and_lies_in_the_future) {
    for (const char* wanted :
         {"everybody", "0.0.0.0/0", "10.0.0.0/7", "2001::/15", "192.0.2.7/33"}) {
        EXPECT_EQ(error_of(ban(by(admin), {.network = wanted})), AccountError::network_invalid)
            << wanted;
    }
    EXPECT_TRUE(ban(by(admin), {.network = "10.0.0.0/8"}).has_value());
    EXPECT_TRUE(ban(by(admin), {.network = "2001::/16"}).has_value());
    EXPECT_EQ(error_of(ban(by(admin), {.network = kThere, .until = clock.wall()})),
              AccountError::until_past);
    const auto made = ban(by(admin), {.network = kThere, .reason = " \n" + std::string(500, 'x')});
    EXPECT_EQ(made->at(0).terms.reason, std::string(200, 'x'));
}

TEST_F(AddressBansTest, who_is_just_arriving_does_not_get_in) {
    for (const Call call : {Call::find_user, Call::create_user}) {
        std::optional<Connected> arrived;
        const bool is_known = call == Call::find_user;
        store.hold(call);
        chat().connect(from(kThere, is_known ? "" : "Gina", is_known ? member.token : ""),
                       [&arrived](Connected connected) { arrived = std::move(connected); });
        executor.run();
        // The command line's own question is answered although the store holds others back.
        const auto made = ban(by_key(), {.network = kThere});
        ASSERT_TRUE(made.has_value());
        store.let_go(call);
        executor.run();
        ASSERT_TRUE(arrived.has_value());
        ASSERT_FALSE(arrived->has_value());
        EXPECT_EQ(arrived->error().error, ConnectError::address_banned);
        EXPECT_EQ(chat().present(), 0U);
        ASSERT_TRUE(lift(by_key(), made->at(0).id).has_value());
    }
    EXPECT_EQ(enter("Gina").welcome.me.nickname, "Gina") << "the name is free again";
}

TEST_F(AddressBansTest, what_the_store_did_not_keep_bans_nobody) {
    const Guest there = enter(from(kThere, "Gina"));
    admin_store.fail(AdminCall::ban_addresses, 1);
    EXPECT_EQ(error_of(ban(by(admin), {.network = kThere})), AccountError::unavailable);
    EXPECT_TRUE(post(there, "still here").has_value());
    ASSERT_TRUE(ban(by(admin), {.network = "198.51.100.1"}).has_value());
    admin_store.fail(AdminCall::lift_address_ban, 1);
    EXPECT_EQ(error_of(lift(by(admin), address_bans(by(admin))->at(0).id)),
              AccountError::unavailable);
    EXPECT_EQ(turned_away(from("198.51.100.1", "Greta")).error, ConnectError::address_banned);
}

}  // namespace
}  // namespace chat
