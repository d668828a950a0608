/// AdminStoreContract: what every form of chat::AdminStore must keep; a form takes part as store_contract.h says.
/// The sentences are in store_contract_{roles,suspensions,address_bans}_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

class AdminStoreContract : public AccountStoreContract {
protected:
    Answer<chat::AccountsPage> accounts_page(const chat::AccountsRequest& request) {
        return ask<chat::AccountsPage>(
            [&](auto reply) { administration().accounts(request, std::move(reply)); });
    }
    std::optional<chat::AccountEntry> entry(const std::string& user) {
        return *ask<std::optional<chat::AccountEntry>>(
            [&](auto reply) { administration().find_entry(chat::UserId(user), std::move(reply)); });
    }
    Answer<chat::AccountEntry> set_role(const chat::PersonDeed& deed, chat::Role role) {
        return ask<chat::AccountEntry>(
            [&](auto reply) { administration().set_role(deed, role, std::move(reply)); });
    }
    Answer<chat::AccountEntry> suspend(const chat::PersonDeed& deed,
                                       const chat::Suspension& suspension) {
        return ask<chat::AccountEntry>(
            [&](auto reply) { administration().suspend(deed, suspension, std::move(reply)); });
    }
    Answer<chat::AccountEntry> reinstate(const chat::PersonDeed& deed) {
        return ask<chat::AccountEntry>(
            [&](auto reply) { administration().reinstate(deed, std::move(reply)); });
    }
    Answer<void> end_sessions(const chat::PersonDeed& deed) {
        return ask<void>(
            [&](auto reply) { administration().end_sessions(deed, std::move(reply)); });
    }
    chat::KeptSettings settings() {
        return *ask<chat::KeptSettings>(
            [&](auto reply) { administration().settings(std::move(reply)); });
    }
    Answer<chat::KeptSettings> change_settings(const chat::SettingsChange& change,
                                               const std::vector<chat::AuditEntry>& notes = {}) {
        return ask<chat::KeptSettings>(
            [&](auto reply) { administration().change_settings(change, notes, std::move(reply)); });
    }
    std::vector<chat::AddressBan> address_bans(std::int64_t now) {
        return *ask<std::vector<chat::AddressBan>>(
            [&](auto reply) { administration().address_bans(at(now), std::move(reply)); });
    }
    Answer<void> ban_addresses(const std::vector<chat::AddressBan>& bans,
                               const std::vector<chat::AuditEntry>& notes = {}) {
        return ask<void>(
            [&](auto reply) { administration().ban_addresses(bans, notes, std::move(reply)); });
    }
    Answer<void> lift_address_ban(const std::string& ban, const chat::AuditEntry& note) {
        return ask<void>([&](auto reply) {
            administration().lift_address_ban(chat::AddressBanId(ban), note, std::move(reply));
        });
    }
    Answer<void> keep_note(const chat::AuditEntry& entry) {
        return ask<void>([&](auto reply) { administration().note(entry, std::move(reply)); });
    }
    chat::AuditPage audit(std::uint64_t before = 0, std::uint32_t limit = 50) {
        return *ask<chat::AuditPage>([&](auto reply) {
            administration().audit({.before = before, .limit = limit}, std::move(reply));
        });
    }
    chat::StoreSize size() {
        return *ask<chat::StoreSize>([&](auto reply) { administration().size(std::move(reply)); });
    }

    // --- the cast ---

    using AccountStoreContract::make_account;
    chat::User make_account(const std::string& id, chat::Role role) {
        chat::NewAccount account = new_account(id);
        account.user.role = role;
        const auto known = create_account(account);
        EXPECT_TRUE(known.has_value());
        return known ? known->user : chat::User();
    }
    static chat::Named named(const chat::User& user) {
        return {.user = user.id, .nickname = user.nickname};
    }
    static chat::AuditEntry note(const chat::User& by, chat::AuditAction action,
                                 const chat::User& person = {}) {
        return {.time = at(100), .by = named(by), .action = action, .person = named(person)};
    }
    /// What `by` does to `person`, each as they are now. By the command line: an empty `by`.
    static chat::PersonDeed deed(const chat::User& by, chat::AuditAction action,
                                 const chat::User& person) {
        return {.user = person.id,
                .was = person.role,
                .by_role = by.role,
                .note = note(by, action, person)};
    }
    static chat::Suspension suspension(const chat::User& by,
                                       std::optional<std::int64_t> until = std::nullopt) {
        chat::Suspension made{.by = named(by), .created = at(100), .reason = "noise"};
        if (until) made.until = at(*until);
        return made;
    }
    /// Of the network "net of <id>".
    static chat::AddressBan address_ban(const std::string& id, const chat::User& by,
                                        std::int64_t created = 100,
                                        std::optional<std::int64_t> until = std::nullopt) {
        chat::AddressBan made{.id = chat::AddressBanId(id),
                              .network = "net of " + id,
                              .terms = suspension(by, until)};
        made.terms.created = at(created);
        return made;
    }
    /// What the notes are about, the newest first.
    std::vector<chat::AuditAction> actions() {
        std::vector<chat::AuditAction> all;
        for (const chat::AuditEntry& each : audit().entries)
            all.push_back(each.action);
        return all;
    }
};

}  // namespace store
