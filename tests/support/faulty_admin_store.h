/// FaultyAdminStore: a chat::AdminStore in front of another one that keeps replies back, fails or loses calls as a test
/// says.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "support/faulty_replies.h"

namespace support {

enum class AdminCall : std::uint8_t {
    accounts,
    find_entry,
    set_role,
    suspend,
    reinstate,
    end_sessions,
    settings,
    change_settings,
    address_bans,
    ban_addresses,
    lift_address_ban,
    note,
    audit,
    size,
    set_end
};

class FaultyAdminStore final : public chat::AdminStore, public FaultyReplies<AdminCall> {
public:
    using Call = AdminCall;

    FaultyAdminStore(chat::AdminStore& inner, base::Executor& replies)
        : FaultyReplies(replies), inner_(inner) {}

    void accounts(chat::AccountsRequest request,
                  chat::StoreReply<chat::AccountsPage> reply) override {
        if (!is_refused(Call::accounts, reply)) {
            inner_.accounts(std::move(request), back(Call::accounts, std::move(reply)));
        }
    }
    void find_entry(chat::UserId user,
                    chat::StoreReply<std::optional<chat::AccountEntry>> reply) override {
        if (!is_refused(Call::find_entry, reply)) {
            inner_.find_entry(std::move(user), back(Call::find_entry, std::move(reply)));
        }
    }
    void set_role(chat::PersonDeed deed, chat::Role role,
                  chat::StoreReply<chat::AccountEntry> reply) override {
        if (!is_refused(Call::set_role, reply)) {
            inner_.set_role(std::move(deed), role, back(Call::set_role, std::move(reply)));
        }
    }
    void suspend(chat::PersonDeed deed, chat::Suspension suspension,
                 chat::StoreReply<chat::AccountEntry> reply) override {
        if (!is_refused(Call::suspend, reply)) {
            inner_.suspend(std::move(deed), std::move(suspension),
                           back(Call::suspend, std::move(reply)));
        }
    }
    void reinstate(chat::PersonDeed deed, chat::StoreReply<chat::AccountEntry> reply) override {
        if (!is_refused(Call::reinstate, reply)) {
            inner_.reinstate(std::move(deed), back(Call::reinstate, std::move(reply)));
        }
    }
    void end_sessions(chat::PersonDeed deed, chat::StoreReply<void> reply) override {
        if (!is_refused(Call::end_sessions, reply)) {
            inner_.end_sessions(std::move(deed), back(Call::end_sessions, std::move(reply)));
        }
    }
    void settings(chat::StoreReply<chat::KeptSettings> reply) override {
        if (!is_refused(Call::settings, reply)) {
            inner_.settings(back(Call::settings, std::move(reply)));
        }
    }
    void change_settings(chat::SettingsChange change, std::vector<chat::AuditEntry> notes,
                         chat::StoreReply<chat::KeptSettings> reply) override {
        if (!is_refused(Call::change_settings, reply)) {
            inner_.change_settings(change, std::move(notes),
                                   back(Call::change_settings, std::move(reply)));
        }
    }
    void address_bans(base::WallTime now,
                      chat::StoreReply<std::vector<chat::AddressBan>> reply) override {
        if (!is_refused(Call::address_bans, reply)) {
            inner_.address_bans(now, back(Call::address_bans, std::move(reply)));
        }
    }
    void ban_addresses(std::vector<chat::AddressBan> bans, std::vector<chat::AuditEntry> notes,
                       chat::StoreReply<void> reply) override {
        if (!is_refused(Call::ban_addresses, reply)) {
            inner_.ban_addresses(std::move(bans), std::move(notes),
                                 back(Call::ban_addresses, std::move(reply)));
        }
    }
    void lift_address_ban(chat::AddressBanId ban, chat::AuditEntry note,
                          chat::StoreReply<void> reply) override {
        if (!is_refused(Call::lift_address_ban, reply)) {
            inner_.lift_address_ban(std::move(ban), std::move(note),
                                    back(Call::lift_address_ban, std::move(reply)));
        }
    }
    void note(chat::AuditEntry entry, chat::StoreReply<void> reply) override {
        if (!is_refused(Call::note, reply)) {
            inner_.note(std::move(entry), back(Call::note, std::move(reply)));
        }
    }
    void audit(chat::AuditRequest request, chat::StoreReply<chat::AuditPage> reply) override {
        if (!is_refused(Call::audit, reply)) {
            inner_.audit(request, back(Call::audit, std::move(reply)));
        }
    }
    void size(chat::StoreReply<chat::StoreSize> reply) override {
        if (!is_refused(Call::size, reply)) inner_.size(back(Call::size, std::move(reply)));
    }

private:
    chat::AdminStore& inner_;
};

}  // namespace support
