/// AdministrationWorld: an AccountsWorld with an owner and people of each role, and each answer that people in charge
/// get taken as it comes.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"

namespace chat {

inline constexpr const char* kAdminKey = "the key in the data directory";

class AdministrationWorld : public AccountsWorld {
protected:
    void SetUp() override {
        open_door(door());
        owner = made_owner("Olga");
        admin = with_role("Adam", Role::admin);
        moderator = with_role("Mona", Role::moderator);
        member = made("Max");
    }
    static DoorOptions door() { return {.owner_key = kOwnerKey, .admin_key = kAdminKey}; }

    [[nodiscard]] Administration& administration() { return chat().administration(); }
    static Credentials by(const SignedIn& person) { return Credentials::of_token(person.token); }
    static Credentials by_key(const std::string& key = kAdminKey) {
        return Credentials::of_key(key);
    }
    SignedIn with_role(const std::string& name, Role role) {
        SignedIn person = made(name);
        EXPECT_TRUE(set_role(by_key(), person, role).has_value());
        return person;
    }

    Said<PeoplePage> people_page(const Credentials& by, const PeopleRequest& request = {}) {
        Slot<PeoplePage> slot;
        administration().people(by, request, to(slot));
        return said(slot);
    }
    Said<PersonView> set_role(const Credentials& by, const SignedIn& person, Role role) {
        Slot<PersonView> slot;
        administration().set_role(by, person.user.id, role, to(slot));
        return said(slot);
    }
    Said<PersonView> suspend(const Credentials& by, const SignedIn& person,
                             const SuspensionWish& wish = {}) {
        Slot<PersonView> slot;
        administration().suspend(by, person.user.id, wish, to(slot));
        return said(slot);
    }
    Said<PersonView> reinstate(const Credentials& by, const SignedIn& person) {
        Slot<PersonView> slot;
        administration().reinstate(by, person.user.id, to(slot));
        return said(slot);
    }
    Said<void> end_sessions(const Credentials& by, const SignedIn& person) {
        Slot<void> slot;
        administration().end_sessions(by, person.user.id, to(slot));
        return said(slot);
    }
    Said<std::vector<AddressBan>> address_bans(const Credentials& by) {
        Slot<std::vector<AddressBan>> slot;
        administration().address_bans(by, to(slot));
        return said(slot);
    }
    Said<std::vector<AddressBan>> ban(const Credentials& by, const AddressBanWish& wish) {
        Slot<std::vector<AddressBan>> slot;
        administration().ban_addresses(by, wish, to(slot));
        return said(slot);
    }
    Said<void> lift(const Credentials& by, const AddressBanId& id) {
        Slot<void> slot;
        administration().lift_address_ban(by, id, to(slot));
        return said(slot);
    }
    Said<ServerRoomsPage> server_rooms(const Credentials& by,
                                       const ServerRoomsRequest& request = {}) {
        Slot<ServerRoomsPage> slot;
        administration().rooms(by, request, to(slot));
        return said(slot);
    }
    Said<ServerRoom> set_room_use(const Credentials& by, const RoomId& room, RoomUse use) {
        Slot<ServerRoom> slot;
        administration().set_room_use(by, room, use, to(slot));
        return said(slot);
    }
    Said<SettingsView> settings(const Credentials& by) {
        Slot<SettingsView> slot;
        administration().settings(by, to(slot));
        return said(slot);
    }
    Said<SettingsView> change_settings(const Credentials& by, const SettingsChange& change) {
        Slot<SettingsView> slot;
        administration().change_settings(by, change, to(slot));
        return said(slot);
    }
    Said<Figures> figures(const Credentials& by) {
        Slot<Figures> slot;
        administration().figures(by, to(slot));
        return said(slot);
    }
    Said<AuditPage> audit(const Credentials& by, const AuditRequest& request = {}) {
        Slot<AuditPage> slot;
        administration().audit(by, request, to(slot));
        return said(slot);
    }
    /// The newest entry.
    AuditEntry last_entry() {
        const Said<AuditPage> page = audit(by(owner));
        EXPECT_TRUE(page.has_value() && !page->entries.empty());
        return page && !page->entries.empty() ? page->entries.front() : AuditEntry();
    }

    SignedIn owner;
    SignedIn admin;
    SignedIn moderator;
    SignedIn member;
};

}  // namespace chat
