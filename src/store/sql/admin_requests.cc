#include "store/sql/admin_requests.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/administration.h"
#include "store/sql/administration_lookup.h"
#include "store/sql/ledger.h"
#include "store/sql/lookup.h"
#include "store/sql/reader.h"
#include "store/sql/write_request.h"
#include "store/sql/writer.h"

namespace store::sql {

void AdminRequests::accounts(chat::AccountsRequest request,
                             chat::StoreReply<chat::AccountsPage> reply) {
    reader_.submit<chat::AccountsPage>(
        [request = std::move(request)](Lookup& lookup) {
            return lookup.administration().accounts(request);
        },
        std::move(reply));
}

void AdminRequests::find_entry(chat::UserId user,
                               chat::StoreReply<std::optional<chat::AccountEntry>> reply) {
    using Found = std::optional<chat::AccountEntry>;
    reader_.submit<Found>(
        [user = std::move(user)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.administration().find_entry(user));
        },
        std::move(reply));
}

void AdminRequests::set_role(chat::PersonDeed deed, chat::Role role,
                             chat::StoreReply<chat::AccountEntry> reply) {
    writer_.submit(make_write_request<chat::AccountEntry>(
        [deed = std::move(deed), role](Ledger& ledger) {
            return ledger.administration().set_role(deed, role);
        },
        std::move(reply)));
}

void AdminRequests::suspend(chat::PersonDeed deed, chat::Suspension suspension,
                            chat::StoreReply<chat::AccountEntry> reply) {
    writer_.submit(make_write_request<chat::AccountEntry>(
        [deed = std::move(deed), suspension = std::move(suspension)](Ledger& ledger) {
            return ledger.administration().suspend(deed, suspension);
        },
        std::move(reply)));
}

void AdminRequests::reinstate(chat::PersonDeed deed, chat::StoreReply<chat::AccountEntry> reply) {
    writer_.submit(make_write_request<chat::AccountEntry>(
        [deed = std::move(deed)](Ledger& ledger) {
            return ledger.administration().reinstate(deed);
        },
        std::move(reply)));
}

void AdminRequests::end_sessions(chat::PersonDeed deed, chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [deed = std::move(deed)](Ledger& ledger) {
            return ledger.administration().end_sessions(deed);
        },
        std::move(reply)));
}

void AdminRequests::settings(chat::StoreReply<chat::KeptSettings> reply) {
    reader_.submit<chat::KeptSettings>(
        [](Lookup& lookup) {
            return Lookup::Answer<chat::KeptSettings>(lookup.administration().settings());
        },
        std::move(reply));
}

void AdminRequests::change_settings(chat::SettingsChange change,
                                    std::vector<chat::AuditEntry> notes,
                                    chat::StoreReply<chat::KeptSettings> reply) {
    using Kept = chat::KeptSettings;
    writer_.submit(make_write_request<Kept>(
        [change, notes = std::move(notes)](Ledger& ledger) {
            return Ledger::Answer<Kept>(ledger.administration().change_settings(change, notes));
        },
        std::move(reply)));
}

void AdminRequests::address_bans(base::WallTime now,
                                 chat::StoreReply<std::vector<chat::AddressBan>> reply) {
    using Bans = std::vector<chat::AddressBan>;
    reader_.submit<Bans>(
        [now](Lookup& lookup) {
            return Lookup::Answer<Bans>(lookup.administration().address_bans(now));
        },
        std::move(reply));
}

void AdminRequests::ban_addresses(std::vector<chat::AddressBan> bans,
                                  std::vector<chat::AuditEntry> notes,
                                  chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [bans = std::move(bans), notes = std::move(notes)](Ledger& ledger) {
            return ledger.ban_addresses(bans, notes);
        },
        std::move(reply)));
}

void AdminRequests::lift_address_ban(chat::AddressBanId ban, chat::AuditEntry note,
                                     chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [ban = std::move(ban), note = std::move(note)](Ledger& ledger) {
            return ledger.lift_address_ban(ban, note);
        },
        std::move(reply)));
}

void AdminRequests::note(chat::AuditEntry entry, chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [entry = std::move(entry)](Ledger& ledger) {
            ledger.note(entry);
            return Ledger::Answer<void>();
        },
        std::move(reply)));
}

void AdminRequests::audit(chat::AuditRequest request, chat::StoreReply<chat::AuditPage> reply) {
    reader_.submit<chat::AuditPage>(
        [request](Lookup& lookup) {
            return Lookup::Answer<chat::AuditPage>(lookup.administration().audit(request));
        },
        std::move(reply));
}

void AdminRequests::size(chat::StoreReply<chat::StoreSize> reply) {
    reader_.submit<chat::StoreSize>(
        [](Lookup& lookup) {
            return Lookup::Answer<chat::StoreSize>(lookup.administration().size());
        },
        std::move(reply));
}

}  // namespace store::sql
