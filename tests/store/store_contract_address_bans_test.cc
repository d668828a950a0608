#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/admin_store_contract.h"

namespace store {

using chat::AddressBan;
using chat::AuditAction;
using chat::AuditEntry;
using chat::Role;
using chat::StoreError;
using chat::User;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(AdminStoreContract, keeps_a_ban_of_a_network_as_it_was_given) {
    const User ada = make_account("ada", Role::admin);
    AddressBan wanted = address_ban("one", ada, 100, 5000);
    wanted.network = "2001:db8::/64";
    wanted.terms.reason = "noise, again";
    AddressBan endless = address_ban("two", ada);
    endless.terms.reason = "";
    ASSERT_TRUE(ban_addresses({wanted, endless}).has_value());
    EXPECT_THAT(address_bans(100), ElementsAre(endless, wanted));
}

TEST_P(AdminStoreContract, a_ban_of_a_network_is_over_at_its_end) {
    const User ada = make_account("ada", Role::admin);
    const AddressBan wanted = address_ban("one", ada, 100, 5000);
    ASSERT_TRUE(ban_addresses({wanted}).has_value());
    EXPECT_THAT(address_bans(4999), ElementsAre(wanted));
    EXPECT_THAT(address_bans(5000), IsEmpty()) << "the end itself is too late";
}

TEST_P(AdminStoreContract, lists_bans_of_networks_the_last_made_first) {
    const User ada = make_account("ada", Role::admin);
    const AddressBan first = address_ban("first", ada, 200);
    const AddressBan second = address_ban("second", ada, 200);
    const AddressBan newest = address_ban("newest", ada, 300);
    const AddressBan oldest = address_ban("oldest", ada, 100);
    ASSERT_TRUE(ban_addresses({newest}).has_value());
    ASSERT_TRUE(ban_addresses({first, second}).has_value());
    ASSERT_TRUE(ban_addresses({oldest}).has_value());
    EXPECT_THAT(address_bans(400), ElementsAre(newest, second, first, oldest));
}

TEST_P(AdminStoreContract, a_network_is_banned_once_and_the_last_ban_counts) {
    const User ada = make_account("ada", Role::admin);
    const User bob = make_account("bob", Role::admin);
    const AddressBan other = address_ban("other", ada);
    AddressBan later = address_ban("later", bob, 100, 900);
    later.network = address_ban("early", ada).network;
    ASSERT_TRUE(ban_addresses({address_ban("early", ada), other}).has_value());
    ASSERT_TRUE(ban_addresses({later}).has_value());
    EXPECT_THAT(address_bans(200), ElementsAre(later, other));
    EXPECT_EQ(lift_address_ban("early", note(ada, AuditAction::address_ban_lifted)).error(),
              StoreError::no_change)
        << "it is not there any more";

    AddressBan again = later;
    again.id = chat::AddressBanId("again");
    AddressBan last = later;
    last.id = chat::AddressBanId("last");
    ASSERT_TRUE(ban_addresses({again, last}).has_value());
    EXPECT_THAT(address_bans(200), ElementsAre(last, other));
}

TEST_P(AdminStoreContract, a_ban_of_a_network_is_lifted_once) {
    const User ada = make_account("ada", Role::admin);
    const AddressBan two = address_ban("two", ada);
    ASSERT_TRUE(ban_addresses({address_ban("one", ada), two}).has_value());
    AuditEntry lifting = note(ada, AuditAction::address_ban_lifted);
    lifting.detail = "net of one";
    EXPECT_TRUE(lift_address_ban("one", lifting).has_value());
    EXPECT_THAT(address_bans(200), ElementsAre(two));
    lifting.number = 1;
    EXPECT_THAT(audit().entries, ElementsAre(lifting));

    EXPECT_EQ(lift_address_ban("one", lifting).error(), StoreError::no_change);
    EXPECT_EQ(lift_address_ban("", lifting).error(), StoreError::no_change);
    EXPECT_THAT(address_bans(200), ElementsAre(two));
    EXPECT_THAT(audit().entries, SizeIs(1)) << "nothing was done";
    EXPECT_TRUE(ban_addresses({address_ban("one", ada)}).has_value()) << "as often as one likes";
}

TEST_P(AdminStoreContract, bans_of_networks_and_their_notes_are_kept_together) {
    const User ada = make_account("ada", Role::admin);
    const User guest = make_user("guest", {});
    std::vector<AuditEntry> notes(2, note(ada, AuditAction::address_banned, guest));
    notes[0].detail = "net of one";
    notes[0].until = at(5000);
    notes[1].detail = "net of two";
    ASSERT_TRUE(ban_addresses({address_ban("one", ada, 100, 5000), address_ban("two", ada)}, notes)
                    .has_value());
    ASSERT_TRUE(rename_user(ada.id, "Countess", "countess").has_value());
    ASSERT_TRUE(rename_user(guest.id, "Visitor", "visitor").has_value());
    notes[0].number = 1;
    notes[1].number = 2;
    EXPECT_THAT(audit().entries, ElementsAre(notes[1], notes[0])) << "with the names of then";
    EXPECT_EQ(address_bans(200).at(0).terms.by, named(ada));
}

TEST_P(AdminStoreContract, the_command_line_bans_networks) {
    AddressBan wanted = address_ban("one", {});
    wanted.terms.by.nickname = "the command line";
    ASSERT_TRUE(ban_addresses({wanted}).has_value());
    EXPECT_THAT(address_bans(200), ElementsAre(wanted));
}

TEST_P(AdminStoreContract, no_bans_of_networks_are_none) {
    EXPECT_TRUE(ban_addresses({}).has_value());
    EXPECT_THAT(address_bans(0), IsEmpty());
}

TEST_P(AdminStoreContract, holds_so_many_bans_of_networks_and_those_that_are_over_make_room) {
    const User ada = make_account("ada", Role::admin);
    std::vector<AddressBan> bans{address_ban("brief", ada, 100, 200)};
    while (bans.size() < chat::kAddressBansMax)
        bans.push_back(address_ban(std::to_string(bans.size()), ada));
    ASSERT_TRUE(ban_addresses(bans).has_value());

    const AuditEntry entry = note(ada, AuditAction::address_banned);
    AddressBan instead = address_ban("instead", ada, 150);
    instead.network = bans.back().network;
    EXPECT_EQ(ban_addresses({instead, address_ban("over", ada, 150)}, {entry, entry}).error(),
              StoreError::too_many);
    EXPECT_THAT(audit().entries, IsEmpty());
    std::ranges::reverse(bans);
    EXPECT_TRUE(address_bans(150) == bans) << "all or none";

    EXPECT_TRUE(ban_addresses({instead}).has_value()) << "in place of another";
    EXPECT_EQ(ban_addresses({address_ban("over", ada, 199)}).error(), StoreError::too_many);
    EXPECT_TRUE(ban_addresses({address_ban("over", ada, 200)}).has_value()) << "one is over";
    EXPECT_EQ(ban_addresses({address_ban("more", ada, 200)}).error(), StoreError::too_many);
    EXPECT_THAT(address_bans(200), SizeIs(chat::kAddressBansMax));
}

TEST_P(AdminStoreContract, a_network_whose_ban_is_over_counts_as_any_other) {
    const User ada = make_account("ada", Role::admin);
    ASSERT_TRUE(ban_addresses({address_ban("brief", ada, 100, 200)}).has_value());
    std::vector<AddressBan> bans;
    while (bans.size() < chat::kAddressBansMax)
        bans.push_back(address_ban(std::to_string(bans.size()), ada, 200));
    ASSERT_TRUE(ban_addresses(bans).has_value());
    AddressBan again = address_ban("again", ada, 200);
    again.network = address_ban("brief", ada).network;
    EXPECT_EQ(ban_addresses({again}).error(), StoreError::too_many);
}

TEST_P(AdminStoreContract, notes_what_was_done_in_another_place) {
    const User ada = make_account("ada", Role::admin);
    AuditEntry entry = note(ada, AuditAction::room_archived);
    entry.detail = "the garden";
    ASSERT_TRUE(keep_note(entry).has_value());
    ASSERT_TRUE(keep_note(note({}, AuditAction::room_imported)).has_value());
    entry.number = 1;
    EXPECT_EQ(audit().entries.at(1), entry);
    EXPECT_THAT(actions(), ElementsAre(AuditAction::room_imported, AuditAction::room_archived));
}

TEST_P(AdminStoreContract, of_so_many_notes_the_oldest_go) {
    const User ada = make_account("ada", Role::admin);
    const AuditEntry entry = note(ada, AuditAction::room_archived);
    constexpr std::size_t kTogether = chat::kAuditEntriesMax / 20;
    const std::vector<AuditEntry> some(kTogether, entry);
    for (std::size_t kept = 0; kept < chat::kAuditEntriesMax; kept += kTogether)
        ASSERT_TRUE(change_settings({}, some).has_value());
    EXPECT_THAT(audit(2).entries, SizeIs(1));
    ASSERT_TRUE(keep_note(entry).has_value());
    EXPECT_EQ(audit(0, 1).entries.at(0).number, chat::kAuditEntriesMax + 1);
    EXPECT_THAT(audit(2).entries, IsEmpty());
    EXPECT_THAT(audit(3).entries, SizeIs(1));
}

}  // namespace store
