/// AdminStore: the port through which the domain keeps what people in charge do: roles, suspensions, settings, and who
/// did it.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       everything durable.
/// Invariant:  as Store: a reply with a value means committed; requests of one caller are decided in order, those to
///             its neighbours among them. A deed and its note are one transaction; a refused one changes nothing.
/// Elsewhere:  tests/store/admin_store_contract.h is the suite that every form passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

/// Somebody with an account, as people in charge see them.
struct AccountEntry {
    User user;
    base::WallTime created{};                             ///< the account
    std::optional<Suspension> suspension = std::nullopt;  ///< may be over

    friend bool operator==(const AccountEntry&, const AccountEntry&) = default;
};

struct AccountsRequest {
    std::string key_prefix;  ///< of their names; empty: all
    UserId after{};          ///< the last one of the page before; empty: from the beginning
    std::uint32_t limit = 50;
};

struct AccountsPage {
    std::vector<AccountEntry> entries;  ///< by their names' keys
    bool more = false;
};

/// What is done to a person, decided on what both were when it was asked for.
struct PersonDeed {
    UserId user;
    Role was = Role::member;     ///< the person
    Role by_role = Role::owner;  ///< of `note.by`, where that is a person
    AuditEntry note;
};

/// What was said of settings here; what is absent is as configured.
struct KeptSettings {
    std::optional<Registration> registration = std::nullopt;
    std::optional<DoorOptions::Guests> guests = std::nullopt;

    friend bool operator==(const KeptSettings&, const KeptSettings&) = default;
};

/// What is absent stays; what is there and empty goes back to what is configured.
struct SettingsChange {
    std::optional<std::optional<Registration>> registration{};
    std::optional<std::optional<DoorOptions::Guests>> guests{};
};

struct AuditRequest {
    std::uint64_t before = 0;  ///< a number; 0: the newest
    std::uint32_t limit = 50;
};

struct AuditPage {
    std::vector<AuditEntry> entries;  ///< the newest first
    bool more = false;
};

struct StoreSize {
    std::uint64_t accounts = 0;
    std::uint64_t bytes = 0;  ///< of what is kept, without indexes to search it; 0: not known
};

class AdminStore {
public:
    virtual ~AdminStore() = default;

    /// errors  no_such_user (`after` has no account), unavailable
    virtual void accounts(AccountsRequest request, StoreReply<AccountsPage> reply) = 0;
    /// nullopt: a guest, or nobody.
    virtual void find_entry(UserId user, StoreReply<std::optional<AccountEntry>> reply) = 0;

    // Of all that is done to a person:
    // errors  no_such_user (no account), overtaken (one of the two is something else by now, or the doer is
    //         suspended: ask again), unavailable
    virtual void set_role(PersonDeed deed, Role role, StoreReply<AccountEntry> reply) = 0;
    /// In place of an earlier one. Ends all their sessions.
    virtual void suspend(PersonDeed deed, Suspension suspension,
                         StoreReply<AccountEntry> reply) = 0;
    /// errors  no_change (they are not suspended)
    virtual void reinstate(PersonDeed deed, StoreReply<AccountEntry> reply) = 0;
    virtual void end_sessions(PersonDeed deed, StoreReply<void> reply) = 0;

    virtual void settings(StoreReply<KeptSettings> reply) = 0;
    /// returns  all of them, as they are from now on
    virtual void change_settings(SettingsChange change, std::vector<AuditEntry> notes,
                                 StoreReply<KeptSettings> reply) = 0;

    /// Those that hold at `now`, the last made first.
    virtual void address_bans(base::WallTime now, StoreReply<std::vector<AddressBan>> reply) = 0;
    /// Each in place of one of the same network. All or none.
    /// notes   as many, in their order; their time is that of the bans
    /// errors  too_many (over kAddressBansMax would hold), unavailable
    virtual void ban_addresses(std::vector<AddressBan> bans, std::vector<AuditEntry> notes,
                               StoreReply<void> reply) = 0;
    /// errors  no_change (there is none of that id), unavailable
    virtual void lift_address_ban(AddressBanId ban, AuditEntry note, StoreReply<void> reply) = 0;

    /// Of what was done in another place.
    virtual void note(AuditEntry entry, StoreReply<void> reply) = 0;
    /// Numbers ascend by one; kAuditEntriesMax are kept.
    virtual void audit(AuditRequest request, StoreReply<AuditPage> reply) = 0;

    virtual void size(StoreReply<StoreSize> reply) = 0;
};

}  // namespace chat
