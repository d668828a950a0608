/// AdminDesk: what people in charge do, each with the part that does it.
///
/// Thread:     domain.
/// Owns:       its parts.
#pragma once

#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/absent_changes.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/address_bans.h"
#include "chat/administration.h"
#include "chat/banned_addresses.h"
#include "chat/callers.h"
#include "chat/delivery.h"
#include "chat/door_settings.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/overviews.h"
#include "chat/people.h"
#include "chat/person_deeds.h"
#include "chat/ports.h"
#include "chat/roles.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/server_rooms.h"
#include "chat/suspensions.h"

namespace chat {

class AdminDesk final : public Administration {
public:
    AdminDesk(Ports& ports, Doorkeeper& door, Rooms& rooms, People& people, AbsentChanges& absent,
              EndedSessions& ended, BannedAddresses& banned, Delivery& delivery,
              ProfileNotices& notices, const OwnNode& own_node, const Neighbours& neighbours)
        : callers_(ports, ended, door),
          deeds_(ports, callers_, people),
          roles_(ports, deeds_, people, absent, notices),
          suspensions_(ports, deeds_, ended),
          address_bans_(ports, callers_, people, banned, ended),
          server_rooms_(ports, callers_, rooms, delivery),
          door_settings_(ports, callers_, door),
          overviews_(ports, callers_, deeds_, rooms, own_node, neighbours) {}

    void people(Credentials by, PeopleRequest request, AccountReply<PeoplePage> reply) override {
        overviews_.people(by, request, std::move(reply));
    }
    void set_role(Credentials by, UserId user, Role role, AccountReply<PersonView> reply) override {
        roles_.set(by, std::move(user), role, std::move(reply));
    }
    void suspend(Credentials by, UserId user, SuspensionWish wish,
                 AccountReply<PersonView> reply) override {
        suspensions_.suspend(by, std::move(user), std::move(wish), std::move(reply));
    }
    void reinstate(Credentials by, UserId user, AccountReply<PersonView> reply) override {
        suspensions_.reinstate(by, std::move(user), std::move(reply));
    }
    void end_sessions(Credentials by, UserId user, AccountReply<void> reply) override {
        suspensions_.end_sessions(by, std::move(user), std::move(reply));
    }
    void address_bans(Credentials by, AccountReply<std::vector<AddressBan>> reply) override {
        address_bans_.list(by, std::move(reply));
    }
    void ban_addresses(Credentials by, AddressBanWish wish,
                       AccountReply<std::vector<AddressBan>> reply) override {
        address_bans_.ban(by, std::move(wish), std::move(reply));
    }
    void lift_address_ban(Credentials by, AddressBanId ban, AccountReply<void> reply) override {
        address_bans_.lift(by, std::move(ban), std::move(reply));
    }
    void rooms(Credentials by, ServerRoomsRequest request,
               AccountReply<ServerRoomsPage> reply) override {
        server_rooms_.list(by, std::move(request), std::move(reply));
    }
    void set_room_use(Credentials by, RoomId room, RoomUse use,
                      AccountReply<ServerRoom> reply) override {
        server_rooms_.set_use(by, std::move(room), use, std::move(reply));
    }
    void settings(Credentials by, AccountReply<SettingsView> reply) override {
        door_settings_.show(by, std::move(reply));
    }
    void change_settings(Credentials by, SettingsChange change,
                         AccountReply<SettingsView> reply) override {
        door_settings_.change(by, change, std::move(reply));
    }
    void figures(Credentials by, AccountReply<Figures> reply) override {
        overviews_.figures(by, std::move(reply));
    }
    void audit(Credentials by, AuditRequest request, AccountReply<AuditPage> reply) override {
        overviews_.audit(by, request, std::move(reply));
    }

    /// Another node says that they were changed.
    void on_settings_elsewhere() { door_settings_.read(); }
    void on_address_bans_elsewhere() { address_bans_.read(); }

private:
    Callers callers_;
    PersonDeeds deeds_;
    Roles roles_;
    Suspensions suspensions_;
    AddressBans address_bans_;
    ServerRooms server_rooms_;
    DoorSettings door_settings_;
    Overviews overviews_;
};

}  // namespace chat
