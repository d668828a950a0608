/// AdminRequests: chat's AdminStore, as requests to the writer and the reader of a store.
///
/// Thread:     the domain's.
/// Owns:       nothing; the store that has it owns both.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/reader.h"
#include "store/sql/writer.h"

namespace store::sql {

class AdminRequests final : public chat::AdminStore {
public:
    AdminRequests(Writer& writer, Reader& reader) : writer_(writer), reader_(reader) {}

    void accounts(chat::AccountsRequest request,
                  chat::StoreReply<chat::AccountsPage> reply) override;
    void find_entry(chat::UserId user,
                    chat::StoreReply<std::optional<chat::AccountEntry>> reply) override;
    void set_role(chat::PersonDeed deed, chat::Role role,
                  chat::StoreReply<chat::AccountEntry> reply) override;
    void suspend(chat::PersonDeed deed, chat::Suspension suspension,
                 chat::StoreReply<chat::AccountEntry> reply) override;
    void reinstate(chat::PersonDeed deed, chat::StoreReply<chat::AccountEntry> reply) override;
    void end_sessions(chat::PersonDeed deed, chat::StoreReply<void> reply) override;
    void settings(chat::StoreReply<chat::KeptSettings> reply) override;
    void change_settings(chat::SettingsChange change, std::vector<chat::AuditEntry> notes,
                         chat::StoreReply<chat::KeptSettings> reply) override;
    void address_bans(base::WallTime now,
                      chat::StoreReply<std::vector<chat::AddressBan>> reply) override;
    void ban_addresses(std::vector<chat::AddressBan> bans, std::vector<chat::AuditEntry> notes,
                       chat::StoreReply<void> reply) override;
    void lift_address_ban(chat::AddressBanId ban, chat::AuditEntry note,
                          chat::StoreReply<void> reply) override;
    void note(chat::AuditEntry entry, chat::StoreReply<void> reply) override;
    void audit(chat::AuditRequest request, chat::StoreReply<chat::AuditPage> reply) override;
    void size(chat::StoreReply<chat::StoreSize> reply) override;

private:
    Writer& writer_;
    Reader& reader_;
};

}  // namespace store::sql
