#include "chat/door_settings.h"

#include <gtest/gtest.h>

#include <optional>

#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/administration_world.h"
#include "chat/audit.h"
#include "chat/chat.h"
#include "chat/chat_world.h"

namespace chat {
namespace {

using Guests = DoorOptions::Guests;

class DoorSettingsTest : public AdministrationWorld {};

}  // namespace

TEST_F(DoorSettingsTest, what_is_configured_holds_until_somebody_says_otherwise) {
    const auto before = settings(by(admin));
    ASSERT_TRUE(before.has_value());
    EXPECT_EQ(before->holds, (Door{.registration = Registration::open, .guests = Guests::on}));
    EXPECT_EQ(before->kept, KeptSettings{});

    const auto changed =
        change_settings(by(admin), {.registration = Registration::closed, .guests = Guests::off});
    ASSERT_TRUE(changed.has_value());
    const Door closed{.registration = Registration::closed, .guests = Guests::off};
    EXPECT_EQ(changed->holds, closed);
    EXPECT_EQ(changed->configured, before->configured);
    EXPECT_EQ(chat().door(), closed);
    EXPECT_EQ(error_of(sign_up(as("Ada"))), AccountError::registration_closed);
    EXPECT_EQ(refused("Guest").error, ConnectError::account_needed);
    EXPECT_EQ(settings(by(admin))->holds, closed);
}

TEST_F(DoorSettingsTest, stay_over_a_restart_and_win) {
    ASSERT_TRUE(change_settings(by(admin), {.registration = Registration::invite}).has_value());
    open_door({.registration = Registration::closed, .guests = Guests::off, .owner_key = {}});
    EXPECT_EQ(chat().door(), (Door{.registration = Registration::invite, .guests = Guests::off}));
    EXPECT_EQ(error_of(sign_up(as("Ada"))), AccountError::invite_needed);
}

TEST_F(DoorSettingsTest, go_back_to_what_is_configured) {
    ASSERT_TRUE(change_settings(by(admin), {.guests = Guests::off}).has_value());
    SettingsChange back;
    back.guests.emplace(std::nullopt);
    const auto changed = change_settings(by(admin), back);
    EXPECT_EQ(changed->holds.guests, Guests::on);
    EXPECT_EQ(changed->kept, KeptSettings{});
    EXPECT_EQ(last_entry().detail, "guests configured");
    enter("Guest");
}

TEST_F(DoorSettingsTest, guests_who_are_there_stay) {
    const Guest guest = enter("Guest");
    ASSERT_TRUE(change_settings(by(admin), {.guests = Guests::off}).has_value());
    EXPECT_TRUE(post(guest, "still here").has_value());
    EXPECT_EQ(refused("", guest.token()).error, ConnectError::account_needed);
}

TEST_F(DoorSettingsTest, each_is_in_the_audit_once) {
    ASSERT_TRUE(
        change_settings(by(admin), {.registration = Registration::invite, .guests = Guests::off})
            .has_value());
    const auto page = audit(by(owner), {.limit = 2});
    ASSERT_EQ(page->entries.size(), 2U);
    EXPECT_EQ(page->entries[0].detail, "guests false");
    EXPECT_EQ(page->entries[1].detail, "registration invite");
    EXPECT_EQ(page->entries[0].action, AuditAction::setting_changed);
    ASSERT_TRUE(change_settings(by(admin), {.guests = Guests::off}).has_value());
    EXPECT_EQ(last_entry(), page->entries[0]) << "what is so already is no deed";
}

TEST_F(DoorSettingsTest, are_for_admins) {
    EXPECT_EQ(error_of(settings(by(moderator))), AccountError::forbidden);
    EXPECT_EQ(error_of(change_settings(by(moderator), {.guests = Guests::off})),
              AccountError::forbidden);
    admin_store.fail(AdminCall::change_settings, 1);
    EXPECT_EQ(error_of(change_settings(by(admin), {.guests = Guests::off})),
              AccountError::unavailable);
    EXPECT_EQ(chat().door().guests, Guests::on);
}

TEST_F(DoorSettingsTest, a_server_that_cannot_read_them_does_not_start) {
    make_chat(limits_without_rates(), door());
    admin_store.fail(AdminCall::settings, 1);
    std::optional<base::Result<void, StoreError>> ready;
    chat().start([&ready](base::Result<void, StoreError> result) { ready = result; });
    executor.run();
    ASSERT_TRUE(ready.has_value());
    EXPECT_EQ(ready->error(), StoreError::unavailable);
}

}  // namespace chat
